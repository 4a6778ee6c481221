import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { popularityScore, trend } from './score.ts';

const uses = fc.nat(1_000_000);

describe('the popularity score', () => {
  // log10(1001) = 3.000434; log10(2) = 0.301030, log10(11) = 1.041393, log10(101) = 2.004321
  test.each([
    [0, 0],
    [1, 10.03],
    [10, 34.71],
    [100, 66.8],
    [1000, 100],
    [5_000_000, 100],
  ])('of %i uses in 30 days is %d', (n, score) => {
    expect(popularityScore(n)).toBe(score);
  });

  test('never falls with more uses, stays within 0 and 100 and has 2 decimals', () => {
    fc.assert(
      fc.property(uses, uses, (a, b) => {
        const [less, more] = [popularityScore(Math.min(a, b)), popularityScore(Math.max(a, b))];
        expect(less).toBeLessThanOrEqual(more);
        expect(less).toBeGreaterThanOrEqual(0);
        expect(more).toBeLessThanOrEqual(100);
        expect(Number(more.toFixed(2))).toBe(more);
      }),
    );
  });

  test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d uses', (n) => {
    expect(() => popularityScore(n)).toThrow(RangeError);
    expect(() => popularityScore(n)).toThrow(`usesLast30Days`);
  });
});

describe('the trend', () => {
  test.each([
    [0, 0, 'flat'],
    [2, 1, 'flat'],
    [2, 0, 'flat'],
    [3, 0, 'up'],
    [8, 5, 'flat'],
    [20, 10, 'up'],
    [115, 100, 'flat'],
    [130, 100, 'up'],
    [100, 130, 'down'],
    [0, 3, 'down'],
    [105_000, 100_000, 'flat'],
    [120_000, 100_000, 'up'],
  ])('of %i uses after %i is %s', (current, previous, expected) => {
    expect(trend(current, previous)).toBe(expected);
  });

  test('turns around when the counts are swapped', () => {
    const turned = { up: 'down', down: 'up', flat: 'flat' };
    fc.assert(
      fc.property(uses, uses, (current, previous) => {
        expect(trend(previous, current)).toBe(turned[trend(current, previous)]);
      }),
    );
  });

  test('refuses counts that are none, naming them', () => {
    expect(() => trend(-1, 2)).toThrow('current must be a whole number of 0 or more, not -1');
    expect(() => trend(1, 0.5)).toThrow('previous must be a whole number of 0 or more, not 0.5');
  });
});
