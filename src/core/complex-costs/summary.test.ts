import Big from 'big.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inCents, plus, rational, times } from './rational.testing.ts';
import { summarize } from './summary.ts';

test('the total is that of the exact values, not of the shown ones', () => {
  // Shown they are 0.00 each; together they are a cent and more.
  const totals = ['0.004', '0.004', '0.004'].map((total) => new Big(total));
  expect(summarize(totals)).toEqual({ totalCost: 0.01, averageCostPerItem: 0 });
});

test('the average is the exact one, rounded once', () => {
  const totals = ['10', '10', '10.01'].map((total) => new Big(total));
  // 30.01 / 3 = 10.00333…
  expect(summarize(totals)).toEqual({ totalCost: 30.01, averageCostPerItem: 10 });
});

test('nothing comes to nothing', () => {
  expect(summarize([])).toEqual({ totalCost: 0, averageCostPerItem: 0 });
});

test('any totals sum and average as in fractions', () => {
  const total = fc.tuple(fc.integer(), fc.nat(8)).map(([digits, places]) => `${digits}e-${places}`);
  fc.assert(
    fc.property(fc.array(total, { minLength: 1, maxLength: 30 }), (totals) => {
      const sum = totals.map(rational).reduce(plus);
      const share = { num: 1n, den: BigInt(totals.length) };
      expect(summarize(totals.map((text) => new Big(text)))).toEqual({
        totalCost: inCents(sum),
        averageCostPerItem: inCents(times(sum, share)),
      });
    }),
  );
});
