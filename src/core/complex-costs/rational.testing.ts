/** Exact fractions with BigInt, to check decimal arithmetic against. The denominator is positive. */
export type Rational = { num: bigint; den: bigint };

/** The fraction a decimal literal means, such as `12.5` or `1e-7`. */
export function rational(decimal: string): Rational {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(decimal);
  if (match === null) throw new Error(`not a decimal: ${decimal}`);
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  const places = BigInt(fraction.length) - BigInt(exponent);
  return places >= 0n
    ? { num: digits, den: 10n ** places }
    : { num: digits * 10n ** -places, den: 1n };
}

export const plus = (a: Rational, b: Rational): Rational => ({
  num: a.num * b.den + b.num * a.den,
  den: a.den * b.den,
});

export const times = (a: Rational, b: Rational): Rational => ({
  num: a.num * b.num,
  den: a.den * b.den,
});

export const equal = (a: Rational, b: Rational): boolean => a.num * b.den === b.num * a.den;

/** Rounded to 2 places, half away from zero. */
export function inCents({ num, den }: Rational): number {
  const magnitude = num < 0n ? -num : num;
  const cents = (magnitude * 200n + den) / (2n * den);
  const shown = `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
  return cents === 0n ? 0 : Number(num < 0n ? `-${shown}` : shown);
}
