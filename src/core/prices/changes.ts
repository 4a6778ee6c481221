import { learnJobPrices, type PriceObservation } from './job-price.ts';
import { outliersOf, type PriceOutlier } from './outliers.ts';
import {
  addDay,
  type LaterPrices,
  type PriceLevel,
  type PricesOfDay,
  priceLevel,
  strength,
} from './price-level.ts';

/** What is told, and what is not. */
export interface ChangeThresholds {
  /** Shifts by a smaller share are not told. */
  leastSize: number;
  /** Least difference of two levels in its standard errors; the lower, the sooner a shift is told and the more often wrongly. */
  leastStrength: number;
  /** A single price is an outlier beyond so many scales of its level. */
  outlierScales: number;
}

/** Those of the product; what they give on real bids: docs/prices.md. */
export const usualThresholds: ChangeThresholds = {
  leastSize: 0.05,
  leastStrength: 2.4,
  outlierScales: 5,
};

/** From one level to another that lasts. */
export interface PriceShift {
  kind: 'shift';
  /** Share by which the price is higher, or below 0 lower, and the range that holds nine of ten such. */
  size: number;
  low: number;
  high: number;
  /** Day of the first price at the new level. */
  since: number;
  /** Day of the price with which it could be told. */
  found: number;
  /** In standard errors, when it was found. */
  strength: number;
  /** Prices that the level before rests on. */
  before: number;
  /** Those of the new level, as positions in what was given. */
  evidence: number[];
}

/** A scatter is learned from at least so many days and prices; a level from the latest ones, none older than `longest` days. */
const base = { days: 3, prices: 8, mostDays: 60, longest: 400 } as const;
/** A shift is looked for at so many of the latest days, and is told by two prices at least. */
const recent = 30;
const fewestAfter = 2;
/** Standard errors on each side of nine tenths. */
const ninth = 1.645;

/**
 * The level shifts and outliers among an item's prices, oldest first: in one pass, as they would have been told on the
 * day that made them plain (`found`).
 *
 * What quantity and region explain is taken out first (`learnJobPrices`). Then each day's prices are held against the
 * level before, once for each of the latest days at which it may have changed; the strongest difference that passes the
 * threshold is a shift, from which the next level is learned (sequential generalised likelihood ratio: Siegmund and
 * Venkatraman, Annals of Statistics 23 (1995), 255–271, on clipped residuals). One price alone never is one. What else
 * was tried: docs/prices.md.
 *
 * @param observations in any order
 * @throws RangeError where a price or quantity is not above 0
 */
export function findPriceChanges(
  observations: readonly PriceObservation[],
  thresholds: ChangeThresholds = usualThresholds,
): (PriceShift | PriceOutlier)[] {
  if (observations.length === 0) return [];
  const { days, positions } = comparableDays(observations);
  const found = findShifts(days, thresholds);
  const starts = [0, ...found.map(({ at }) => at), days.length];
  const levels = starts.slice(0, -1).map((from, at) => days.slice(from, starts[at + 1]));
  const shifts = found.map((one, at): PriceShift => {
    const after = levels[at + 1] ?? [];
    const [size, error] = difference(levels[at] ?? [], after);
    return {
      kind: 'shift',
      size: Math.expm1(size),
      low: Math.expm1(size - ninth * error),
      high: Math.expm1(size + ninth * error),
      since: days[one.at]?.day ?? 0,
      found: days[one.foundAt]?.day ?? 0,
      strength: Math.abs(one.strength),
      before: one.before.prices,
      evidence: positions.slice(one.at, starts[at + 2]).flat(),
    };
  });
  const outliers = levels.flatMap((level, at) =>
    outliersOf(level, positions.slice(starts[at]), thresholds.outlierScales),
  );
  return [...shifts, ...outliers].sort((a, b) => a.since - b.since);
}

