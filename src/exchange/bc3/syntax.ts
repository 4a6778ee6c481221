/** A record of a BC3 file: its letter, its fields, each of subfields, and the line it begins on. */
export interface Bc3Record {
  line: number;
  letter: string;
  fields: string[][];
  /** Whether its last field was closed; one that is not may have been cut off. */
  closed: boolean;
}

/** White space before a separator does not count; what follows the last separator is no part of the record. */
const beforeSeparator = /[ \t\r\n]+$/;

/**
 * The records of a BC3 file: `~` begins one, `|` ends a field, `\` a subfield. What stands before the first `~` is
 * passed over, as the format says.
 */
export function* bc3Records(text: string): Generator<Bc3Record> {
  // ASCII 26 is how MS-DOS ended a text; some programs fill a file up with zeros.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  const whole = text.replace(/[\0\u001a]/g, '');
  let line = 1;
  let start = whole.indexOf('~');
  line += newlines(whole, 0, start === -1 ? whole.length : start);
  while (start !== -1) {
    const next = whole.indexOf('~', start + 1);
    const end = next === -1 ? whole.length : next;
    const record = parseRecord(whole.slice(start + 1, end), line);
    if (record) yield record;
    line += newlines(whole, start, end);
    start = next;
  }
}

function newlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) {
    count += 1;
  }
  return count;
}

function parseRecord(body: string, line: number): Bc3Record | null {
  const parts = body.split('|');
  const letter = (parts.shift() ?? '').trim().toUpperCase();
  if (!/^[A-Z]$/.test(letter)) return null;
  const rest = parts.pop() ?? '';
  // The separator after the last field may be left out, so text there is one more field.
  const closed = rest.trim() === '';
  if (!closed) parts.push(rest);
  return { line, letter, fields: parts.map(subfields), closed };
}

function subfields(field: string): string[] {
  return field.split('\\').map((part) => part.replace(beforeSeparator, '').trimStart());
}
