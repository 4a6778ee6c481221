import { median } from './job-price.ts';

/** The prices of one day, as logarithms on one footing: quantity and place taken out. */
export interface PricesOfDay {
  readonly day: number;
  readonly values: readonly number[];
}

/** Where a run of prices lies, and how they scatter about it; in logarithms. */
export interface PriceLevel {
  /** The median. */
  middle: number;
  level: number;
  /** Squared standard error of `level`. */
  variance: number;
  /** Robust standard deviation of single prices. */
  scale: number;
  /** Variance of a clipped price within its day, and of days about the level. */
  within: number;
  between: number;
  /** Share of a small shift that clipping leaves. */
  kept: number;
  /** Prices that the scatter is known from. */
  prices: number;
}

/** Prices further off than so many scales count as if they were there (Huber). */
const clipped = 1.5;
/** What calculated prices, which hardly scatter, are taken to scatter by at least. */
const leastScale = 0.01;
const leastDeviation = 0.005;
/** Days are believed to differ by that share of what single prices do, as firmly as so many days would say. */
const believed = { share: 0.2, days: 4 } as const;
/** Prices that the scale is believed to rest on beside those seen. */
const believedPrices = 3;

/**
 * The level of some days' prices, at least one, by two sources of scatter, prices within a day and days about the level (random
 * effects: DerSimonian and Laird, Controlled Clinical Trials 7 (1986), 177–188), each price clipped so that one that is
 * far off moves it no more than any other.
 *
 * @param like where these prices are too few to tell how they scatter: a level that they are taken to scatter like
 */
export function priceLevel(days: readonly PricesOfDay[], like?: PriceLevel): PriceLevel {
  const all = days.flatMap(({ values }) => values);
  const middle = median(all);
  const distances = all.map((value) => Math.abs(value - middle));
  // The fewer the prices, the closer their median lies to each of them.
  const widened = Math.sqrt((all.length + 3) / all.length);
  const scale = like?.scale ?? Math.max(leastScale, 1.4826 * median(distances) * widened);
  const inside = distances.filter((distance) => distance < clipped * scale).length;
  const means = days.map(({ values }) => ({
    count: values.length,
    mean: clippedMean(values, middle, scale),
  }));
  const within = like?.within ?? varianceWithin(days, means, middle, scale);
  const between = like?.between ?? varianceBetween(means, within);
  const pooled = pool(means, within, between);
  return {
    ...pooled,
    middle,
    scale,
    within,
    between,
    kept: (inside + believedPrices) / (all.length + believedPrices),
    prices: Math.max(all.length, like?.prices ?? 0),
  };
}

/** Prices after a level, as far as they were added; see `strength`. */
export interface LaterPrices {
  weight: number;
  sum: number;
  prices: number;
}

/** Adds a day's prices, seen from the level before. */
export function addDay(before: PriceLevel, later: LaterPrices, { values }: PricesOfDay): void {
  const weight = 1 / (before.between + before.within / values.length);
  later.weight += weight;
  later.sum += weight * clippedMean(values, before.middle, before.scale);
  later.prices += values.length;
}

/**
 * By how many standard errors later prices lie above the level before, below 0 where under it: as a normal deviate, so
 * that a scatter known from a few prices alone counts for less (Student's t; Abramowitz and Stegun, 26.7.8).
 */
export function strength(before: PriceLevel, { weight, sum }: LaterPrices): number {
  const t = (sum / weight - before.level) / Math.sqrt(1 / weight + before.variance);
  return asNormal(t, before.prices - 1);
}

/** The strength that a shift of `size` (in logarithms, small) has on average, seen on days with so many prices each. */
export function expectedStrength(
  before: PriceLevel,
  size: number,
  counts: readonly number[],
): number {
  const weight = counts.reduce(
    (sum, count) => sum + 1 / (before.between + before.within / count),
    0,
  );
  const t = (before.kept * Math.abs(size)) / Math.sqrt(1 / weight + before.variance);
  return asNormal(t, before.prices - 1);
}

function asNormal(t: number, freedom: number): number {
  return (t * (1 - 1 / (4 * freedom))) / Math.sqrt(1 + t ** 2 / (2 * freedom));
}

function clippedMean(values: readonly number[], middle: number, scale: number): number {
  const [low, high] = [middle - clipped * scale, middle + clipped * scale];
  const sum = values.reduce((all, value) => all + Math.max(low, Math.min(high, value)), 0);
  return sum / values.length;
}

interface DayMean {
  count: number;
  mean: number;
}

/** About each day's own mean; of days with one price, about the mean of all. */
function varianceWithin(
  days: readonly PricesOfDay[],
  means: readonly DayMean[],
  middle: number,
  scale: number,
): number {
  const prices = means.reduce((sum, { count }) => sum + count, 0);
  const grand = means.reduce((sum, { count, mean }) => sum + (count * mean) / prices, 0);
  let squares = believedPrices * scale ** 2;
  let freedom = believedPrices;
  days.forEach(({ values }, at) => {
    const alone = values.length === 1;
    const about = alone ? grand : (means[at]?.mean ?? grand);
    for (const value of values) {
      squares += (clippedMean([value], middle, scale) - about) ** 2;
    }
    freedom += alone ? 1 : values.length - 1;
  });
  return Math.max(leastDeviation ** 2, squares / freedom);
}

/** Of the days' means beyond what prices within a day explain, drawn to what is believed of it. */
function varianceBetween(means: readonly DayMean[], within: number): number {
  const weights = means.map(({ count }) => count / within);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const level = means.reduce((sum, { mean }, at) => sum + (mean * (weights[at] ?? 0)) / total, 0);
  const spread = means.reduce(
    (sum, { mean }, at) => sum + (weights[at] ?? 0) * (mean - level) ** 2,
    0,
  );
  const freedom = means.length - 1;
  const divisor = total - weights.reduce((sum, weight) => sum + weight ** 2, 0) / total;
  const seen = divisor > 0 ? Math.max(0, (spread - freedom) / divisor) : 0;
  const prior = believed.share ** 2 * within;
  return (believed.days * prior + freedom * seen) / (believed.days + freedom);
}

function pool(means: readonly DayMean[], within: number, between: number) {
  let weight = 0;
  let sum = 0;
  for (const { count, mean } of means) {
    const ofDay = 1 / (between + within / count);
    weight += ofDay;
    sum += ofDay * mean;
  }
  return { level: sum / weight, variance: 1 / weight };
}
