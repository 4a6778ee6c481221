import { median } from './job-price.ts';

/** What an item cost in one month. */
export interface MonthlyPrice {
  /** Months since any fixed one. */
  month: number;
  /** The median of its prices, above 0. */
  price: number;
  /** Prices it is the median of. */
  observations: number;
}

/** From the past, oldest first and not empty, the logarithm of the price expected in a month after it. */
type Method = (past: readonly MonthlyPrice[]) => (month: number) => number;

/** What is tried on each series; the names are those the API tells. */
export const forecastMethods = {
  /** The median of the last twelve months' prices. */
  median_12m: (past) => constant(median(recent(past, 12).map(logPrice))),
  last: (past) => constant(logPrice(past.at(-1))),
  /** A median in which a month counts half after a year, and the more the more prices it has. */
  weighted_median: (past) => constant(weightedMedian(past)),
  /** A mean in which a month counts half after three months, and the more the more prices it has. */
  level_3m: (past) => constant(weightedMean(past, 3)),
  /** The same, carried on along the trend of eighteen months, which fades. */
  damped_trend: (past) => dampedTrend(past),
} as const satisfies Record<string, Method>;

export type ForecastMethod = keyof typeof forecastMethods;

/** Logarithms whose squares differ by less are the same. */
const rounding = 1e-18;
/** Months before their order can be looked at. */
const fewestSteps = 6;
/** Standard errors by which steps must be small for the order to count: by chance, one of a hundred would. */
const convincing = 2.326;

/**
 * What is used where nothing beats it: the median of twelve months where months scatter about a level, the last month
 * where each keeps to the one before it, as prices do that are calculated from rates. Told apart by the squares of the
 * steps over the variance, 2 for mere scatter (von Neumann, Annals of Mathematical Statistics 12 (1941), 367–395).
 */
export function plainMethodOf(past: readonly MonthlyPrice[]): ForecastMethod {
  const prices = recent(past, 18).map(logPrice);
  const n = prices.length;
  if (n < fewestSteps) return 'median_12m';
  const mean = prices.reduce((sum, price) => sum + price, 0) / n;
  const variance = prices.reduce((sum, price) => sum + (price - mean) ** 2, 0);
  const steps = prices
    .slice(1)
    .reduce((sum, price, at) => sum + (price - (prices[at] ?? 0)) ** 2, 0);
  const error = 2 * Math.sqrt((n - 2) / (n * n - 1));
  // Of the same price again and again nothing is told by its rounding.
  return variance > n * rounding && steps < (2 - convincing * error) * variance
    ? 'last'
    : 'median_12m';
}

/** A month with so many prices counts half of what one with any number does. */
const halfCount = 3;
/** What is left of a trend's step after each month (Gardner and McKenzie, Management Science 31 (1985), 1237–1246). */
const fading = 0.85;

function logPrice(month: MonthlyPrice | undefined): number {
  return month ? Math.log(month.price) : Number.NaN;
}

function constant(value: number): (month: number) => number {
  return () => value;
}

function recent(past: readonly MonthlyPrice[], months: number): readonly MonthlyPrice[] {
  const last = past.at(-1)?.month ?? 0;
  return past.filter(({ month }) => month > last - months);
}

function weights(past: readonly MonthlyPrice[], halfLife: number): number[] {
  const last = past.at(-1)?.month ?? 0;
  return past.map(
    ({ month, observations }) =>
      (observations / (observations + halfCount)) * 0.5 ** ((last - month) / halfLife),
  );
}

function weightedMean(past: readonly MonthlyPrice[], halfLife: number): number {
  const weight = weights(past, halfLife);
  const total = weight.reduce((sum, one) => sum + one, 0);
  return past.reduce((sum, month, at) => sum + logPrice(month) * (weight[at] ?? 0), 0) / total;
}

function weightedMedian(past: readonly MonthlyPrice[]): number {
  const weight = weights(past, 12);
  const ranked = past
    .map((month, at) => ({ price: logPrice(month), weight: weight[at] ?? 0 }))
    .sort((a, b) => a.price - b.price);
  const half = weight.reduce((sum, one) => sum + one, 0) / 2;
  let passed = 0;
  for (const one of ranked) {
    passed += one.weight;
    if (passed >= half) return one.price;
  }
  return ranked.at(-1)?.price ?? Number.NaN;
}

/** Level by half-lives of six months, slope by the median of all pairs' (Theil and Sen). */
function dampedTrend(past: readonly MonthlyPrice[]): (month: number) => number {
  const halfLife = 6;
  const level = weightedMean(past, halfLife);
  const weight = weights(past, halfLife);
  const total = weight.reduce((sum, one) => sum + one, 0);
  const centre = past.reduce((sum, { month }, at) => sum + month * (weight[at] ?? 0), 0) / total;
  const window = recent(past, 18);
  const slopes = window.flatMap((one, at) =>
    window
      .slice(at + 1)
      .map((later) => (logPrice(later) - logPrice(one)) / (later.month - one.month)),
  );
  const slope = slopes.length > 0 ? median(slopes) : 0;
  const last = past.at(-1)?.month ?? 0;
  return (month) => {
    const ahead = month - last;
    const steps = (fading * (1 - fading ** ahead)) / (1 - fading);
    return level + slope * (last - centre) + slope * steps;
  };
}
