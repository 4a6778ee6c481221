import type { PriceHistory } from '../../services/types.ts';

/** How far back prices are shown. */
export const ranges = { '6m': '6 months', '1y': '1 year', '2y': '2 years', all: 'All' } as const;
export type Range = keyof typeof ranges;
export const rangeNames = Object.keys(ranges) as Range[];

/** How the axis of prices is divided. */
export const scales = { linear: 'Linear', log: 'Log' } as const;
export type Scale = keyof typeof scales;
export const scaleNames = Object.keys(scales) as Scale[];

const monthsOf: Readonly<Record<Range, number | null>> = { '6m': 6, '1y': 12, '2y': 24, all: null };

/**
 * The prices of a range, counted back from the newest price rather than from today: a library may be quiet for years.
 * It begins with a whole month, so that no month's median is of half of it.
 */
export function within(history: PriceHistory, range: Range): PriceHistory {
  const months = monthsOf[range];
  const newest = history.observations.at(-1);
  if (months === null || !newest) return history;
  const end = new Date(newest.captured_at);
  const start = Date.UTC(end.getUTCFullYear(), end.getUTCMonth() - months, 1);
  const inside = (iso: string) => new Date(iso).getTime() >= start;
  return {
    ...history,
    observations: history.observations.filter(({ captured_at }) => inside(captured_at)),
    months: history.months.filter(({ month }) => inside(month)),
  };
}

/** The prices from one month to another, both whole, such as `2026-03`; one left out is open. */
export function between(
  history: PriceHistory,
  { from = '', to = '9999-12' }: { from?: string | undefined; to?: string | undefined },
): PriceHistory {
  const inside = (iso: string) => iso.slice(0, 7) >= from && iso.slice(0, 7) <= to;
  return {
    ...history,
    // Moments are told in UTC, as the months are.
    observations: history.observations.filter(({ captured_at }) =>
      inside(new Date(captured_at).toISOString()),
    ),
    months: history.months.filter(({ month }) => inside(month)),
  };
}

/** The month a range begins with that ends with another; one long before any price for all of them. */
export function monthsBack(newest: string, range: Range): string {
  const end = new Date(newest);
  const months = monthsOf[range];
  if (months === null) return '2000-01-01';
  return new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() - months, 1))
    .toISOString()
    .slice(0, 10);
}

/** What the prices come to; null where there are none. */
export interface Spread {
  lowest: number;
  median: number;
  highest: number;
}

/** The lowest, the middle and the highest of the prices. */
export function spreadOf({ observations }: Pick<PriceHistory, 'observations'>): Spread | null {
  const prices = observations.map(({ unit_price }) => unit_price).sort((a, b) => a - b);
  const lowest = prices[0];
  const highest = prices.at(-1);
  const upper = prices[Math.floor(prices.length / 2)];
  const lower = prices[Math.ceil(prices.length / 2) - 1];
  if (lowest === undefined || highest === undefined) return null;
  if (lower === undefined || upper === undefined) return null;
  return { lowest, median: (lower + upper) / 2, highest };
}

/** Whether prices lie so far apart that an axis from zero wastes no room. */
export const startsAtZero = ({ lowest, highest }: Spread): boolean => lowest < 0.5 * highest;

/** Bids for odd quantities reach many times the usual price; on a linear scale they would press the rest flat. */
export const suitingScale = ({ lowest, median, highest }: Spread): Scale =>
  lowest > 0 && highest > 5 * median ? 'log' : 'linear';

/** The quantity in the middle of those that were priced, to two figures; null where none is known. */
export function usualQuantity({ observations }: Pick<PriceHistory, 'observations'>): number | null {
  const known = observations
    .flatMap(({ quantity }) => (quantity !== null && quantity > 0 ? [quantity] : []))
    .sort((a, b) => a - b);
  const middle = known[Math.floor(known.length / 2)];
  return middle === undefined ? null : Number(middle.toPrecision(2));
}
