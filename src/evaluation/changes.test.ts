import { expect, test } from 'vitest';
import type { Bid } from './bids.ts';
import { evaluateChanges } from './changes.ts';

const scatter = [0.02, -0.04, 0.01, 0.05, -0.02, 0, -0.05, 0.03, -0.01, 0.04];
/** So many bids on each day, which scatter always the same way about 100. */
const bids = (item: string, days: number[], each: number, more: Partial<Bid> = {}): Bid[] =>
  days.flatMap((day, of) =>
    Array.from({ length: each }, (_, at) => ({
      contract: `C${day}-${at}`,
      item,
      day,
      quantity: 10,
      unit: 'TON',
      price: 100 * Math.exp(scatter[(of * 3 + at * 7) % 10] ?? 0),
      region: '1',
      ...more,
    })),
  );
const every = (from: number, to: number, step: number) =>
  Array.from({ length: (to - from) / step }, (_, at) => from + at * step);

test('a shift that two observations allow is found by them, and none where prices only scatter', () => {
  const { shifts, ...result } = evaluateChanges(
    bids('A', every(0, 400, 20), 5),
    bids('A', every(400, 520, 20), 5),
  );
  expect(result).toMatchObject({ series: 1, alarms: 0, falseAlarmsPerSeriesYear: 0 });
  expect(result.seriesYears).toBeCloseTo(100 / 365.25, 9);
  expect(shifts['20']?.all).toMatchObject({
    cases: 2,
    items: 1,
    recall: 1,
    medianDelay: 1,
    medianPrices: 5,
  });
  // From each of the five days after which another one follows, up and down.
  expect(shifts['20']?.allowed).toMatchObject({ cases: 10, recall: 1, recallWithinTwo: 1 });
});

test('what scatters too widely for its observations is told apart from what allows a shift to be found', () => {
  const noisy = (all: Bid[]) =>
    all.map((bid) => ({ ...bid, price: 100 * (bid.price / 100) ** 15 }));
  const { shifts } = evaluateChanges(
    noisy(bids('A', every(0, 400, 20), 1)),
    noisy(bids('A', every(400, 520, 20), 1)),
  );
  expect(shifts['10']?.all).toMatchObject({ cases: 2, recall: 0, medianDelay: null });
  expect(shifts['10']?.allowed).toMatchObject({ cases: 0, recall: null, recallWithinTwo: null });
});

test('a real shift counts as a false alarm, once', () => {
  const dearer = bids('A', every(460, 700, 20), 5).map((bid) => ({ ...bid, price: bid.price * 2 }));
  const steady = bids('A', every(0, 460, 20), 5);
  const early = (bid: Bid) => bid.day < 400;
  const { alarms } = evaluateChanges(steady.filter(early), [
    ...steady.filter((bid) => !early(bid)),
    ...dearer,
  ]);
  expect(alarms).toBe(1);
});

test('leaves out lump sums, items hardly known, and those with one day to look at', () => {
  const past = every(0, 400, 20);
  const later = every(400, 520, 20);
  const lump = { unit: 'LSUM' };
  const result = evaluateChanges(
    [
      ...bids('A', past, 1),
      ...bids('lump', past, 1, lump),
      ...bids('rare', past.slice(0, 9), 1),
      ...bids('once', past, 1),
    ],
    [
      ...bids('A', later, 1),
      ...bids('lump', later, 1, lump),
      ...bids('rare', later, 1),
      ...bids('once', [400], 1),
    ],
  );
  expect(result.series).toBe(1);
});
