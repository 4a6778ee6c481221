import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/stream';
import { UnreadableFile } from '../records.ts';
import type { TableRow } from './guess-mapping.ts';

const longestField = 1_000_000;
const mostColumns = 1_000;

/** The text of a CSV file: UTF-8 or UTF-16 by its mark, UTF-8 where it is that, else what Excel on Windows writes. */
export function decodeCsv(bytes: Uint8Array): string {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Lines by which a separator is told. */
const headLines = 40;

/**
 * The separator: the one the file names in its first line, as spreadsheets write it (`sep=;`), else the one that stands
 * equally often, outside quotation marks, in most of the first lines. Commas in names and numbers do not.
 */
export function separatorOf(text: string): string {
  const named = /^sep=(.)[\r\n]/i.exec(text)?.[1];
  if (named !== undefined) return named;
  const head = text.slice(0, 20_000).replace(/"[^"]*"/g, '');
  const lines = head
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== '')
    .slice(0, headLines);
  const marks = [',', ';', '\t', '|'].map((mark) => {
    const counts = lines.map((line) => line.split(mark).length - 1).filter((count) => count > 0);
    const alike = [...Map.groupBy(counts, (count) => count)]
      .map(([count, of]) => ({ count, lines: of.length }))
      .toSorted((a, b) => b.lines - a.lines || b.count - a.count)[0];
    return { mark, lines: alike?.lines ?? 0, count: alike?.count ?? 0 };
  });
  return marks.toSorted((a, b) => b.lines - a.lines || b.count - a.count)[0]?.mark ?? ',';
}

/**
 * The rows of a CSV file, fields trimmed; a quoted field may hold line breaks. Lines without a word are passed over.
 * @throws {UnreadableFile} where a quotation mark is never closed, or the file is no text
 */
export async function* csvRows(bytes: Uint8Array): AsyncGenerator<TableRow> {
  const text = decodeCsv(bytes);
  if (text.includes('\0')) throw new UnreadableFile('The file is binary data, not a CSV text.');
  const parser = parse({
    bom: true,
    delimiter: separatorOf(text),
    raw: true,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: longestField,
  });
  const parsed = textStream(text).pipeThrough(parser as TransformStream<Uint8Array, ParsedRow>);
  let before = 0;
  try {
    for await (const { raw, record } of parsed) {
      if (record.length > mostColumns) {
        throw new UnreadableFile(
          `The file is no CSV: line ${before + 1} has ${record.length} columns.`,
        );
      }
      // The parser would pass over a line without a word by itself, but then tell of it with the next row.
      const words = record.length > 1 || record[0] !== '';
      if (words) yield { line: before + 1, cells: record.map(plainCell) };
      // The parser's own count takes a line break of Windows within a field for two.
      before += raw.match(/\r\n|\r|\n/g)?.length ?? 0;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const why =
      error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? `a quotation mark that is opened after line ${before} is never closed`
        : 'a row is longer than a megabyte';
    throw new UnreadableFile(`The file is no CSV that can be read: ${why}.`, { cause: error });
  }
}

/** Without blanks around it, and without the mark that keeps a spreadsheet from taking it for a formula. */
function plainCell(cell: string): string {
  return cell
    .trim()
    .replace(/^'(?='*[=+\-@\t\r])/, '')
    .trim();
}

interface ParsedRow {
  /** The row as it stands in the file, with the line break at its end. */
  raw: string;
  record: string[];
}

/** In blocks, so that other work is not held up by a long file. */
function textStream(text: string): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const blockSize = 1 << 16;
  let at = 0;
  return new ReadableStream({
    pull: (controller) => {
      if (at >= text.length) return controller.close();
      // Not between the two halves of a character outside the first plane.
      let end = Math.min(at + blockSize, text.length);
      if (/[\ud800-\udbff]/.test(text.charAt(end - 1)) && end < text.length) end += 1;
      controller.enqueue(encoder.encode(text.slice(at, end)));
      at = end;
    },
  });
}
