import { expect, test } from 'vitest';
import type { Bid } from './bids.ts';
import { evaluatePrices } from './prices.ts';

const bid = (item: string, day: number, price: number, more: Partial<Bid> = {}): Bid => ({
  contract: `C${day}`,
  item,
  day,
  quantity: 10,
  unit: 'TON',
  price,
  region: '1',
  ...more,
});
const days = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at);

test('predicts each row by those dated before it, and tells how far off each way is', () => {
  const train = days(0, 21).map((day) => bid('A', day, [99, 101, 100][day % 3] ?? 0));
  const result = evaluatePrices(train, [
    bid('A', 30, 100),
    // The other row of its day is not known to it; the one of the day before is.
    bid('A', 31, 100),
    bid('A', 31, 200),
  ]);
  expect(result).toMatchObject({ rows: 3, items: 1 });
  expect(result.medianApe).toBeLessThan(0.05);
  expect(result.baselines.lastPrice.medianApe).toBe(0);
  expect(result.baselines.lastPrice.meanAbsLogError).toBeCloseTo(Math.log(2) / 3, 9);
  expect(result.coverage80).toBeCloseTo(2 / 3, 9);
});

test('leaves out lump sums, allowances, items hardly known and rows without a price', () => {
  const train = days(0, 20).flatMap((day) => [
    bid('A', day, 100),
    bid('lump', day, 5, { unit: 'LSUM' }),
    bid('allowance', day, 1, { unit: '$' }),
    ...(day < 9 ? [bid('rare', day, 3)] : []),
  ]);
  const test = [
    bid('A', 30, 100),
    bid('A', 30, 0),
    bid('lump', 30, 5, { unit: 'LSUM' }),
    bid('allowance', 30, 1, { unit: '$' }),
    bid('rare', 30, 3),
    bid('new', 30, 3),
  ];
  expect(evaluatePrices(train, test)).toMatchObject({ rows: 1, items: 1 });
});
