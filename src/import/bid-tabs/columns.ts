import { ImportRefused } from '../refused.ts';

/** The columns of a bid-tabs file. They may stand in any order, and others beside them. */
export const columns = [
  'contract_id',
  'letting_date',
  'job_description',
  'county',
  'region',
  'pay_item',
  'description',
  'quantity',
  'unit',
  'unit_price',
] as const;

/** One of the columns. */
export type Column = (typeof columns)[number];

/** Where each column stands in this file. */
export interface Layout {
  at: Record<Column, number>;
  /** Fields a row must have. */
  width: number;
}

/**
 * Finds the columns in a file's first row, whatever their case.
 * @throws {ImportRefused} naming the columns that are missing or stand twice
 */
export function readHeader(fields: readonly string[]): Layout {
  const names = fields.map((field) => field.trim().toLowerCase());
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0) throw new ImportRefused(whatIsMissing(missing, names));
  const twice = columns.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (twice) throw new ImportRefused(`The file has two columns named ${twice}.`);
  const at = Object.fromEntries(columns.map((column) => [column, names.indexOf(column)]));
  return { at: at as Layout['at'], width: names.length };
}

function whatIsMissing(missing: Column[], names: string[]): string {
  const [only] = names;
  const separator = names.length === 1 && only?.match(/[;\t|]/)?.[0];
  if (separator && columns.every((column) => only.includes(column))) {
    const name = separator === '\t' ? 'tabs' : `"${separator}"`;
    return `The file separates its columns by ${name}; save it as CSV with commas.`;
  }
  if (missing.length === columns.length) {
    return `This is not a bid-tabs file: its first line has none of the columns ${columns.join(', ')}. A library comes in with --format library-csv.`;
  }
  const columnsAre = missing.length === 1 ? 'the column' : 'the columns';
  return `This is not a bid-tabs file: it lacks ${columnsAre} ${missing.join(', ')}.`;
}
