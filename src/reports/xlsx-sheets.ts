import type { WriteSheet } from 'hucre';
import { counted } from '../contract/counted.ts';
import type { ReportContent } from '../contract/price-reports.ts';
import { changeSpans } from '../contract/price-trends.ts';
import { changeOver, itemsToDraw, kindNames, levelsOf } from './figures.ts';
import { type ForeseenReport, methodNames, standing } from './forecasts.ts';
import { type Column, dateOf, table } from './xlsx-table.ts';

/** The index, a row a month. */
export function indexSheet({ index: { months } }: ReportContent): WriteSheet {
  const columns: Column<(typeof months)[number]>[] = [
    { name: 'Month', width: 12, form: 'month', of: (row) => dateOf(row.month) },
    { name: 'Jevons', width: 12, form: 'level', of: (row) => row.jevons },
    { name: 'Laspeyres', width: 12, form: 'level', of: (row) => row.laspeyres },
    { name: 'Items compared', width: 16, form: 'count', of: (row) => row.matched },
    { name: 'Items seen', width: 12, form: 'count', of: (row) => row.observed },
  ];
  return table('Index', columns, months, 1);
}

/** The items drawn, as levels that can share one axis. */
export function moversSheet(content: ReportContent): WriteSheet {
  const lines = itemsToDraw(content);
  const levels = lines.map((line) => levelsOf(line, content.months));
  const columns: Column<number>[] = [
    { name: 'Month', width: 12, form: 'month', of: (at) => dateOf(content.months[at] ?? '') },
    ...lines.map(
      (line, item): Column<number> => ({
        name: `${line.code} ${line.name}`,
        width: 18,
        form: 'level',
        of: (at) => levels[item]?.[at],
      }),
    ),
  ];
  const months = content.months.map((_, at) => at);
  return table('Movers', columns, months, 1);
}

/** Every item with its figures. */
export function itemsSheet({ lines, over }: ReportContent): WriteSheet {
  const columns: Column<(typeof lines)[number]>[] = [
    { name: 'Code', width: 14, form: 'text', of: (line) => line.code },
    { name: 'Name', width: 44, form: 'text', of: (line) => line.name },
    { name: 'Section', width: 28, form: 'text', of: (line) => line.section_name },
    { name: 'Unit', width: 8, form: 'text', of: (line) => line.unit },
    { name: 'Currency', width: 10, form: 'text', of: (line) => line.currency },
    { name: 'Newest month', width: 12, form: 'month', of: (line) => dateOf(line.newest_month) },
    { name: 'Newest median', width: 14, form: 'amount', of: (line) => line.newest_median },
    ...changeSpans.map(
      (span): Column<(typeof lines)[number]> => ({
        name: `Change, ${counted(span, 'month')}`,
        width: 12,
        form: 'share',
        of: (line) => changeOver(line, span)?.change,
      }),
    ),
    {
      name: `Of the change over ${over}, by quantity`,
      width: 14,
      form: 'share',
      of: (line) => changeOver(line, over)?.quantity_effect,
    },
    { name: 'Volatility', width: 11, form: 'share', of: (line) => line.volatility },
    { name: 'Prices', width: 9, form: 'count', of: (line) => line.observations },
    { name: 'Left out', width: 9, form: 'count', of: (line) => line.left_out },
    { name: 'Lump sum', width: 9, form: 'text', of: (line) => (line.is_lump_sum ? 'yes' : '') },
    { name: 'Median', width: 14, form: 'amount', of: (line) => line.median },
    { name: 'Weighted mean', width: 14, form: 'amount', of: (line) => line.weighted_mean },
    { name: 'Lowest', width: 14, form: 'amount', of: (line) => line.lowest },
    { name: 'Highest', width: 14, form: 'amount', of: (line) => line.highest },
    { name: 'Estimates touched', width: 11, form: 'count', of: (line) => line.touches.estimates },
    { name: 'Money touched', width: 16, form: 'amount', of: (line) => line.touches.amount },
  ];
  return table('Items', columns, lines, 2);
}

