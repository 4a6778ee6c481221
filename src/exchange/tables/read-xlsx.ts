import { type Cell, type CellValue, colToLetter, readXlsx, streamXlsxRows } from 'hucre/xlsx';
import { type DecimalMark, shownDecimal } from '../decimals.ts';
import { UnreadableFile } from '../records.ts';
import type { TableRow } from './guess-mapping.ts';
import { refuseZipBomb } from './zip-limits.ts';

const mostColumns = 1_000;
const mostRows = 1_048_576;

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

/** Which part of a sheet is read, and how. */
interface SheetPart {
  /** What stands before the fraction in its texts; numbers are given with the same. */
  mark: DecimalMark;
  /** Rows at its top; without it, all. */
  maxRows?: number;
  /** Columns of codes, which are what the sheet shows: 1.1 in the format 00.00 is 01.10. */
  codes?: readonly number[];
  /** Columns of numbers, of which percentages and formulas without a value are told apart. */
  numbers?: readonly number[];
}

/**
 * The rows of a sheet, formulas as the values they last had, numbers as the decimals a spreadsheet shows, percentages with
 * their sign. A cell that is merged over several rows counts for each of them.
 * @throws {UnreadableFile} where it is damaged
 */
export async function* xlsxRows(
  bytes: Uint8Array,
  sheet: string,
  part: SheetPart,
): AsyncGenerator<TableRow> {
  refuseZipBomb(bytes);
  const { merges, cells } = await besideValues(bytes, sheet, part);
  const { maxRows } = part;
  const rows = streamXlsxRows(bytes, { sheet, ...(maxRows !== undefined && { maxRows }) });
  const over = new Map<number, { last: number; text: string }>();
  while (true) {
    const next = await readable(() => rows.next());
    if (next.done) return;
    const { index, values } = next.value;
    const texts = values
      .slice(0, mostColumns)
      .map((value, at) => textOf(value, cells?.get(`${index},${at}`), at, part));
    const merged = fillMerged(texts, index, over);
    for (const { startCol, endRow } of merges.get(index) ?? []) {
      over.set(startCol, { last: endRow, text: texts[startCol] ?? '' });
    }
    const numbers = values.flatMap((value, at) => (typeof value === 'number' ? [at] : []));
    yield { line: index + 1, cells: texts, numbers, ...(merged && { merged }) };
  }
}

/** Fills in what is merged into a row from above, where the row says anything of its own; tells whether it did. */
function fillMerged(
  texts: string[],
  index: number,
  over: Map<number, { last: number; text: string }>,
): boolean {
  let filled = false;
  const says = texts.some((text) => text !== '');
  for (const [column, { last, text }] of over) {
    if (index > last) over.delete(column);
    else if (says && text !== '' && !texts[column]) {
      while (texts.length < column) texts.push('');
      texts[column] = text;
      filled = true;
    }
  }
  return filled;
}

/** What a sheet says beside its values: cells merged over several rows, by the first of them, and formats and formulas. */
async function besideValues(bytes: Uint8Array, sheet: string, part: SheetPart) {
  const { maxRows, codes = [], numbers = [] } = part;
  const columns = [...codes, ...numbers];
  const [first, last] =
    maxRows === undefined ? [Math.min(...columns), Math.max(...columns)] : [0, mostColumns - 1];
  // Only the columns of which it matters, since each cell with a format takes memory.
  const range = Number.isFinite(first)
    ? `${colToLetter(first)}1:${colToLetter(last)}${maxRows ?? mostRows}`
    : 'A1:A1';
  const { sheets } = await readable(() =>
    readXlsx(bytes, { sheets: [sheet], readStyles: true, range }),
  );
  const merges = (sheets[0]?.merges ?? []).filter(({ startRow, endRow }) => endRow > startRow);
  return {
    merges: Map.groupBy(merges, ({ startRow }) => startRow),
    cells: sheets[0]?.cells,
  };
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

function textOf(
  value: CellValue | undefined,
  cell: Cell | undefined,
  column: number,
  { mark, codes }: SheetPart,
): string {
  if (value === null || value === undefined || value === '') {
    return cell?.type === 'formula' ? `=${cell.formula ?? ''}` : '';
  }
  if (typeof value === 'number') {
    const format = cell?.style?.numFmt ?? '';
    if (codes?.includes(column)) return codeOf(value, format);
    return Number.isFinite(value) ? numberOf(value, format).replace('.', mark) : '';
  }
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  return String(value).trim();
}

function numberOf(value: number, format: string): string {
  const isPercentage = format.replace(/"[^"]*"|\\./g, '').includes('%');
  return isPercentage ? `${shownDecimal(value * 100)}%` : shownDecimal(value);
}

/** A code that was typed as a number, as its format shows it. */
function codeOf(value: number, format: string): string {
  const [, whole, places = ''] = /^(0+)(?:\.(0+))?$/.exec(format) ?? [];
  if (whole === undefined) return shownDecimal(value);
  const length = whole.length + (places === '' ? 0 : places.length + 1);
  return value.toFixed(places.length).padStart(length, '0');
}
