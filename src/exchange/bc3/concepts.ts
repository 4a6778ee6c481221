import { type NoteRecord, UnreadableFile, type UnreadableRecord } from '../records.ts';
import { type Charset, decodeBc3 } from './charsets.ts';
import { unescaped } from './codes.ts';
import { readBc3Decimal } from './numbers.ts';
import { type Bc3Record, bc3Records } from './syntax.ts';

/** One line of a decomposition as it stands in the file. */
export interface Child {
  line: number;
  code: string;
  factor: string;
  yield: string;
}

/** A concept: a chapter, an item, a resource or a percentage, as the file says. */
export interface Concept {
  code: string;
  line: number;
  /** Marked by `#`, or `##` the root. */
  chapter: boolean;
  root: boolean;
  unit: string;
  name: string;
  price: string;
  /** How many prices it has, of which `price` is the first. */
  prices: number;
  type: string;
  text: string | null;
  children: Child[];
  /** The line of its ~D record. */
  decomposed: number | null;
  /** What a Ratebook wrote beside it, by its name. */
  beside: Map<string, string>;
}

/** All of a BC3 file that a library can take. */
export interface Bc3File {
  version: string;
  program: string;
  charset: Charset;
  /** Three letters; null where the file names none. */
  currency: string | null;
  /** What the file adds to its prices as indirect costs, a decimal, and the line that says so. */
  indirectPercent: string;
  coefficientsLine: number;
  concepts: Map<string, Concept>;
  /** What could not be read, and what was passed over. */
  remarks: (UnreadableRecord | NoteRecord)[];
}

/** The names of what is written beside a concept begin so. */
export const besidePrefix = 'RB.';

/** Letters whose records hold what a library does not: measurements, specifications, pictures, residues. */
const passedOver: Readonly<Record<string, string>> = {
  M: 'measurements of a budget (~M, ~N)',
  N: 'measurements of a budget (~M, ~N)',
  P: 'parametric descriptions (~P)',
  L: 'specifications (~L, ~Q, ~J)',
  Q: 'specifications (~L, ~Q, ~J)',
  J: 'specifications (~L, ~Q, ~J)',
  G: 'pictures and attached files (~G, ~F)',
  F: 'pictures and attached files (~G, ~F)',
  R: 'residues (~R)',
  W: 'places (~W)',
  E: 'companies (~E, ~O)',
  O: 'companies (~E, ~O)',
  A: 'keywords (~A, ~B)',
  B: 'keywords (~A, ~B)',
};

/**
 * Reads a BC3 file (FIEBDC-3, from 1995 to 2024).
 * @throws {UnreadableFile} where it is none
 */
export function readBc3File(bytes: Uint8Array): Bc3File {
  const { text, charset } = decodeBc3(bytes);
  const file: Bc3File = {
    version: '',
    program: '',
    charset,
    currency: null,
    indirectPercent: '0',
    coefficientsLine: 0,
    concepts: new Map(),
    remarks: [],
  };
  const names = new Map<string, string>();
  let last: Bc3Record | null = null;
  for (const record of bc3Records(text)) {
    take(file, names, record);
    last = record;
  }
  if (file.concepts.size === 0) {
    throw new UnreadableFile('The file is no FIEBDC-3 (BC3) file: it has no ~C record.');
  }
  if (last && !last.closed) {
    file.remarks.push({
      is: 'unreadable',
      line: last.line,
      field: null,
      reason: 'the last record is not closed; the file may have been cut off',
    });
  }
  return file;
}

function take(file: Bc3File, names: Map<string, string>, record: Bc3Record): void {
  const { letter, fields, line } = record;
  if (letter === 'V') {
    file.version = first(fields[1]);
    file.program = first(fields[2]);
  } else if (letter === 'K') {
    file.currency = currencyOf(fields);
    file.indirectPercent = readBc3Decimal(first(fields[1])) ?? '0';
    file.coefficientsLine = line;
  } else if (letter === 'C') {
    takeConcept(file, names, record);
  } else if (letter === 'T') {
    conceptOf(file, names, first(fields[0]), line).text = fields[1]?.join('\\') ?? null;
  } else if (letter === 'D' || letter === 'Y') {
    takeDecomposition(file, names, record);
  } else if (letter === 'X') {
    takeBeside(file, names, fields, line);
  } else {
    const what = passedOver[letter];
    if (what) file.remarks.push({ is: 'note', line, text: `passed over: ${what}` });
  }
}

