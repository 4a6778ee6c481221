import Big from 'big.js';
import type { FileMapping, LibraryTable, SheetMapping } from '../../contract/library-files.ts';
import { type DecimalMark, readDecimal, withoutCurrency } from '../decimals.ts';
import type { HeadingRecord, LibraryRecord, ResourceKind } from '../records.ts';
import { type Field, fieldsOf } from './fields.ts';
import { type TableRow, tellsMark } from './guess-mapping.ts';

/** How people write what a line is. */
const kinds: Readonly<Record<string, ResourceKind | 'item'>> = {
  material: 'material',
  materials: 'material',
  mat: 'material',
  m: 'material',
  mt: 'material',
  materiales: 'material',
  labor: 'labor',
  labour: 'labor',
  lab: 'labor',
  l: 'labor',
  mo: 'labor',
  'mano de obra': 'labor',
  equipment: 'equipment',
  equip: 'equipment',
  plant: 'equipment',
  machinery: 'equipment',
  machine: 'equipment',
  mq: 'equipment',
  maquinaria: 'equipment',
  equipo: 'equipment',
  e: 'equipment',
  item: 'item',
  assembly: 'item',
  'sub-item': 'item',
  subitem: 'item',
  partida: 'item',
  auxiliar: 'item',
};

/** What a spreadsheet shows where a formula failed. */
const spreadsheetError = /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)$/;

/** A row by its fields; an empty cell says nothing. */
class Row {
  readonly line: number;
  readonly table: LibraryTable;
  readonly #cells: readonly string[];
  readonly #columns: SheetMapping['columns'];
  readonly #mark: DecimalMark;
  /** Columns that are numbers by themselves, not texts. */
  readonly #numbers: readonly number[];
  /** Of its amounts that are texts: whether one tells the decimal mark, and whether one means another with the other mark. */
  told = false;
  ambiguous = false;
  problem: { field: string; reason: string; value: string } | null = null;

  constructor(
    { line, cells, numbers = [] }: TableRow,
    table: LibraryTable,
    columns: SheetMapping['columns'],
    mark: DecimalMark,
  ) {
    this.line = line;
    this.table = table;
    this.#cells = cells;
    this.#columns = columns;
    this.#mark = mark;
    this.#numbers = numbers;
  }

  text(field: string): string | null {
    const column = this.#columns[field];
    const text = column === undefined ? null : this.#cells[column] || null;
    if (text === null || !spreadsheetError.test(text)) return text;
    this.#refuse(
      field,
      'is an error of the spreadsheet: mend its formula, and save it again',
      text,
    );
    return null;
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
    const read = readAmount(text, this.#mark, this.#field(field)?.percent);
    if (read === null) this.#refuse(field, whyNoNumber(text, this.#mark), text);
    else if (read.startsWith('-')) this.#refuse(field, 'is below zero', text);
    const column = this.#columns[field];
    if (column !== undefined && !this.#numbers.includes(column)) {
      const bare = withoutCurrency(text);
      this.told ||= tellsMark(bare, this.#mark);
      this.ambiguous ||= /^[1-9]\d{0,2}[.,]\d{3}$/.test(bare);
    }
    return read;
  }

  kind(field: string): ResourceKind | 'item' | null {
    const text = this.text(field);
    if (text === null) return null;
    const kind = kinds[text.toLowerCase().replace(/\.$/, '')];
    if (!kind) this.#refuse(field, 'is none of material, labor, equipment', text);
    return kind ?? null;
  }

  #refuse(field: string, reason: string, value: string): void {
    this.problem ??= { field: this.#field(field)?.label ?? field, reason, value };
  }

  #field(field: string): Field | undefined {
    return fieldsOf(this.table).find(([name]) => name === field)?.[1];
  }
}

/** A number, also as a percentage where the field can be one. */
function readAmount(text: string, mark: DecimalMark, percent: Field['percent']): string | null {
  if (percent === undefined || !text.endsWith('%')) return readDecimal(text, mark);
  const read = readDecimal(text.slice(0, -1), mark);
  return read === null || percent === 'number' ? read : new Big(read).times('0.01').toFixed();
}

function whyNoNumber(text: string, mark: DecimalMark): string {
  if (text.startsWith('=')) {
    return 'is a formula without a value: open the file in a spreadsheet, and save it again';
  }
  const [other, name] = mark === '.' ? ([',', 'comma'] as const) : (['.', 'point'] as const);
  if (readDecimal(text, other) === null) return 'is no number';
  return `has a decimal ${name}: choose that as the decimal mark of the file, or write it as 1234${mark}50`;
}

/** What the rows of a sheet say, by its mapping. */
export async function* readTable(
  rows: AsyncIterable<TableRow>,
  { table, header_line, columns }: SheetMapping,
  { decimal_mark, currency }: Omit<FileMapping, 'sheets'>,
): AsyncGenerator<LibraryRecord> {
  if (table === null) return;
  let told = false;
  const ambiguous: number[] = [];
  for await (const one of rows) {
    if (one.line <= header_line || one.cells.every((cell) => cell === '')) continue;
    const row = new Row(one, table, columns, decimal_mark);
    yield* recordsOf(row, currency);
    told ||= row.told;
    if (row.ambiguous) ambiguous.push(one.line);
    if (one.merged) {
      yield { is: 'note', line: one.line, text: 'a merged cell counts for each of its rows' };
    }
  }
  if (told) return;
  const means = decimal_mark === '.' ? '1.234 is a little more than one' : '1.234 is a thousand';
  const text = `a number that depends on the decimal mark, which no other tells: ${means}`;
  for (const line of ambiguous) yield { is: 'note', line, text };
}

/** What a row says, or why it cannot be read. */
function* recordsOf(row: Row, currency: string): Generator<LibraryRecord> {
  const { line, table } = row;
  const records = [...readers[table](row, currency)];
  if (!row.problem) return yield* records;
  const code = row.text(table === 'build-ups' ? 'item_code' : 'code');
  const of = table === 'build-ups' ? 'item' : 'code';
  yield { is: 'unreadable', line, ...row.problem, ...(code !== null && { [of]: code }) };
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
