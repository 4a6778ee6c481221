import type { FileMapping, LibraryTable, SheetMapping } from '../../contract/library-files.ts';
import { type DecimalMark, readDecimal } from '../decimals.ts';
import type { HeadingRecord, LibraryRecord, ResourceKind } from '../records.ts';
import { fieldsOf } from './fields.ts';
import type { TableRow } from './guess-mapping.ts';

/** How people write what a line is. */
const kinds: Readonly<Record<string, ResourceKind | 'item'>> = {
  material: 'material',
  materials: 'material',
  mat: 'material',
  m: 'material',
  labor: 'labor',
  labour: 'labor',
  lab: 'labor',
  l: 'labor',
  equipment: 'equipment',
  equip: 'equipment',
  plant: 'equipment',
  machinery: 'equipment',
  e: 'equipment',
  item: 'item',
  assembly: 'item',
  'sub-item': 'item',
};

/** A row by its fields; an empty cell says nothing. */
class Row {
  readonly line: number;
  readonly table: LibraryTable;
  readonly #cells: readonly string[];
  readonly #columns: SheetMapping['columns'];
  readonly #mark: DecimalMark;
  problem: { field: string; reason: string; value: string } | null = null;

  constructor(
    { line, cells }: TableRow,
    table: LibraryTable,
    columns: SheetMapping['columns'],
    mark: DecimalMark,
  ) {
    this.line = line;
    this.table = table;
    this.#cells = cells;
    this.#columns = columns;
    this.#mark = mark;
  }

  text(field: string): string | null {
    const column = this.#columns[field];
    return column === undefined ? null : this.#cells[column] || null;
  }

  /** A text without which the row is none. */
  needed(field: string): string {
    const text = this.text(field);
    if (text === null) this.#refuse(field, 'is missing', '');
    return text ?? '';
  }

  amount(field: string): string | null {
    const text = this.text(field);
    if (text === null) return null;
    const read = readDecimal(text, this.#mark);
    if (read === null) this.#refuse(field, 'is no number', text);
    else if (read.startsWith('-')) this.#refuse(field, 'is below zero', text);
    return read;
  }

  kind(field: string): ResourceKind | 'item' | null {
    const text = this.text(field);
    if (text === null) return null;
    const kind = kinds[text.toLowerCase()];
    if (!kind) this.#refuse(field, 'is none of material, labor, equipment', text);
    return kind ?? null;
  }

  #refuse(field: string, reason: string, value: string): void {
    const label = fieldsOf(this.table).find(([name]) => name === field)?.[1].label ?? field;
    this.problem ??= { field: label, reason, value };
  }
}

/** What the rows of a sheet say, by its mapping. */
export async function* readTable(
  rows: AsyncIterable<TableRow>,
  { table, header_line, columns }: SheetMapping,
  { decimal_mark, currency }: Omit<FileMapping, 'sheets'>,
): AsyncGenerator<LibraryRecord> {
  if (table === null) return;
  for await (const one of rows) {
    if (one.line <= header_line || one.cells.every((cell) => cell === '')) continue;
    const row = new Row(one, table, columns, decimal_mark);
    const records = [...readers[table](row, currency)];
    const { problem, line } = row;
    if (problem) {
      const code = row.text(table === 'build-ups' ? 'item_code' : 'code');
      const of = table === 'build-ups' ? 'item' : 'code';
      yield { is: 'unreadable', line, ...problem, ...(code !== null && { [of]: code }) };
    } else yield* records;
  }
}

type Reader = (row: Row, currency: string) => Generator<LibraryRecord>;

const readers: Readonly<Record<LibraryTable, Reader>> = {
  items: function* (row) {
    yield* headingsOf(row);
    yield {
      is: 'item',
      line: row.line,
      code: row.needed('code'),
      name: row.text('name'),
      unit: row.text('unit'),
      description: row.text('description'),
      unitPrice: row.amount('unit_price'),
      section: row.text('section_code'),
      assembly: row.text('assembly_code'),
    };
  },
  resources: function* (row, currency) {
    const kind = row.kind('kind');
    const rate = row.amount('rate');
    yield {
      is: 'resource',
      line: row.line,
      code: row.needed('code'),
      name: row.text('name'),
      kind: kind === 'item' ? null : kind,
      unit: row.text('unit'),
      rate,
      currency: row.text('currency')?.toUpperCase() ?? (rate === null ? null : currency),
    };
  },
  'build-ups': function* (row) {
    yield {
      is: 'factor',
      line: row.line,
      item: row.needed('item_code'),
      kind: row.kind('kind'),
      of: row.needed('code'),
      quantity: row.amount('quantity'),
      wastage: row.amount('wastage'),
      hours: row.amount('hours'),
      productivity: row.amount('productivity'),
      crew: row.amount('crew'),
      utilization: row.amount('utilization'),
    };
  },
};

/** The headings a row of an item names, as far as it says under which they stand. */
function* headingsOf(row: Row): Generator<HeadingRecord> {
  const levels = ['division', 'section', 'assembly'] as const;
  let parent: string | null = null;
  for (const level of levels) {
    const code = row.text(`${level}_code`);
    const name = row.text(`${level}_name`);
    if (code !== null) yield { is: 'heading', line: row.line, level, code, name, parent };
    parent = code;
  }
}
