import Big from 'big.js';

const longest = 60;

/** With a comma in it, a number of a program that follows the computer's language rather than the format. */
const withComma = /^[+-]?\d*,\d+$/;

/**
 * The exact decimal a text of a BC3 file means, or null where it is no number. The format has a decimal point and nothing
 * between thousands; so a comma, which some programs write, can be nothing but the decimal mark: `80,500` is eighty and a
 * half.
 */
export function readBc3Decimal(text: string): string | null {
  const plain = hasComma(text) ? text.replace(',', '.') : text;
  if (plain.length > longest || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?$/i.test(plain))
    return null;
  return new Big(plain.replace(/^\+/, '').replace(/\.(?=$|e)/i, '')).toFixed();
}

/** Whether a number has a comma for the decimal mark. */
export function hasComma(text: string): boolean {
  return withComma.test(text);
}
