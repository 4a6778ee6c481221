import type {
  FileMapping,
  LibraryTable,
  SheetMapping,
  SheetPreview,
} from '../../contract/library-files.ts';
import { type DecimalMark, withoutCurrency } from '../decimals.ts';
import { type Field, fieldsOf, tableNames } from './fields.ts';

/** A row of a sheet or a CSV file, with the line it begins on. */
export interface TableRow {
  line: number;
  cells: string[];
  /** Columns that a workbook holds as numbers, which say nothing of how its texts write them. */
  numbers?: readonly number[];
  /** Whether cells that are merged over several rows were filled in. */
  merged?: boolean;
}

/** Names stand within so many rows of the top: titles and dates may stand above them. */
const headRows = 20;
const sampleRows = 5;

/** Small letters without accents and punctuation, as in `synonyms`. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%]+/gu, ' ')
    .trim();
}

/** The column of each field of a table, by what the columns are called; a column is one field at most. */
export function guessColumns(
  table: LibraryTable,
  names: readonly string[],
): Record<string, number> {
  const columns: Record<string, number> = {};
  const free = new Map(names.map((name, at) => [at, plain(name)]));
  const take = (field: string, fits: (name: string) => boolean) => {
    if (field in columns) return;
    for (const [at, name] of free) {
      if (name === '' || !fits(name)) continue;
      columns[field] = at;
      free.delete(at);
      return;
    }
  };
  const fields = fieldsOf(table);
  // What a file of ours is called first, so that 'Section' is never taken for the section's code by chance.
  for (const [field, { label }] of fields) take(field, (name) => name === plain(label));
  for (const [field] of fields) take(field, (name) => name === plain(field));
  for (const [field, { synonyms }] of fields) take(field, (name) => synonyms.includes(name));
  // Who has one column for a heading, 'Section', has its names for codes.
  for (const level of ['division', 'section', 'assembly']) {
    const name = columns[`${level}_name`];
    if (name === undefined || `${level}_code` in columns) continue;
    columns[`${level}_code`] = name;
    delete columns[`${level}_name`];
  }
  return columns;
}

/** What the rows of a sheet are: the table most of whose fields are there, and all of those it cannot do without. */
export function guessTable(
  sheet: string,
  names: readonly string[],
): { table: LibraryTable; columns: Record<string, number> } | null {
  const guesses = tableNames.map((table) => {
    const columns = guessColumns(table, names);
    const needed = fieldsOf(table).filter(([, field]) => field.needed === 'always');
    const possible = needed.every(([field]) => field in columns);
    const named = plain(sheet) === plain(table) ? 1 : 0;
    // Shared by none of the other tables.
    const telling = Object.entries(columns).filter(
      ([field, at]) => tellingFields.has(field) && !(field === 'rate' && isPrice(names[at])),
    ).length;
    return { table, columns, worth: possible ? Object.keys(columns).length + telling + named : -1 };
  });
  const best = guesses.toSorted((a, b) => b.worth - a.worth)[0];
  return best && best.worth > 0 ? { table: best.table, columns: best.columns } : null;
}

/** A price may be one of an item as well; a rate is not. */
const isPrice = (name = '') => !/\brate$/.test(plain(name));

const tellingFields = new Set(['section_code', 'item_code', 'kind', 'rate', 'hours', 'quantity']);

/** A sheet as a person is to see it, and how it would be read. */
export function previewOf(
  sheet: string,
  top: readonly TableRow[],
): { preview: SheetPreview; mapping: SheetMapping } | null {
  const head = top.filter(({ cells }) => cells.some((cell) => cell !== '')).slice(0, headRows);
  const [first] = head;
  if (!first) return null;
  const worth = ({ cells }: TableRow) =>
    Object.keys(guessTable(sheet, cells)?.columns ?? {}).length;
  // Of names in two rows, as merged cells make them, the lower one: the values begin below it.
  const header = head.reduce(
    (best, row) => (worth(row) > 0 && worth(row) >= worth(best) ? row : best),
    first,
  );
  const guess = guessTable(sheet, header.cells);
  return {
    preview: {
      sheet,
      header_line: header.line,
      columns: header.cells,
      rows: head
        .filter(({ line }) => line > header.line)
        .slice(0, sampleRows)
        .map(({ cells }) => cells),
    },
    mapping: {
      sheet,
      table: guess?.table ?? null,
      header_line: header.line,
      columns: guess?.columns ?? {},
    },
  };
}

/** Numbers that can be read with one decimal mark alone: three digits after a mark could be thousands. */
const telling = {
  ',': /^-?((\d[\d.\s]*)?,(\d{1,2}|\d{4,})|0,\d+|\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,})$/,
  '.': /^-?((\d[\d,\s]*)?\.(\d{1,2}|\d{4,})|0\.\d+|\d{1,3}(,\d{3})+\.\d+|\d{1,3}(,\d{3}){2,})$/,
} as const;

/** Whether a number can be read with that decimal mark alone. */
export function tellsMark(bare: string, mark: DecimalMark): boolean {
  return telling[mark].test(bare);
}

/**
 * By the numbers of the first rows, where they can be read in one way alone.
 * @param otherwise where they tell neither
 */
export function guessDecimalMark(
  sheets: readonly { rows: readonly TableRow[]; mapping: SheetMapping }[],
  otherwise: FileMapping['decimal_mark'],
): FileMapping['decimal_mark'] {
  const cells = sheets.flatMap(({ rows, mapping }) => {
    const { numbers } = columnsRead(mapping);
    return rows.flatMap((row) =>
      row.cells.filter((_, at) => numbers.includes(at) && !row.numbers?.includes(at)),
    );
  });
  const told = (mark: DecimalMark) =>
    cells.filter((cell) => tellsMark(withoutCurrency(cell), mark)).length;
  const [commas, points] = [told(','), told('.')];
  return commas === points ? otherwise : commas > points ? ',' : '.';
}

/** The columns of a sheet that are read as codes, and as numbers. */
export function columnsRead({ table, columns }: SheetMapping): {
  codes: number[];
  numbers: number[];
} {
  const fields = table === null ? [] : fieldsOf(table);
  const of = (is: (name: string, field: Field) => boolean) =>
    fields.flatMap(([name, field]) => (is(name, field) ? (columns[name] ?? []) : []));
  return {
    codes: of((name) => /(^|_)code$/.test(name)),
    numbers: of((_, field) => field.number === true),
  };
}
