import { expect, test } from 'vitest';
import type { PriceHistory } from '../../services/types.ts';
import { spreadOf, startsAtZero, suitingScale, usualQuantity, within } from './prices.ts';

function historyOf(prices: readonly [on: string, price: number][]): PriceHistory {
  const months = [...new Set(prices.map(([on]) => `${on.slice(0, 7)}-01`))];
  return {
    library_item_id: 'item',
    currency: 'USD',
    unit: 'LBS',
    left_out: 0,
    truncated: false,
    observations: prices.map(([on, unit_price]) => ({
      captured_at: `${on}T00:00:00Z`,
      project_id: 'project',
      project_code: 'R-1',
      project_name: 'Road',
      region: null,
      quantity: 1,
      unit: 'LBS',
      unit_price,
      currency: 'USD',
      source: 'bid' as const,
    })),
    months: months.map((month) => ({ month, observations: 1, median: 1, lower: 1, upper: 1 })),
  };
}

const history = historyOf([
  ['2022-03-09', 1],
  ['2024-10-31', 2],
  ['2024-11-02', 3],
  ['2025-05-31', 4],
]);
const pricesOf = ({ observations }: PriceHistory) => observations.map((seen) => seen.unit_price);

test('a range is counted back from the newest price, however long ago that is', () => {
  expect(pricesOf(within(history, '6m'))).toEqual([3, 4]);
  expect(pricesOf(within(history, '1y'))).toEqual([2, 3, 4]);
  expect(pricesOf(within(history, 'all'))).toEqual([1, 2, 3, 4]);
});

test('a range begins with a whole month, for dots and medians alike', () => {
  expect(within(history, '6m').months.map(({ month }) => month)).toEqual([
    '2024-11-01',
    '2025-05-01',
  ]);
  const inNovember = historyOf([
    ['2024-11-01', 1],
    ['2025-05-31', 2],
  ]);
  expect(pricesOf(within(inNovember, '6m'))).toEqual([1, 2]);
});

test('an item without prices has no range and no spread', () => {
  expect(pricesOf(within(historyOf([]), '6m'))).toEqual([]);
  expect(spreadOf(historyOf([]))).toBeNull();
});

test('the median of an even number of prices lies between the middle two', () => {
  expect(spreadOf(history)).toEqual({ lowest: 1, median: 2.5, highest: 4 });
  expect(spreadOf(within(history, '1y'))).toEqual({ lowest: 2, median: 3, highest: 4 });
});

test('an axis leaves zero out only where prices lie close together', () => {
  expect(startsAtZero({ lowest: 90, median: 95, highest: 100 })).toBe(false);
  expect(startsAtZero({ lowest: 10, median: 95, highest: 100 })).toBe(true);
});

test('prices many times the usual one ask for a logarithmic axis; free ones cannot be on it', () => {
  expect(suitingScale({ lowest: 1, median: 2, highest: 30 })).toBe('log');
  expect(suitingScale({ lowest: 1, median: 2, highest: 8 })).toBe('linear');
  expect(suitingScale({ lowest: 0, median: 2, highest: 30 })).toBe('linear');
});

test('the usual quantity is the middle one that is known, to two figures', () => {
  const of = (quantities: (number | null)[]) => ({
    observations: history.observations.flatMap((seen, at) =>
      at < quantities.length ? [{ ...seen, quantity: quantities[at] ?? null }] : [],
    ),
  });
  expect(usualQuantity(of([5, 123_456, 7_890, null]))).toBe(7_900);
  expect(usualQuantity(of([null, 0]))).toBeNull();
});
