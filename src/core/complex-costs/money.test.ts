import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shareAsMoney, toMoney } from './money.ts';
import { inCents, rational, times } from './rational.testing.ts';

/** Decimals of up to 6 places, often exactly on half a cent. */
const amounts = fc
  .tuple(fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }), fc.constantFrom(0, 2, 3, 6))
  .map(([digits, places]) => new Big(digits).times(new Big(10).pow(-places)).toFixed());

describe('money as it is shown', () => {
  test.each([
    ['2.344', 2.34],
    ['2.345', 2.35],
    ['-2.345', -2.35],
    ['-2.344', -2.34],
    ['1.005', 1.01],
    ['0.005', 0.01],
    ['-0.005', -0.01],
    ['0.00499999999999999999999999', 0],
    ['12345678901.125', 12345678901.13],
  ])('rounds %s to %d', (amount, shown) => {
    expect(toMoney(new Big(amount))).toBe(shown);
  });

  test.each(['-0.004', '-0', '0', '-1e-30'])('is 0 for %s, not −0', (amount) => {
    expect(Object.is(toMoney(new Big(amount)), 0)).toBe(true);
  });

  test('is the exact value rounded half away from zero', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(toMoney(new Big(amount))).toBe(inCents(rational(amount)));
      }),
    );
  });
});

describe('a share of an amount', () => {
  test('is rounded once: a hair under half a cent is no cent', () => {
    // 0.0149…97 / 3 is 0.00499…99: 28 places, which 20 would round up to 0.005 and then to 0.01.
    expect(shareAsMoney(new Big('0.0149999999999999999999999997'), 3)).toBe(0);
    expect(shareAsMoney(new Big('0.015'), 3)).toBe(0.01);
    expect(shareAsMoney(new Big('-0.015'), 3)).toBe(-0.01);
    expect(shareAsMoney(new Big('10'), 3)).toBe(3.33);
  });

  test('is the exact quotient rounded half away from zero', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 10_000 }), (amount, parts) => {
        const exact = times(rational(amount), { num: 1n, den: BigInt(parts) });
        expect(shareAsMoney(new Big(amount), parts)).toBe(inCents(exact));
      }),
    );
  });

  test.each([0, -1, 1.5])('refuses %d parts', (parts) => {
    expect(() => shareAsMoney(new Big(1), parts)).toThrow(RangeError);
  });
});
