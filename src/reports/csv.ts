import { stringify } from 'csv-stringify/sync';
import { changeSpans } from '../contract/price-trends.ts';
import { changeOver } from './figures.ts';
import type { ForeseenReport } from './forecasts.ts';

/**
 * The items as CSV: RFC 4180, UTF-8 with a byte order mark, by which Excel knows it; figures in full with a decimal point,
 * changes as shares (0.1 is ten percent more). A text that a spreadsheet would take for a formula is led by an apostrophe.
 * After the months come what is expected of the next six and the newest change found of the item.
 */
export function writeCsv({
  lines,
  months,
  over,
  ahead,
  forecasts,
  changes,
}: ForeseenReport): Uint8Array {
  const forecastOf = new Map(forecasts.map((forecast) => [forecast.line, forecast]));
  const found = Map.groupBy(changes, (change) => change.library_item_id);
  const names = [
    ...['code', 'name', 'unit', 'currency', 'section_code', 'section', 'prices', 'left_out'],
    'lump_sum',
    ...['median', 'weighted_mean', 'lowest', 'highest', 'newest_month', 'newest_median'],
    ...changeSpans.map((span) => `change_${span}m`),
    `quantity_effect_${over}m`,
    ...['volatility', 'estimates_touched', 'money_touched'],
    ...months.map((month) => month.slice(0, 7)),
    ...['forecast_method', 'forecast_beats_plain'],
    ...ahead.flatMap((month) => parts.map((part) => `${part.name}_${month.slice(0, 7)}`)),
    ...['found_kind', 'found_size', 'found_since', 'found_state', 'found_at_stake'],
  ];
  const rows = lines.map((line) => {
    const forecast = forecastOf.get(line);
    const [change] = (found.get(line.library_item_id) ?? []).toSorted((a, b) =>
      b.found_at.localeCompare(a.found_at),
    );
    return [
      ...[line.code, line.name, line.unit, line.currency, line.section_code, line.section_name],
      ...[line.observations, line.left_out, line.is_lump_sum],
      ...[line.median, line.weighted_mean, line.lowest],
      ...[line.highest, line.newest_month.slice(0, 7), line.newest_median],
      ...changeSpans.map((span) => changeOver(line, span)?.change ?? null),
      changeOver(line, over)?.quantity_effect ?? null,
      ...[line.volatility, line.touches.estimates, line.touches.amount],
      ...months.map((month) => line.months.get(month) ?? null),
      ...[forecast?.method ?? null, forecast?.beatsPlain ?? null],
      ...ahead.flatMap((month) => parts.map(({ of }) => forecast?.points.get(month)?.[of] ?? null)),
      ...[change?.kind, change?.size, change?.since.slice(0, 10), change?.state],
      change?.touches.at_stake ?? null,
    ];
  });
  const text = stringify([names, ...rows], {
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
    cast: { boolean: String },
  });
  return new TextEncoder().encode(text);
}

/** The columns of one month ahead. */
const parts = [
  { name: 'forecast', of: 'price' },
  { name: 'forecast_low', of: 'low' },
  { name: 'forecast_high', of: 'high' },
] as const;
