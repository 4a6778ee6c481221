import Big from 'big.js';

const plain = {
  '.': /^[+-]?(\d{1,3}([,\s'’]\d{3})+|\d+)?(\.\d*)?$/,
  ',': /^[+-]?(\d{1,3}([.\s'’]\d{3})+|\d+)?(,\d*)?$/,
} as const;

/** What stands before the fraction. */
export type DecimalMark = keyof typeof plain;

/** Longer numbers are none that somebody wrote. */
const longest = 60;

/**
 * The exact decimal a text means, or null where it is no number: `1,234.50` with a point, `1.234,50` with a comma.
 * Currency signs around it are passed over, what else stands there is not.
 */
export function readDecimal(text: string, mark: DecimalMark): string | null {
  const bare = withoutCurrency(text);
  if (bare.length > longest || !/\d/.test(bare) || !plain[mark].test(bare)) return null;
  const digits = mark === '.' ? bare.replace(/[,\s'’+]/g, '') : bare.replace(/[.\s'’+]/g, '');
  return new Big(digits.replace(',', '.')).toFixed();
}

/** A number without blanks and signs of a currency around it. */
export function withoutCurrency(text: string): string {
  return text.replace(/^[\s$€£]+|[\s$€£]+$/g, '');
}

/** A number as the shortest decimal that is it, never with an exponent. */
export function decimalOf(value: number): string {
  return new Big(value).toFixed();
}

/** A number of a spreadsheet as the decimal it shows: of 15 digits, so that 0.1 + 0.2 is 0.3. */
export function shownDecimal(value: number): string {
  return new Big(value.toPrecision(15)).toFixed();
}
