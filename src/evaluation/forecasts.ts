import { forecastPrices, furthest, type MonthlyPrice, median } from '../core/prices/index.ts';
import type { Bid } from './bids.ts';
import { fewestTraining, isComparable } from './prices.ts';

interface HorizonErrors {
  /** Months ahead. */
  horizon: number;
  forecasts: number;
  /** Median of |told − true| / true, and mean of |ln told − ln true|. */
  medianApe: number;
  meanAbsLogError: number;
  /** Share of true prices inside the stated 80 % range. */
  coverage80: number;
  /** Mean of |ln told − ln true| of the last month's price, and of the median of the last twelve months'. */
  naive: number;
  plain: number;
}

/** The output of `evaluate forecasts`. */
export interface ForecastEvaluation {
  series: number;
  origins: number;
  /** Forecasts by the method that was chosen. */
  methods: Record<string, number>;
  horizons: HorizonErrors[];
  all: HorizonErrors;
}

interface Told {
  horizon: number;
  error: number;
  inside: boolean;
  naive: number;
  plain: number;
}

/** Months a series needs before it is forecast. */
const fewestMonths = 6;

/**
 * Tells each item's monthly medians up to six months ahead, from every month on that ends before a month of the test
 * file, and compares with those that came. A series is an item of one unit with ten prices and six months in the
 * training file.
 */
export function evaluateForecasts(train: readonly Bid[], test: readonly Bid[]): ForecastEvaluation {
  const known = Map.groupBy(train.filter(isComparable), ({ item }) => item);
  const later = Map.groupBy(test.filter(isComparable), ({ item }) => item);
  const first = monthOf(Math.min(...test.map(({ day }) => day)));
  const told: Told[] = [];
  const methods: Record<string, number> = {};
  let series = 0;
  let origins = 0;
  for (const [item, bids] of later) {
    const before = known.get(item) ?? [];
    const past = monthsOf(before);
    if (before.length < fewestTraining || past.length < fewestMonths) continue;
    series += 1;
    const all = monthsOf([...before, ...bids]);
    for (const origin of all.filter(({ month }) => month >= first - 1).map(({ month }) => month)) {
      const made = tellFrom(all, origin);
      if (made.told.length === 0) continue;
      origins += 1;
      methods[made.method] = (methods[made.method] ?? 0) + 1;
      told.push(...made.told);
    }
  }
  const horizons = Array.from({ length: furthest }, (_, at) => at + 1);
  return {
    series,
    origins,
    methods,
    horizons: horizons.map((horizon) =>
      errorsOf(
        horizon,
        told.filter((one) => one.horizon === horizon),
      ),
    ),
    all: errorsOf(0, told),
  };
}

function tellFrom(all: readonly MonthlyPrice[], origin: number): { method: string; told: Told[] } {
  const past = all.filter(({ month }) => month <= origin);
  const forecast = forecastPrices(past);
  const last = past.at(-1);
  if (!forecast || !last) return { method: '', told: [] };
  const year = past.filter(({ month }) => month > origin - 12);
  const plain = Math.exp(median(year.map(({ price }) => Math.log(price))));
  const told = all.flatMap(({ month, price }): Told[] => {
    const point = forecast.points.find((one) => one.month === month);
    if (!point) return [];
    return [
      {
        horizon: month - origin,
        error: Math.log(point.price / price),
        inside: price >= point.low && price <= point.high,
        naive: Math.log(last.price / price),
        plain: Math.log(plain / price),
      },
    ];
  });
  return { method: forecast.method, told };
}

function errorsOf(horizon: number, told: readonly Told[]): HorizonErrors {
  const mean = (of: (one: Told) => number) =>
    told.reduce((sum, one) => sum + of(one), 0) / told.length;
  return {
    horizon,
    forecasts: told.length,
    medianApe: median(told.map(({ error }) => Math.abs(Math.expm1(error)))),
    meanAbsLogError: mean(({ error }) => Math.abs(error)),
    coverage80: mean(({ inside }) => (inside ? 1 : 0)),
    naive: mean(({ naive }) => Math.abs(naive)),
    plain: mean(({ plain }) => Math.abs(plain)),
  };
}

/** Calendar months since 1970 (UTC). */
function monthOf(day: number): number {
  const date = new Date(day * 86_400_000);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

function monthsOf(bids: readonly Bid[]): MonthlyPrice[] {
  return [...Map.groupBy(bids, ({ day }) => monthOf(day))]
    .map(([month, ofMonth]) => ({
      month,
      price: median(ofMonth.map(({ price }) => price)),
      observations: ofMonth.length,
    }))
    .sort((a, b) => a.month - b.month);
}
