import { expect, test } from 'vitest';
import type { Bid } from './bids.ts';
import { evaluateForecasts } from './forecasts.ts';

/** Two bids in each of the months, of which 0 is January 1970. */
const bids = (
  item: string,
  months: number[],
  priceOf: (month: number) => number,
  more: Partial<Bid> = {},
) =>
  months.flatMap((month): Bid[] =>
    [5, 20].map((day) => ({
      contract: `${item}-${month}-${day}`,
      item,
      day: Date.UTC(1970, month, day) / 86_400_000,
      quantity: 10,
      unit: 'TON',
      price: priceOf(month),
      region: '1',
      ...more,
    })),
  );
const months = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at);

test('tells what a steady price will be, from each month before one of the test file', () => {
  const result = evaluateForecasts(
    bids('A', months(0, 12), () => 50),
    bids('A', months(12, 6), () => 50),
  );
  expect(result).toMatchObject({ series: 1, origins: 6, methods: { median_12m: 6 } });
  // From the month before the first, and from five of the six: what follows each within the file.
  expect(result.horizons.map(({ forecasts }) => forecasts)).toEqual([6, 5, 4, 3, 2, 1]);
  expect(result.all).toMatchObject({
    forecasts: 21,
    coverage80: 1,
  });
  expect(result.all.meanAbsLogError).toBeCloseTo(0, 9);
});

test('tells how far off it was, beside the last month and the median of the last twelve', () => {
  const price = (month: number) => (month < 12 ? (month === 11 ? 200 : 100) : 100);
  const { horizons } = evaluateForecasts(
    bids('A', months(0, 12), price),
    bids('A', months(12, 1), price),
  );
  expect(horizons[0]).toMatchObject({ forecasts: 1 });
  expect(horizons[0]?.plain).toBeCloseTo(0, 9);
  expect(horizons[0]?.naive).toBeCloseTo(Math.log(2), 9);
  expect(horizons[0]?.meanAbsLogError).toBeCloseTo(0, 9);
});

test('leaves out lump sums and items hardly known', () => {
  const lump = { unit: 'LSUM' };
  const result = evaluateForecasts(
    [
      ...bids('A', months(0, 12), () => 5),
      ...bids('rare', months(7, 5), () => 5),
      ...bids('lump', months(0, 12), () => 5, lump),
    ],
    [
      ...bids('A', months(12, 2), () => 5),
      ...bids('rare', months(12, 2), () => 5),
      ...bids('lump', months(12, 2), () => 5, lump),
    ],
  );
  expect(result.series).toBe(1);
});
