import { stringify } from 'csv-stringify/browser/esm/sync';
import type { PriceForecast, PriceHistory } from '../../services/types.ts';

/** The prices of the chart, oldest first, as CSV. */
export function pricesCsv(history: PriceHistory): string {
  return csv(
    [
      'date',
      'unit_price',
      'currency',
      'quantity',
      'unit',
      'project_code',
      'project',
      'region',
      'source',
    ],
    history.observations.map((seen) => [
      ...[seen.captured_at.slice(0, 10), seen.unit_price, seen.currency, seen.quantity, seen.unit],
      ...[seen.project_code, seen.project_name, seen.region, seen.source],
    ]),
  );
}

/** The months of its table, oldest first, then those to come, as CSV. */
export function monthsCsv(history: PriceHistory, forecast: PriceForecast['points']): string {
  const { currency, unit } = history;
  return csv(
    ['month', 'prices', 'lower', 'median', 'upper', 'currency', 'unit', 'kind'],
    [
      ...history.months.map(({ month, observations, lower, median, upper }) => [
        ...[month.slice(0, 7), observations, lower, median, upper, currency, unit, 'seen'],
      ]),
      ...forecast.map(({ month, low, price, high }) => [
        ...[month.slice(0, 7), null, low, price, high, currency, unit, 'expected'],
      ]),
    ],
  );
}

/** As reports are written: RFC 4180, with a mark by which Excel knows UTF-8, and no text that is taken for a formula. */
function csv(names: readonly string[], rows: readonly (readonly unknown[])[]): string {
  return stringify([names, ...rows] as unknown[][], {
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
  });
}
