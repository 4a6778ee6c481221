import { stringify } from 'csv-stringify/sync';
import { writeXlsxStream } from 'hucre/xlsx';
import type { LibraryTable } from '../../contract/library-files.ts';
import { decimalOf } from '../decimals.ts';
import {
  type FactorRow,
  type ItemRow,
  itemsOf,
  itemsWithParts,
  type LibrarySource,
  resourcesOf,
} from '../library-source.ts';
import { fieldsOf } from './fields.ts';

type Cells = (string | null)[];

/** The rows of a table, each cell a text in the order of the table's fields; null where there is nothing. */
async function* rowsOf(table: LibraryTable, source: LibrarySource): AsyncGenerator<Cells> {
  if (table === 'items') {
    for await (const item of itemsOf(source)) yield itemCells(item);
  } else if (table === 'build-ups') {
    for await (const { code, factors } of itemsWithParts(source, () => {})) {
      for (const factor of factors) yield [code, ...factorCells(factor)];
    }
  } else {
    const used = new Set<string>();
    if (!source.whole) {
      for await (const _ of itemsWithParts(source, (id) => used.add(id)));
    }
    for await (const { code, name, kind, unit, rate, currency } of resourcesOf(source, used)) {
      yield [code, name, kind, unit, rate, currency];
    }
  }
}

function itemCells({
  code,
  name,
  unit,
  unitPrice,
  section,
  division,
  assembly,
  description,
}: ItemRow): Cells {
  return [
    ...[code, name, unit, unitPrice, section.code, section.name, division.code, division.name],
    ...[assembly?.code ?? null, assembly?.name ?? null, description],
  ];
}

function factorCells(factor: FactorRow): Cells {
  const { kind, code, quantity, wastage, hours, productivity, crew, utilization } = factor;
  return [kind, code, quantity, wastage, hours, productivity, crew, utilization];
}

/** Rows of a CSV file that are given at once. */
const blockRows = 500;

/**
 * A table of a library as CSV (RFC 4180, UTF-8 with a mark, so that Excel reads it as that), in blocks. A text that a
 * spreadsheet would take for a formula gets an apostrophe before it, which our own reader takes off again; blanks around
 * a text, which no reader of ours keeps, are left out, lest they hide one.
 */
export async function* writeCsv(
  table: LibraryTable,
  source: LibrarySource,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const fields = fieldsOf(table).map(([, field]) => field);
  const inBytes = (rows: string[][], bom: boolean) =>
    // What stands between quotation marks is no separator to one who guesses it.
    encoder.encode(stringify(rows, { bom, record_delimiter: 'windows', quoted_match: /[;\r\n]/ }));
  let rows = [fields.map(({ label }): string => label)];
  let first = true;
  for await (const cells of rowsOf(table, source)) {
    rows.push(
      cells.map((cell, at) =>
        fields[at]?.number ? (cell ?? '') : withoutFormula((cell ?? '').trim()),
      ),
    );
    if (rows.length < blockRows) continue;
    yield inBytes(rows, first);
    [rows, first] = [[], false];
  }
  if (rows.length > 0) yield inBytes(rows, first);
}

/** See OWASP, "CSV Injection". The stringifier's own guard leaves `'=1` as it is, which would be read as `=1`. */
function withoutFormula(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/**
 * A table of a library as an Excel workbook of one sheet, row by row: numbers are numbers where a spreadsheet can hold
 * them exactly, else texts; texts are never formulas.
 */
export function writeXlsx(table: LibraryTable, source: LibrarySource): ReadableStream<Uint8Array> {
  const fields = fieldsOf(table).map(([, field]) => field);
  const rows = async function* () {
    for await (const cells of rowsOf(table, source)) {
      yield cells.map((cell, at) => (fields[at]?.number ? numberOf(cell) : cell));
    }
  };
  return writeXlsxStream(rows(), {
    name: sheetNames[table],
    columns: fields.map(({ label, width, number }) => ({
      header: label,
      width,
      ...(number && { numFmt: '#,##0.00####' }),
    })),
    freezePane: { rows: 1 },
  });
}

const sheetNames = { items: 'Items', resources: 'Resources', 'build-ups': 'Build-ups' } as const;

function numberOf(cell: string | null): number | string | null {
  if (cell === null) return null;
  const number = Number(cell);
  return decimalOf(number) === cell ? number : cell;
}
