import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isStaple, usefulness } from './feedback.ts';

const count = fc.integer({ min: 0, max: 10_000 });

describe('what verdicts do to a suggestion', () => {
  test('nothing, as long as nobody dismissed it', () => {
    fc.assert(
      fc.property(count, (accepted) => {
        expect(usefulness(accepted, 0)).toBe(1);
      }),
    );
  });

  test('it sinks with every dismissal, rises with every taker, and is never gone for good', () => {
    fc.assert(
      fc.property(count, count, (accepted, dismissed) => {
        const now = usefulness(accepted, dismissed);
        expect(usefulness(accepted, dismissed + 1)).toBeLessThan(now);
        expect(usefulness(accepted + 1, dismissed)).toBeGreaterThanOrEqual(now);
        expect(now).toBeGreaterThan(0);
      }),
    );
  });

  test('one dismissal weighs little, many in a row a lot', () => {
    expect(usefulness(0, 1)).toBe(0.8);
    expect(usefulness(0, 4)).toBe(0.5);
    expect(usefulness(0, 36)).toBe(0.1);
  });
});

describe('a matter of course', () => {
  test.each([
    [970, 1_000, true],
    [700, 1_000, true],
    [670, 1_000, false],
    [10, 10, true],
    // All of five, but five are few.
    [5, 5, false],
    [0, 0, false],
  ])('%i of %i estimates: %s', (estimates, of, expected) => {
    expect(isStaple(estimates, of)).toBe(expected);
  });
});
