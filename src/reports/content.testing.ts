import type { z } from 'zod';
import type { foundChange } from '../contract/price-changes.ts';
import type { ReportContent, ReportLine } from '../contract/price-reports.ts';
import { type ForeseenReport, foresee } from './forecasts.ts';

type FoundChange = z.infer<typeof foundChange>;

const id = (number: number) => `30000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** The first days of so many months, the last being November 2026. */
export function monthsUntilNovember(count: number): string[] {
  return Array.from({ length: count }, (_, at) =>
    new Date(Date.UTC(2026, 10 - (count - 1 - at), 1)).toISOString().slice(0, 10),
  );
}

/** An item that costs `prices`, month by month, the last being that of November 2026; null: none in that month. */
export function lineOf(
  number: number,
  prices: readonly (number | null)[],
  told: Partial<ReportLine> = {},
): ReportLine {
  const months = monthsUntilNovember(prices.length);
  const seen = months.flatMap((month, at) => {
    const median = prices[at] ?? null;
    return median === null ? [] : [{ month, median, observations: 5 }];
  });
  const [first] = seen;
  const last = seen.at(-1);
  if (!first || !last) throw new Error('An item of a report has prices.');
  const changes = ([1, 3, 6, 12] as const).flatMap((over) => {
    const from = seen.find(({ month }) => month === months[months.length - 1 - over]);
    return from
      ? [{ over, from, to: last, change: last.median / from.median - 1, quantity_effect: null }]
      : [];
  });
  return {
    library_item_id: id(number),
    code: `03-30-${String(number).padStart(3, '0')}`,
    name: `Concrete of kind ${number}`,
    section_code: '03-30',
    section_name: 'Cast concrete',
    currency: 'EUR',
    unit: 'm3',
    observations: seen.length * 5,
    left_out: 0,
    is_lump_sum: false,
    median: first.median,
    weighted_mean: null,
    lowest: Math.min(...seen.map(({ median }) => median)),
    highest: Math.max(...seen.map(({ median }) => median)),
    first_month: first.month,
    newest_month: last.month,
    newest_median: last.median,
    changes,
    volatility: 0.021,
    quantity: null,
    past: seen,
    touches: { estimates: 2, amount: 12_345.5 },
    months: new Map(seen.map(({ month, median }) => [month, median])),
    ...told,
  };
}

/** A change of the item of that number, found in October 2026. */
export function changeOf(number: number, told: Partial<FoundChange> = {}): FoundChange {
  return {
    id: id(9000 + number),
    library_item_id: id(number),
    code: `03-30-${String(number).padStart(3, '0')}`,
    name: `Concrete of kind ${number}`,
    section_code: '03-30',
    section_name: 'Cast concrete',
    project_id: null,
    project_code: null,
    currency: 'EUR',
    unit: 'm3',
    kind: 'shift',
    size: 0.18,
    low: 0.11,
    high: 0.25,
    strength: 4.2,
    price: 118,
    since: '2026-09-08T00:00:00.000Z',
    found_at: '2026-10-06T00:00:00.000Z',
    prices_before: 24,
    prices_after: 9,
    state: 'open',
    settled_at: null,
    told_at: '2026-10-07T03:15:00.000Z',
    touches: { estimates: 2, projects: 1, amount: 11_800, at_stake: 1800, largest: [] },
    ...told,
  };
}

/** A report over thirteen months, of three items and what is given, with its forecasts. */
export function contentOf(told: Partial<ReportContent> = {}): ForeseenReport {
  const months = monthsUntilNovember(13);
  const rising = months.map((_, at) => 100 + 2 * at);
  return foresee({
    title: 'Prices and how they changed',
    scope: 'Cast concrete (03-30)',
    months,
    over: 6,
    minimum: 3,
    paper: 'a4',
    madeAt: new Date('2026-11-25T14:05:00Z'),
    index: {
      base: months[0] ?? null,
      currency: 'EUR',
      items: 3,
      left_out: 1,
      lump_sums: 0,
      months: months.map((month, at) => ({
        month,
        jevons: 100 + at,
        laspeyres: 100 + at / 2,
        matched: 3,
        observed: 3,
      })),
    },
    lines: [
      lineOf(1, rising),
      lineOf(
        2,
        rising.map((price) => 400 - price),
      ),
      lineOf(
        3,
        rising.map((price, at) => (at % 3 === 1 ? null : price)),
      ),
    ],
    more: false,
    changes: [changeOf(1), changeOf(2, { kind: 'outlier', size: -0.4, low: null, high: null })],
    moreChanges: false,
    notes: ['A month’s price of an item is the median of all prices of that calendar month.'],
    ...told,
  });
}