/** The logarithms of prices without what quantity and region explain, day by day. */
export function comparableDays(observations: readonly PriceObservation[]): {
  days: PricesOfDay[];
  /** Of each day's prices in what was given. */
  positions: number[][];
} {
  const order = observations.map((_, at) => at).sort((a, b) => dayAt(a) - dayAt(b) || a - b);
  function dayAt(at: number): number {
    return observations[at]?.day ?? 0;
  }
  const priceOf = learnJobPrices(observations, dayAt(order.at(-1) ?? 0));
  const byDay = Map.groupBy(order, dayAt);
  const valueAt = (at: number) => {
    const seen = observations[at];
    return seen ? Math.log(seen.price / priceOf(seen).price) : 0;
  };
  return {
    days: [...byDay].map(([day, ofDay]) => ({ day, values: ofDay.map(valueAt) })),
    positions: [...byDay.values()],
  };
}

/** A day at which the level may have changed, and what was seen since. */
interface Candidate {
  at: number;
  before: PriceLevel;
  later: LaterPrices;
}

interface Found {
  at: number;
  foundAt: number;
  strength: number;
  before: PriceLevel;
}

function findShifts(days: readonly PricesOfDay[], thresholds: ChangeThresholds): Found[] {
  const found: Found[] = [];
  let from = 0;
  let candidates: Candidate[] = [];
  for (let now = 1; now < days.length; now++) {
    const seen = days.slice(0, now + 1);
    candidates = [...candidates, ...candidateAt(days, from, now, found.at(-1)?.before)];
    candidates = candidates.slice(-recent);
    for (const { before, later } of candidates) addDay(before, later, days[now] as PricesOfDay);
    const best = strongest(candidates, seen, thresholds);
    if (!best) continue;
    found.push({ ...best, foundAt: now, strength: strength(best.before, best.later) });
    from = best.at;
    // What came since is held against the new level from here on.
    candidates = seen
      .slice(from + 1)
      .flatMap((_, at) => candidateAt(days, from, from + 1 + at, best.before));
    for (const { at, before, later } of candidates) {
      for (const day of seen.slice(at)) addDay(before, later, day);
    }
  }
  return found;
}

/**
 * A change at day `at` of the level that began at `from`; none where too little is known of that level. A level after a
 * shift is taken to scatter as the `last` one did until it is known itself.
 */
function candidateAt(
  days: readonly PricesOfDay[],
  from: number,
  at: number,
  last: PriceLevel | undefined,
): Candidate[] {
  const before = levelBefore(days.slice(from, at), last);
  return before ? [{ at, before, later: { weight: 0, sum: 0, prices: 0 } }] : [];
}

/**
 * What the latest of these days, oldest first, say of the level that the next price is held against.
 *
 * @param last a level before it, by whose scatter a few prices are judged; without it, they tell no level
 */
export function levelBefore(days: readonly PricesOfDay[], last?: PriceLevel): PriceLevel | null {
  const end = days.at(-1)?.day ?? 0;
  const known = days.slice(-base.mostDays).filter(({ day }) => day > end - base.longest);
  const prices = known.reduce((sum, { values }) => sum + values.length, 0);
  if (known.length >= base.days && prices >= base.prices) return priceLevel(known);
  return last && prices >= fewestAfter ? priceLevel(known, last) : null;
}

/** The candidate that later prices speak for most, if they do so strongly enough. */
function strongest(
  candidates: readonly Candidate[],
  days: readonly PricesOfDay[],
  { leastSize, leastStrength }: ChangeThresholds,
): Candidate | null {
  let best: Candidate | null = null;
  let most = leastStrength;
  for (const candidate of candidates) {
    if (candidate.later.prices < fewestAfter) continue;
    const found = Math.abs(strength(candidate.before, candidate.later));
    if (found < most) continue;
    // Clipped prices tell that there is a difference; how large it is, the new level tells.
    const size = priceLevel(days.slice(candidate.at)).level - candidate.before.level;
    if (Math.abs(Math.expm1(size)) < leastSize) continue;
    best = candidate;
    most = found;
  }
  return best;
}

/** Between two levels, with its standard error. */
function difference(
  before: readonly PricesOfDay[],
  after: readonly PricesOfDay[],
): [size: number, error: number] {
  const [old, young] = [priceLevel(before.slice(-base.mostDays)), priceLevel(after)];
  // A few prices know little of their own scatter.
  const known =
    young.prices >= base.prices
      ? young.variance
      : Math.max(young.variance, old.within / young.prices);
  return [
    young.level - old.level,
    Math.sqrt(known / young.kept ** 2 + old.variance / old.kept ** 2),
  ];
}