/** What is expected of each item in the six months after the report's, and by which method. */
export function forecastsSheet({ forecasts: told, ahead }: ForeseenReport): WriteSheet {
  const columns: Column<(typeof told)[number]>[] = [
    { name: 'Code', width: 14, form: 'text', of: ({ line }) => line.code },
    { name: 'Name', width: 44, form: 'text', of: ({ line }) => line.name },
    { name: 'Unit', width: 8, form: 'text', of: ({ line }) => line.unit },
    { name: 'Currency', width: 10, form: 'text', of: ({ line }) => line.currency },
    { name: 'Newest month', width: 12, form: 'month', of: ({ line }) => dateOf(line.newest_month) },
    { name: 'Newest median', width: 14, form: 'amount', of: ({ line }) => line.newest_median },
    ...ahead.flatMap((month): Column<(typeof told)[number]>[] => {
      const name = month.slice(0, 7);
      const at = { width: 13, form: 'amount' } as const;
      return [
        { name, ...at, of: ({ points }) => points.get(month)?.price },
        { name: `${name}, from`, ...at, of: ({ points }) => points.get(month)?.low },
        { name: `${name}, to`, ...at, of: ({ points }) => points.get(month)?.high },
      ];
    }),
    { name: 'Change to the last', width: 12, form: 'share', of: ({ change }) => change },
    { name: 'Method', width: 38, form: 'text', of: ({ method }) => methodNames[method] },
    { name: 'It is', width: 44, form: 'text', of: standing },
    { name: 'Months tried', width: 9, form: 'count', of: ({ origins }) => origins },
  ];
  return table('Forecast', columns, told, 2);
}

/** Level shifts and outliers with what they touch, a row each. */
export function changesSheet({ changes: found }: ReportContent): WriteSheet {
  const columns: Column<(typeof found)[number]>[] = [
    { name: 'Code', width: 14, form: 'text', of: (one) => one.code },
    { name: 'Name', width: 44, form: 'text', of: (one) => one.name },
    { name: 'Section', width: 28, form: 'text', of: (one) => one.section_name },
    { name: 'Kind', width: 12, form: 'text', of: (one) => kindNames[one.kind] },
    { name: 'Size', width: 10, form: 'share', of: (one) => one.size },
    { name: 'Size, from', width: 10, form: 'share', of: (one) => one.low },
    { name: 'Size, to', width: 10, form: 'share', of: (one) => one.high },
    { name: 'Since', width: 12, form: 'day', of: (one) => dateOf(one.since) },
    { name: 'Told by', width: 12, form: 'day', of: (one) => dateOf(one.found_at) },
    { name: 'Price', width: 14, form: 'amount', of: (one) => one.price },
    { name: 'Currency', width: 10, form: 'text', of: (one) => one.currency },
    { name: 'Unit', width: 8, form: 'text', of: (one) => one.unit },
    { name: 'At stake', width: 16, form: 'amount', of: (one) => one.touches.at_stake },
    { name: 'Money touched', width: 16, form: 'amount', of: (one) => one.touches.amount },
    { name: 'Estimates touched', width: 11, form: 'count', of: (one) => one.touches.estimates },
    { name: 'Strength', width: 10, form: 'level', of: (one) => one.strength },
    { name: 'Prices before', width: 9, form: 'count', of: (one) => one.prices_before },
    { name: 'Prices since', width: 9, form: 'count', of: (one) => one.prices_after },
    { name: 'Among', width: 18, form: 'text', of: (one) => one.project_code ?? 'public records' },
    { name: 'State', width: 10, form: 'text', of: (one) => one.state },
  ];
  return table('Changes', columns, found, 2);
}

/** The median of every item in every month. */
export function mediansSheet({ lines, months }: ReportContent): WriteSheet {
  const columns: Column<(typeof lines)[number]>[] = [
    { name: 'Code', width: 14, form: 'text', of: (line) => line.code },
    { name: 'Name', width: 44, form: 'text', of: (line) => line.name },
    { name: 'Unit', width: 8, form: 'text', of: (line) => line.unit },
    { name: 'Currency', width: 10, form: 'text', of: (line) => line.currency },
    ...months.map(
      (month): Column<(typeof lines)[number]> => ({
        name: month.slice(0, 7),
        width: 12,
        form: 'amount',
        of: (line) => line.months.get(month),
      }),
    ),
  ];
  return table('Monthly medians', columns, lines, 2);
}
