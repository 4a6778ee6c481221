import { UnreadableFile } from '../records.ts';

/** The upper halves of the two DOS code pages that the format names; no runtime decodes them. */
const dosPages = {
  '850':
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}',
  '437':
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}',
} as const;

/** The character sets a BC3 file can be in, by the names the format has for them. */
export type Charset = '850' | '437' | 'ANSI' | 'UTF-8';

const byteOrderMark = [0xef, 0xbb, 0xbf] as const;
const utf16Marks = [
  [0xff, 0xfe],
  [0xfe, 0xff],
] as const;

/**
 * The text of a BC3 file and the set it was in. Its ~V record names one, 850 where it names none; but a file that
 * is UTF-8 is read so whatever it says, since programs write the one and name the other.
 * @throws {UnreadableFile} for text in UTF-16
 */
export function decodeBc3(bytes: Uint8Array): { text: string; charset: Charset } {
  if (utf16Marks.some((mark) => mark.every((byte, at) => bytes[at] === byte))) {
    throw new UnreadableFile('The file is text in UTF-16; save it as ANSI or UTF-8.');
  }
  const marked = byteOrderMark.every((byte, at) => bytes[at] === byte);
  const utf8 = decodeUtf8(bytes);
  const named = charsetNamed(bytes);
  const isAscii = utf8 !== null && utf8.length === bytes.length;
  if (utf8 !== null && (marked || named === 'UTF-8' || !isAscii)) {
    return { text: utf8, charset: 'UTF-8' };
  }
  if (named === 'ANSI' || named === 'UTF-8') {
    return { text: new TextDecoder('windows-1252').decode(bytes), charset: 'ANSI' };
  }
  return { text: decodeDos(bytes, dosPages[named]), charset: named };
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The sixth field of the ~V record, which is ASCII. */
function charsetNamed(bytes: Uint8Array): Charset {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 4096));
  const name = /~V\s*\|([^~]*)/.exec(head)?.[1]?.split('|')[4]?.trim().toUpperCase() ?? '';
  if (name === '437' || name === 'ANSI') return name;
  if (/^(CP)?1252$|^WINDOWS|^ISO-?8859/.test(name)) return 'ANSI';
  return /^UTF-?8$|^65001$/.test(name) ? 'UTF-8' : '850';
}

function decodeDos(bytes: Uint8Array, page: string): string {
  const parts: string[] = [];
  // In pieces, since a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192) {
    const codes = Array.from(bytes.subarray(at, at + 8192), (byte) =>
      byte < 128 ? byte : page.charCodeAt(byte - 128),
    );
    parts.push(String.fromCharCode(...codes));
  }
  return parts.join('');
}

/** Whether ANSI can hold a text: what Latin-1 and Windows-1252 agree on. */
export function fitsAnsi(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the lower half of the set begins with them.
  return /^[\u0000-\u007f\u00a0-\u00ff]*$/.test(text);
}

const questionMark = 0x3f;

/** A text in ANSI; what does not fit becomes a question mark. */
export function encodeAnsi(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length }, (_, at) => {
    const unit = text.charCodeAt(at);
    return unit < 256 ? unit : questionMark;
  });
}
