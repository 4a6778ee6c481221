import type { ReportContent, ReportLine } from '../contract/price-reports.ts';
import {
  type ForecastMethod,
  firstDayOf,
  forecastPrices,
  furthest,
  monthNumber,
  type PriceForecast,
} from '../core/prices/index.ts';

/** What an item's monthly median is expected to be after the months of a report. */
export interface LineForecast extends Pick<PriceForecast, 'method' | 'beatsPlain' | 'origins'> {
  line: ReportLine;
  /** By the first day of its month; six months after the item's newest price there are no more. */
  points: ReadonlyMap<string, { price: number; low: number; high: number }>;
  /** From the newest median to the last month told. */
  change: number;
}

/** A report with what is expected of its items: what its writers are given. */
export interface ForeseenReport extends ReportContent {
  /** First days of the months that forecasts are for. */
  ahead: readonly string[];
  /** In the order of the lines; of an item without a price in the last six months there is none. */
  forecasts: readonly LineForecast[];
}

/** Adds the forecasts of a report's items. It tries each method on each item's past: seconds of work for thousands. */
export function foresee(content: ReportContent): ForeseenReport {
  const last = monthNumber(content.months.at(-1) ?? '');
  const ahead = content.months.length === 0 ? [] : nextMonths(last);
  return {
    ...content,
    ahead,
    forecasts: content.lines.flatMap((line) => forecastOf(line, last) ?? []),
  };
}

const nextMonths = (last: number) =>
  Array.from({ length: furthest }, (_, at) => firstDayOf(last + at + 1));

function forecastOf(line: ReportLine, last: number): LineForecast | null {
  const seen = line.past.filter(({ median }) => median > 0);
  const forecast = forecastPrices(
    seen.map(({ month, median, observations }) => ({
      month: monthNumber(month),
      price: median,
      observations,
    })),
  );
  const newest = seen.at(-1);
  const points = (forecast?.points ?? []).filter(({ month }) => month > last);
  const furthestTold = points.at(-1);
  if (!forecast || !newest || !furthestTold) return null;
  const { method, beatsPlain, origins } = forecast;
  return {
    line,
    method,
    beatsPlain,
    origins,
    points: new Map(
      points.map(({ month, price, low, high }) => [
        firstDayOf(month),
        { price: told(price), low: told(low), high: told(high) },
      ]),
    ),
    change: furthestTold.price / newest.median - 1,
  };
}

/** Digits that are told: more would be of the logarithms it was calculated by. */
const told = (price: number) => Number(price.toPrecision(9));

/** How a price is carried on, in words. */
export const methodNames: Readonly<Record<ForecastMethod, string>> = {
  median_12m: 'Median of twelve months',
  last: 'Last month’s median',
  weighted_median: 'Median weighted by age and number of prices',
  level_3m: 'Mean that forgets half in three months',
  damped_trend: 'Level with a fading trend',
};

/** Whether the method is better than the plain one, plainly said. */
export function standing({ beatsPlain, origins }: LineForecast): string {
  if (beatsPlain) return 'better than the plain method';
  return origins === 0
    ? 'the plain method: too short a past to try others'
    : 'the plain method: no other did better';
}

/** How many of a report's forecasts are by more than the plain method, in words. */
export function forecastsTold({ forecasts }: ForeseenReport): string {
  const better = forecasts.filter(({ beatsPlain }) => beatsPlain).length;
  if (forecasts.length === 0) return 'No item has a price in the last six months.';
  return better === 0
    ? 'For no item did any method do better on its past than the plain one: a forecast here says where prices lie, not where they will go.'
    : `For ${better} of ${forecasts.length} items a method did better on the past than the plain one; the others’ forecasts say where their prices lie, not where they will go.`;
}
