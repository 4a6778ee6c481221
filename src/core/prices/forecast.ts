import {
  type ForecastMethod,
  forecastMethods,
  type MonthlyPrice,
  plainMethodOf,
} from './forecast-methods.ts';

/** The price expected of a month to come, and the range that holds four of five such. */
export interface ForecastPoint {
  month: number;
  price: number;
  low: number;
  high: number;
}

/** How a method did on the past: at each month, told from the months before alone. */
export interface Backtest {
  method: ForecastMethod;
  /** Mean of |ln told − ln true| over all horizons. */
  meanAbsLogError: number;
}

export interface PriceForecast {
  /** The method used. */
  method: ForecastMethod;
  /** Whether it beat the plain one on the past; where false, it is the plain one. */
  beatsPlain: boolean;
  points: ForecastPoint[];
  /** Each method's, the best first; empty where the past is too short to try them. */
  backtest: Backtest[];
  /** Moments of the past at which they were tried. */
  origins: number;
  /** Months with a price, and their prices, that it rests on. */
  months: number;
  observations: number;
}

/** How far ahead prices are told. */
export const furthest = 6;
/** Months before the first origin, and origins before a method is preferred to the plain one. */
const fewest = { months: 6, origins: 8 } as const;
/** Share of the prices that the range holds. */
const held = 0.8;
/** Standard errors by which a method must beat the plain one: by chance, one of a hundred would. */
const convincing = 2.326;
/** Spread believed of a month's price where the past tells little, as a logarithm, as firmly as so many origins would. */
const believed = { error: 0.3, origins: 3 } as const;

/** Logarithms that differ by less are the same price. */
const rounding = 1e-9;

/** What a method told at one origin, against what was: an error for each horizon at which there was a price. */
type Errors = { horizon: number; error: number }[];

/**
 * The prices of the six months after the last.
 *
 * Every method is tried at each month of the past, on what was known then (rolling origins); the one with the least
 * error is used if it beats the plain one by more than chance (paired by origin: Diebold and Mariano, Journal of
 * Business & Economic Statistics 13 (1995), 253–263), else the plain one is. The range comes from the errors that it
 * made on the past, never narrower further ahead (split conformal: Lei et al., JASA 113 (2018), 1094–1111).
 *
 * @param months in any order, a month at most once; months without a price are left out
 * @returns null without any
 * @throws RangeError where a price is not above 0
 */
export function forecastPrices(months: readonly MonthlyPrice[]): PriceForecast | null {
  if (months.length === 0) return null;
  if (months.some(({ price }) => !(price > 0))) throw new RangeError('Prices must be above 0.');
  const past = months.toSorted((a, b) => a.month - b.month);
  const tried = Object.entries(forecastMethods).map(([method, predict]) => {
    const errors = backtest(past, predict);
    return { method: method as ForecastMethod, errors, mean: meanError(errors.flat()) };
  });
  const plainMethod = plainMethodOf(past);
  const plain = tried.find(({ method }) => method === plainMethod);
  if (!plain) throw new Error('The plain method is not among those tried.');
  const origins = plain.errors.length;
  const ranked = tried.toSorted((a, b) => a.mean - b.mean);
  const better =
    origins < fewest.origins ? [] : ranked.filter((one) => beats(one.errors, plain.errors));
  const chosen = better[0] ?? plain;
  const predict = forecastMethods[chosen.method](past);
  const reach = reachOf(chosen.errors);
  const last = past.at(-1)?.month ?? 0;
  return {
    method: chosen.method,
    beatsPlain: chosen !== plain,
    points: reach.map((width, at) => {
      const expected = predict(last + at + 1);
      return {
        month: last + at + 1,
        price: Math.exp(expected),
        low: Math.exp(expected - width),
        high: Math.exp(expected + width),
      };
    }),
    backtest: ranked
      .filter(({ errors }) => errors.length > 0)
      .map(({ method, mean }) => ({ method, meanAbsLogError: mean })),
    origins,
    months: past.length,
    observations: past.reduce((sum, { observations }) => sum + observations, 0),
  };
}

