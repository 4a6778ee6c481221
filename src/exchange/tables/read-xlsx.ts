import { type CellValue, readXlsx, streamXlsxRows } from 'hucre/xlsx';
import { type DecimalMark, decimalOf } from '../decimals.ts';
import { UnreadableFile } from '../records.ts';
import type { TableRow } from './guess-mapping.ts';
import { refuseZipBomb } from './zip-limits.ts';

const mostColumns = 1_000;

/**
 * The names of a workbook's visible sheets.
 * @throws {UnreadableFile} where it is no workbook, or unpacks to more than it should
 */
export async function sheetNames(bytes: Uint8Array): Promise<string[]> {
  refuseZipBomb(bytes);
  const names: string[] = [];
  await readable(async () => {
    await readXlsx(bytes, {
      // None is parsed: each is asked for by name when its turn comes.
      sheets: ({ name, hidden, veryHidden }) => {
        if (!hidden && !veryHidden) names.push(name);
        return false;
      },
    });
  });
  return names;
}

/**
 * The rows of a sheet, formulas as the values they last had, numbers as exact decimals with the mark that its texts have.
 * @throws {UnreadableFile} where it is damaged
 */
export async function* xlsxRows(
  bytes: Uint8Array,
  sheet: string,
  mark: DecimalMark,
  maxRows?: number,
): AsyncGenerator<TableRow> {
  refuseZipBomb(bytes);
  const rows = streamXlsxRows(bytes, { sheet, ...(maxRows !== undefined && { maxRows }) });
  while (true) {
    const next = await readable(() => rows.next());
    if (next.done) return;
    const { index, values } = next.value;
    yield {
      line: index + 1,
      cells: values.slice(0, mostColumns).map((value) => textOf(value, mark)),
    };
  }
}

/** Whatever cannot be read of it is the file's fault, not ours. */
async function readable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new UnreadableFile('The workbook is damaged, encrypted, or no Excel workbook (.xlsx).', {
      cause: error,
    });
  }
}

function textOf(value: CellValue | undefined, mark: DecimalMark): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number')
    return Number.isFinite(value) ? decimalOf(value).replace('.', mark) : '';
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  return String(value).trim();
}
