import type { Content, TableCell } from 'pdfmake/interfaces';
import type { ReportContent } from '../contract/price-reports.ts';
import { amount, count, dayName, kindNames, monthName, share, strongestFirst } from './figures.ts';
import { type ForeseenReport, forecastsTold, type LineForecast, methodNames } from './forecasts.ts';
import { dated, heading, named, quiet, right, table } from './pdf-table.ts';

/** Rows of a printed report; a workbook holds them all. */
const printed = { changes: 40, forecasts: 60 } as const;

/** The level shifts and outliers found, those that touch most money first. */
export function changesFound({ changes, moreChanges }: ReportContent): Content[] {
  if (changes.length === 0) {
    return [
      heading('Changes found'),
      { text: 'No shift of a level and no outlier was found in these months.', color: quiet },
    ];
  }
  const rows = changes.slice(0, printed.changes).map((one): TableCell[] => [
    one.code,
    named(one),
    { stack: [kindNames[one.kind], ...(one.state === 'open' ? [] : [beside(one.state)])] },
    {
      stack: [
        share(one.size),
        ...(one.low === null ? [] : [range(share(one.low), share(one.high))]),
      ],
      alignment: 'right',
      noWrap: true,
    },
    right(dayName(one.since)),
    right(amount(one.price)),
    right(one.touches.estimates === 0 ? '' : count(one.touches.estimates)),
    right(one.touches.estimates === 0 ? '' : amount(one.touches.at_stake)),
  ]);
  const rest = changes.length - rows.length;
  return [
    table(
      'Changes found',
      ['auto', '*', 'auto', 'auto', 'auto', 'auto', 'auto', 'auto'],
      ['Code', 'Item', 'Kind', '<Size', '<Since', '<Price', '<Estimates', '<At stake'],
      rows,
    ),
    ...(rest > 0
      ? [
          {
            text: `${count(rest)}${moreChanges ? ' and more' : ''} are in the report as Excel.`,
            color: quiet,
          },
        ]
      : []),
  ];
}

/** What is expected of the strongest movers and others, with its range and method; on wide pages. */
export function forecasts(content: ForeseenReport): Content[] {
  const of = new Map(content.forecasts.map((forecast) => [forecast.line, forecast]));
  const told = strongestFirst(content)
    .flatMap((line) => of.get(line) ?? [])
    .slice(0, printed.forecasts);
  if (told.length === 0) return [heading('Forecast'), { text: forecastsTold(content) }];
  const rest = content.forecasts.length - told.length;
  return [
    { text: '', pageBreak: 'before', pageOrientation: 'landscape' },
    table(
      'Forecast of the monthly median, and the range of four of five',
      ['auto', '*', 'auto', ...content.ahead.map(() => 'auto'), 'auto'],
      [
        'Code',
        'Item',
        '<Newest',
        ...content.ahead.map((month) => `<${monthName(month)}`),
        'Method',
      ],
      told.map((forecast) => row(forecast, content.ahead)),
      7,
    ),
    {
      text: [
        forecastsTold(content),
        ...(rest > 0 ? [` ${count(rest)} more are in the report as Excel or CSV.`] : []),
      ],
      color: quiet,
      margin: [0, 4, 0, 0],
    },
  ];
}

function row({ line, points, method, beatsPlain }: LineForecast, ahead: readonly string[]) {
  return [
    line.code,
    named(line),
    dated({ median: line.newest_median, month: line.newest_month }),
    ...ahead.map((month): TableCell => {
      const point = points.get(month);
      if (!point) return '';
      return {
        stack: [amount(point.price), range(amount(point.low), amount(point.high))],
        alignment: 'right',
        noWrap: true,
      };
    }),
    {
      stack: [
        methodNames[method],
        beside(beatsPlain ? 'better than the plain' : 'the plain method'),
      ],
    },
  ] satisfies TableCell[];
}

const beside = (text: string): Content => ({ text, color: quiet, fontSize: 6 });
const range = (low: string, high: string) => beside(`${low} to ${high}`);