/** ISO 4217, in either group of coefficients; older files say PTA or write a sign. */
function currencyOf(fields: string[][]): string | null {
  const words = [fields[0]?.[8], fields[2]?.at(-2), ...(fields[2] ?? []), ...(fields[0] ?? [])];
  return words.find((word) => word !== undefined && /^[A-Z]{3}$/.test(word)) ?? null;
}

/** A code without the marks of a chapter, which only the ~C record must carry; one of several names is the concept's. */
function plainCode(names: Map<string, string>, written: string): string {
  const bare = written.replace(/#{1,2}$/, '');
  return names.get(bare) ?? bare;
}

function conceptOf(
  file: Bc3File,
  names: Map<string, string>,
  written: string,
  line: number,
): Concept {
  const code = plainCode(names, written);
  const there = file.concepts.get(code);
  if (there) return there;
  const made: Concept = {
    code,
    // Replaced by its ~C record's.
    line: -line,
    chapter: false,
    root: false,
    unit: '',
    name: '',
    price: '',
    prices: 0,
    type: '',
    text: null,
    children: [],
    decomposed: null,
    beside: new Map(),
  };
  file.concepts.set(code, made);
  return made;
}

function takeConcept(file: Bc3File, names: Map<string, string>, record: Bc3Record): void {
  const { line, fields } = record;
  const [codes = [], unit, name, prices, , type] = fields;
  const [written = '', ...synonyms] = codes.filter((code) => code !== '');
  const refuse = (reason: string) =>
    file.remarks.push({ is: 'unreadable', line, field: 'code', reason, value: written });
  if (written.replace(/#{1,2}$/, '') === '') return void refuse('is missing');
  const concept = conceptOf(file, names, written, line);
  if (concept.line > 0) {
    return void refuse(`stands in the file already, on line ${concept.line}`);
  }
  for (const synonym of synonyms) names.set(synonym.replace(/#{1,2}$/, ''), concept.code);
  concept.line = line;
  concept.root = written.endsWith('##');
  concept.chapter = written.endsWith('#');
  concept.unit = first(unit);
  concept.name = name?.join('\\').replace(/\s+/g, ' ') ?? '';
  concept.price = first(prices);
  concept.prices = prices?.filter((price) => price !== '').length ?? 0;
  concept.type = first(type);
}

/** `child\factor\yield\` again and again, or, where the first field is empty, with percentages as a fourth. */
function takeDecomposition(file: Bc3File, names: Map<string, string>, record: Bc3Record): void {
  const { line, letter, fields } = record;
  const [parent = [], plain = [], withPercentages = []] = fields;
  if (first(parent) === '') {
    file.remarks.push({ is: 'unreadable', line, field: 'parent code', reason: 'is missing' });
    return;
  }
  const concept = conceptOf(file, names, first(parent), line);
  if (letter === 'D') {
    if (concept.decomposed !== null) {
      const reason = `has a decomposition already, on line ${concept.decomposed}; more lines are added by ~Y`;
      file.remarks.push({ is: 'unreadable', line, field: null, reason, code: concept.code });
      return;
    }
    concept.decomposed = line;
  }
  const size = hasWords(plain) ? 3 : 4;
  const parts = hasWords(plain) ? plain : withPercentages;
  for (let at = 0; at < parts.length; at += size) {
    const code = parts[at] ?? '';
    if (code === '') continue;
    concept.children.push({
      line,
      code: plainCode(names, code),
      // Empty is 1 for either, as the format says.
      factor: parts[at + 1] || '1',
      yield: parts[at + 2] || '1',
    });
  }
}

/** Technical information; of it, what a Ratebook wrote. */
function takeBeside(
  file: Bc3File,
  names: Map<string, string>,
  fields: string[][],
  line: number,
): void {
  const [code = [], parts = []] = fields;
  if (first(code) === '') return;
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const name = parts[at] ?? '';
    if (!name.startsWith(besidePrefix)) continue;
    const value = unescaped(parts[at + 1] ?? '');
    if (value === null) continue;
    conceptOf(file, names, first(code), line).beside.set(name.slice(besidePrefix.length), value);
  }
}

const first = (field: string[] | undefined) => field?.[0]?.trim() ?? '';
const hasWords = (field: string[]) => field.some((part) => part !== '');
