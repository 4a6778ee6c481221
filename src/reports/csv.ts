import { stringify } from 'csv-stringify/sync';
import type { ReportContent } from '../contract/price-reports.ts';
import { changeSpans } from '../contract/price-trends.ts';
import { changeOver } from './figures.ts';

/**
 * The items as CSV: RFC 4180, UTF-8 with a byte order mark, by which Excel knows it; figures in full with a decimal point,
 * changes as shares (0.1 is ten percent more). A text that a spreadsheet would take for a formula is led by an apostrophe.
 */
export function writeCsv({ lines, months, over }: ReportContent): Uint8Array {
  const names = [
    ...['code', 'name', 'unit', 'currency', 'section_code', 'section', 'prices', 'left_out'],
    ...['median', 'weighted_mean', 'lowest', 'highest', 'newest_month', 'newest_median'],
    ...changeSpans.map((span) => `change_${span}m`),
    `quantity_effect_${over}m`,
    ...['volatility', 'estimates_touched', 'money_touched'],
    ...months.map((month) => month.slice(0, 7)),
  ];
  const rows = lines.map((line) => [
    ...[line.code, line.name, line.unit, line.currency, line.section_code, line.section_name],
    ...[line.observations, line.left_out, line.median, line.weighted_mean, line.lowest],
    ...[line.highest, line.newest_month.slice(0, 7), line.newest_median],
    ...changeSpans.map((span) => changeOver(line, span)?.change ?? null),
    changeOver(line, over)?.quantity_effect ?? null,
    ...[line.volatility, line.touches.estimates, line.touches.amount],
    ...months.map((month) => line.months.get(month) ?? null),
  ]);
  const text = stringify([names, ...rows], {
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
  });
  return new TextEncoder().encode(text);
}
