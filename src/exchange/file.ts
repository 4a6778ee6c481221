import type { FileMapping, LibraryFormat, SheetPreview } from '../contract/library-files.ts';
import { readBc3, readBc3File } from './bc3/index.ts';
import { type LibraryRecord, UnreadableFile } from './records.ts';
import { columnsRead, guessDecimalMark, previewOf, type TableRow } from './tables/guess-mapping.ts';
import { readTable } from './tables/read.ts';
import { csvRows, decodeCsv, separatorOf } from './tables/read-csv.ts';
import { sheetNames, xlsxRows } from './tables/read-xlsx.ts';

/** What a file is, by a first look at it. */
export interface FileLook {
  format: LibraryFormat;
  /** For a person to correct. */
  mapping: FileMapping;
  sheets: SheetPreview[];
  /** Of a BC3 file: what it says of itself. */
  about: string | null;
}

/** Rows at the top of a sheet that are looked at. */
const topRows = 40;
const mostSheets = 50;

/**
 * What a file is, told by its content and only then by its name, and how its columns are probably to be read.
 * @throws {UnreadableFile} where it is nothing a library can be in
 */
export async function lookAtFile(bytes: Uint8Array, name: string): Promise<FileLook> {
  if (bytes.length === 0) throw new UnreadableFile('The file is empty.');
  const format = formatOf(bytes, name);
  if (format === 'bc3') return lookAtBc3(bytes);
  const names = format === 'xlsx' ? (await sheetNames(bytes)).slice(0, mostSheets) : [''];
  const looks = [];
  for (const sheet of names) {
    const rows = await top(
      format === 'xlsx' ? xlsxRows(bytes, sheet, { mark: '.', maxRows: topRows }) : csvRows(bytes),
    );
    const look = previewOf(sheet, rows);
    if (look) looks.push({ ...look, rows });
  }
  if (looks.length === 0) throw new UnreadableFile('The file has no rows.');
  if (looks.some(({ preview }) => areBids(preview))) {
    throw new UnreadableFile(
      'The file holds bids of contracts, not a library: one item stands in it at many prices. Import it by npm run import.',
    );
  }
  const sheets = looks.map(({ preview }) => preview);
  return {
    format,
    mapping: {
      sheets: looks.map(({ mapping }) => mapping),
      // Where the comma is the decimal mark, spreadsheets separate by semicolons.
      decimal_mark: guessDecimalMark(
        looks,
        format === 'csv' && separatorOf(decodeCsv(bytes)) === ';' ? ',' : '.',
      ),
      currency: 'USD',
    },
    sheets,
    about: null,
  };
}

/** Whether a sheet is a bid tabulation (docs/import.md): read as a library, each item would get its first price in it. */
const areBids = ({ columns }: SheetPreview) =>
  ['contract_id', 'letting_date', 'pay_item'].every((name) => columns.includes(name));

/** What files begin with that no library can be in, and what to tell the person who chose one. */
const strangers = [
  {
    magic: [0xd0, 0xcf, 0x11, 0xe0],
    is: 'an Excel workbook of before 2007 (.xls), or encrypted; save it as .xlsx without a password',
  },
  { magic: [0x25, 0x50, 0x44, 0x46], is: 'a PDF; give CSV, Excel or BC3' },
  { magic: [0x1f, 0x8b], is: 'compressed; unpack it first' },
] as const;

function formatOf(bytes: Uint8Array, name: string): LibraryFormat {
  for (const { magic, is } of strangers) {
    if (magic.every((byte, at) => bytes[at] === byte))
      throw new UnreadableFile(`The file is ${is}.`);
  }
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 4096));
  if (head.startsWith('PK')) return 'xlsx';
  return /^[^~]{0,200}~[VCK]\s*\|/.test(head) || /\.bc3$/i.test(name) ? 'bc3' : 'csv';
}

function lookAtBc3(bytes: Uint8Array): FileLook {
  const { version, program, charset, currency, concepts } = readBc3File(bytes);
  const words = [
    version || 'FIEBDC-3',
    program && `by ${program}`,
    charset,
    `${concepts.size} concepts`,
  ];
  return {
    format: 'bc3',
    mapping: { sheets: [], decimal_mark: '.', currency: currency ?? 'EUR' },
    sheets: [],
    about: words.filter(Boolean).join(', '),
  };
}

async function top(rows: AsyncIterable<TableRow>): Promise<TableRow[]> {
  const first: TableRow[] = [];
  for await (const row of rows) {
    first.push({ ...row, cells: row.cells.map((cell) => cell.slice(0, 200)) });
    if (first.length === topRows) break;
  }
  return first;
}

/** A record with the sheet it stands in; empty but in workbooks. */
export interface ReadRecord {
  sheet: string;
  record: LibraryRecord;
}

/**
 * The records of a file, read by a mapping.
 * @throws {UnreadableFile} where it cannot be read, also amid the records
 */
export async function* readLibraryFile(
  bytes: Uint8Array,
  format: LibraryFormat,
  mapping: FileMapping,
): AsyncGenerator<ReadRecord> {
  if (format === 'bc3') {
    for (const record of readBc3(readBc3File(bytes), mapping.currency)) yield { sheet: '', record };
    return;
  }

  for (const sheet of mapping.sheets) {
    const rows =
      format === 'xlsx'
        ? xlsxRows(bytes, sheet.sheet, { mark: mapping.decimal_mark, ...columnsRead(sheet) })
        : csvRows(bytes);
    for await (const record of readTable(rows, sheet, mapping))
      yield { sheet: sheet.sheet, record };
  }
}
