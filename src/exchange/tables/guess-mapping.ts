import type {
  FileMapping,
  LibraryTable,
  SheetMapping,
  SheetPreview,
} from '../../contract/library-files.ts';
import { fieldsOf, tableNames } from './fields.ts';

/** A row of a sheet or a CSV file, with the line it begins on. */
export interface TableRow {
  line: number;
  cells: string[];
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
    const telling = Object.keys(columns).filter((field) => tellingFields.has(field)).length;
    return { table, columns, worth: possible ? Object.keys(columns).length + telling + named : -1 };
  });
  const best = guesses.toSorted((a, b) => b.worth - a.worth)[0];
  return best && best.worth > 0 ? { table: best.table, columns: best.columns } : null;
}

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
  const header = head.reduce((best, row) => (worth(row) > worth(best) ? row : best), first);
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

/** By the numbers of the first rows: a comma with other than three digits after it is a decimal mark. */
export function guessDecimalMark(previews: readonly SheetPreview[]): FileMapping['decimal_mark'] {
  const cells = previews.flatMap(({ rows }) => rows.flat());
  const commas = cells.filter((cell) => /^\s*-?[\d.]*\d,(\d{1,2}|\d{4,})\s*$/.test(cell)).length;
  const points = cells.filter((cell) => /^\s*-?[\d,]*\d\.(\d{1,2}|\d{4,})\s*$/.test(cell)).length;
  return commas > points ? ',' : '.';
}