/** Of each origin after the first months, the errors in the months that follow it. */
function backtest(
  past: readonly MonthlyPrice[],
  method: (past: readonly MonthlyPrice[]) => (month: number) => number,
): Errors[] {
  const origins: Errors[] = [];
  for (let known = fewest.months; known < past.length; known++) {
    const before = past.slice(0, known);
    const origin = before.at(-1)?.month ?? 0;
    const later = past.slice(known).filter(({ month }) => month <= origin + furthest);
    if (later.length === 0) continue;
    const predict = method(before);
    origins.push(
      later.map(({ month, price }) => ({
        horizon: month - origin,
        error: Math.log(price) - predict(month),
      })),
    );
  }
  return origins;
}

function meanError(errors: Errors): number {
  const sum = errors.reduce((all, { error }) => all + Math.abs(error), 0);
  return errors.length > 0 ? sum / errors.length : 0;
}

/** Whether one's errors are smaller by more than chance; neighbouring origins share months, and count for less. */
function beats(errors: readonly Errors[], plain: readonly Errors[]): boolean {
  const gains = errors.map((one, at) => meanError(plain[at] ?? []) - meanError(one));
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const off = gains.map((gain) => gain - mean);
  let variance = off.reduce((sum, value) => sum + value ** 2, 0);
  for (let lag = 1; lag < furthest; lag++) {
    const shared = off.slice(lag).reduce((sum, value, at) => sum + value * (off[at] ?? 0), 0);
    // Newey and West's weights keep the variance above 0.
    variance += 2 * (1 - lag / furthest) * shared;
  }
  const error = Math.sqrt(Math.max(0, variance)) / gains.length;
  return mean > convincing * error && mean > rounding;
}

/** Half the range for each horizon, as a logarithm: what four of five past errors stay within, never falling. */
function reachOf(origins: readonly Errors[]): number[] {
  const errors = origins.flat();
  const horizons = Array.from({ length: furthest }, (_, at) => at + 1);
  const means = horizons.map((horizon) => {
    const of = errors.filter((one) => one.horizon === horizon);
    return { mean: meanError(of), weight: of.length };
  });
  const isExact = errors.length > 0 && errors.every(({ error }) => Math.abs(error) < rounding);
  if (isExact) return horizons.map(() => rounding);
  const scales = neverFalling(
    means.map(({ mean, weight }) => ({
      mean: (mean * weight + believed.error * believed.origins) / (weight + believed.origins),
      weight: weight + believed.origins,
    })),
  );
  const relative = errors
    .map(({ horizon, error }) => Math.abs(error) / (scales[horizon - 1] ?? 1))
    .sort((a, b) => a - b);
  // The errors to come are those of one more origin: (n + 1) · 0.8 of the n + 1 lie within (split conformal). Those of one
  // origin go together, so that n counts the origins.
  const share = ((origins.length + 1) * held) / origins.length;
  const quantile =
    relative[Math.ceil(share * relative.length) - 1] ?? Math.max(2, relative.at(-1) ?? 0);
  return scales.map((scale) => scale * quantile);
}

/** The nearest means that do not fall (pool adjacent violators: Barlow et al. 1972). */
function neverFalling(means: readonly { mean: number; weight: number }[]): number[] {
  const blocks: { mean: number; weight: number; size: number }[] = [];
  for (const one of means) {
    let block = { ...one, size: 1 };
    for (let last = blocks.at(-1); last && last.mean > block.mean; last = blocks.at(-1)) {
      blocks.pop();
      const weight = last.weight + block.weight;
      const mean = (last.mean * last.weight + block.mean * block.weight) / weight;
      block = { mean, weight, size: last.size + block.size };
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ mean, size }) => Array.from({ length: size }, () => mean));
}
