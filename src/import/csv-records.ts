import { parse } from 'csv-parse/sync';
import { ImportRefused } from './refused.ts';

/** One record with the line of the file it stands on, or why that line is none. */
export type CsvRecord = { line: number; fields: string[] } | { line: number; problem: string };

const lineBreak = /\r\n|\n|\r/;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** A file without a line break for so long is no CSV. */
const longestLine = 1_000_000;

/** Where lines end in a carriage return alone, so much is read before they are looked for. */
const blockSize = 1 << 16;

/**
 * The records of a CSV file, one a line. A quoted field may hold commas but no line break: with one, a
 * single forgotten quotation mark would swallow the rows up to the next. So such a line is reported,
 * and reading goes on with the line after it.
 * @throws {ImportRefused} where there is no line break within a megabyte
 */
export async function* csvRecords(bytes: AsyncIterable<Buffer>): AsyncGenerator<CsvRecord> {
  let line = 1;
  for await (const block of wholeLines(bytes)) {
    line = yield* recordsIn(block, line);
  }
}

/** The bytes in blocks that end where a line does. */
async function* wholeLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pending: Buffer = Buffer.alloc(0);
  let blocks = 0;
  for await (const chunk of bytes) {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    const end = endOfLastLine(pending);
    if (end > 0) {
      blocks += 1;
      yield pending.subarray(0, end);
      pending = pending.subarray(end);
    }
    if (pending.length > longestLine) {
      const where = blocks === 0 ? 'starts with' : 'has';
      throw new ImportRefused(`The file is no CSV: it ${where} a line longer than a megabyte.`);
    }
  }
  if (pending.length > 0) yield pending;
}

function endOfLastLine(bytes: Buffer): number {
  const end = bytes.lastIndexOf(lineFeed) + 1;
  if (end > 0 || bytes.length < blockSize) return end;
  // Not the very last byte, which may be the first half of \r\n.
  return bytes.lastIndexOf(carriageReturn, -2) + 1;
}

/** Yields a block's records; returns the number of the line after it. */
function* recordsIn(block: Buffer, firstLine: number): Generator<CsvRecord, number> {
  let unclosed: string | undefined;
  const parsed: unknown = parse(block, {
    bom: firstLine === 1,
    raw: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_error: true,
    // With the above, only a quotation mark that is open at the end comes here.
    on_skip: (_, raw) => {
      unclosed = raw;
    },
  });
  // What `raw: true` makes of the records, its types do not know.
  const records = parsed as { raw: string; record: string[] }[];
  let line = firstLine;
  for (const { raw, record } of records) {
    const end = raw.search(lineBreak);
    if (end === -1 || end === raw.length - 1 || raw.slice(end) === '\r\n') {
      if (record.length > 1 || record[0] !== '') yield { line, fields: record };
      line += 1;
    } else {
      line = yield* afterOpenQuote(raw, line);
    }
  }
  return unclosed === undefined ? line : yield* afterOpenQuote(unclosed, line);
}

/** Reports the first line of a text that a quotation mark made one record, and reads the others anew. */
function* afterOpenQuote(text: string, line: number): Generator<CsvRecord, number> {
  yield { line, problem: 'a quotation mark is opened and not closed on this line' };
  const [first = ''] = text.split(lineBreak, 1);
  const rest = text.slice(first.length).replace(lineBreak, '');
  return rest === '' ? line + 1 : yield* recordsIn(Buffer.from(rest), line + 1);
}
