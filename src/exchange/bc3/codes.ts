/**
 * Codes, names and texts as BC3 can hold them. What it cannot hold (three characters are its separators, codes take
 * twenty of few characters) is written in a form that it can, and beside it, in an `~X` record, as it is.
 */

const longestCode = 20;
const codeCharacters = /^[A-Za-z0-9ñÑ.$_]+$/;

/** What a concept is; codes are unique among all concepts of a file, in the library among one kind. */
export type ConceptKind = 'division' | 'section' | 'assembly' | 'resource' | 'item';

/**
 * The code of a concept in a BC3 file: its own where the format takes it, else as much of it as fits and a hash of
 * all of it. `taken`: a concept of another kind has the same code, and keeps it.
 */
export function bc3Code(kind: ConceptKind, code: string, taken = false): string {
  if (!taken && code.length <= longestCode && codeCharacters.test(code)) return code;
  const legible = code.replace(/[^A-Za-z0-9ñÑ.$]+/g, '_').slice(0, 10);
  return `${legible}_${hash(`${kind} ${code}`)}`;
}

/** A percentage of other lines: `%`, `%MA`, or with a mask of the codes it is of, as `MO%`. */
export function isPercentage(code: string): boolean {
  return /[%&]/.test(code);
}

/** Nine characters of 36: of a million codes two are alike once in two hundred files. */
function hash(text: string): string {
  // FNV-1a over UTF-16 code units, 64 bits.
  let sum = 0xcbf29ce484222325n;
  for (let at = 0; at < text.length; at += 1) {
    sum = BigInt.asUintN(64, (sum ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n);
  }
  return (sum % 36n ** 9n).toString(36).padStart(9, '0');
}

/** A name in one line and without separators. */
export function bc3Line(text: string): string {
  return bc3Text(text).replace(/\s+/g, ' ');
}

/** A text of several lines without separators; lines end as in MS-DOS. */
export function bc3Text(text: string): string {
  return text
    .replaceAll('|', '¦')
    .replaceAll('\\', '/')
    .replaceAll('~', '-')
    .replaceAll('\u{1a}', '')
    .replace(/\r\n|\r|\n/g, '\r\n')
    .trim();
}

/** Any text in characters that are no separators and in every set. */
export function escaped(text: string): string {
  return encodeURIComponent(text).replaceAll('~', '%7E');
}

/** The text again, or null where somebody else wrote it. */
export function unescaped(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
