import { fileURLToPath } from 'node:url';
import pdfmake from 'pdfmake';
import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces';
import { counted } from '../contract/counted.ts';
import type { ReportContent } from '../contract/price-reports.ts';
import { changeSpans } from '../contract/price-trends.ts';
import {
  amount,
  changeOver,
  count,
  factsOf,
  foundFacts,
  itemsToDraw,
  levelsOf,
  type Mover,
  monthName,
  moversOf,
  share,
  strongestFirst,
} from './figures.ts';
import type { ForeseenReport } from './forecasts.ts';
import { lineChart } from './line-chart.ts';
import { changesFound, forecasts } from './pdf-outlook.ts';
import { dated, heading, named, quiet, right, table } from './pdf-table.ts';

/** Rows of a printed report; a workbook holds them all. */
const printed = { movers: 20, items: 500, medians: 60, monthsAcross: 13 } as const;

/** Points on a page of A4 between its margins, upright; on Letter there is a little more. */
const across = 515;

/** Roboto, which comes with pdfmake: Latin, Greek and Cyrillic, with figures of one width. */
const font = (name: string) =>
  fileURLToPath(import.meta.resolve(`pdfmake/fonts/Roboto/Roboto-${name}.ttf`));
const roboto = {
  normal: font('Regular'),
  bold: font('Medium'),
  italics: font('Italic'),
  bolditalics: font('MediumItalic'),
};
pdfmake.setFonts({ Roboto: roboto });
// A name from the library is never an address: nothing is fetched, and nothing read but the fonts.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path: string) => Object.values(roboto).includes(path));

/**
 * A report to be printed: what it is of, the index drawn, the strongest rises and falls, the items drawn, the changes found,
 * and tables of the items, of what is expected of them and of their months. Pages are numbered, and the heading of a table stands on each of its pages.
 */
export async function writePdf(content: ForeseenReport): Promise<Uint8Array> {
  const { title, scope, madeAt, paper } = content;
  const definition: TDocumentDefinitions = {
    info: { title: `${title}: ${scope}`, creationDate: madeAt },
    pageSize: paper === 'letter' ? 'LETTER' : 'A4',
    pageMargins: [40, 50, 40, 46],
    defaultStyle: { font: 'Roboto', fontSize: 8.5, lineHeight: 1.15 },
    header: (page) =>
      page === 1
        ? null
        : {
            text: `${title} · ${scope}`,
            color: quiet,
            fontSize: 7.5,
            margin: [40, 26, 40, 0],
            noWrap: true,
          },
    footer: (page, pages) => ({
      text: `Page ${page} of ${pages}`,
      alignment: 'right',
      color: quiet,
      fontSize: 7.5,
      margin: [40, 14, 40, 0],
    }),
    content: [
      { text: title, fontSize: 18, bold: true },
      { text: scope, fontSize: 11, color: quiet, margin: [0, 0, 0, 8] },
      facts(content),
      ...index(content),
      ...movers(content),
      ...drawn(content),
      ...changesFound(content),
      ...items(content),
      heading('How the figures came about'),
      { ul: [...content.notes], color: quiet, fontSize: 8 },
      ...forecasts(content),
      ...medians(content),
    ],
  };
  return pdfmake.createPdf(definition).getBuffer();
}

function facts(content: ForeseenReport): Content {
  const told = [...factsOf(content).slice(1), ...foundFacts(content)];
  const half = Math.ceil(told.length / 2);
  const list = (from: number, to: number): Content => ({
    layout: 'noBorders',
    table: {
      widths: ['*', 'auto'],
      body: told
        .slice(from, to)
        .map(([name, value]) => [
          { text: name, color: quiet },
          right(typeof value === 'number' ? count(value) : value),
        ]),
    },
  });
  return { columns: [list(0, half), list(half, told.length)], columnGap: 28 };
}

function index({ index: found, months }: ReportContent): Content[] {
  if (found.months.length === 0 || !found.base) {
    return [heading('Index'), { text: 'There are no prices in the period.' }];
  }
  const of = new Map(found.months.map((month) => [month.month, month]));
  const values = (kind: 'jevons' | 'laspeyres') =>
    months.map((month) => of.get(month)?.[kind] ?? null);
  const laspeyres = values('laspeyres');
  const lines = [
    { label: 'Jevons: every item counts alike', values: values('jevons') },
    ...(laspeyres.some((value) => value !== null)
      ? [{ label: 'Laspeyres: items count by what they cost', values: laspeyres }]
      : []),
  ];
  const written = (value: number) => count(Math.round(value * 10) / 10);
  return [
    heading(
      `Price index, ${monthName(found.base)} = 100${found.currency ? `, ${found.currency}` : ''}`,
    ),
    {
      svg: lineChart({ width: across, height: 190, months: months.map(monthName), lines, written }),
      width: across,
    },
  ];
}

function movers(content: ReportContent): Content[] {
  const all = moversOf(content);
  const part = (name: string, chosen: Mover[]): Content[] =>
    chosen.length === 0
      ? [
          heading(name),
          { text: `No item with at least ${content.minimum} prices in both months.`, color: quiet },
        ]
      : [moversTable(name, chosen.slice(0, printed.movers))];
  const over = `over ${counted(content.over, 'month')}`;
  return [
    ...part(
      `Strongest rises ${over}`,
      all.filter(({ change }) => change.change > 0),
    ),
    ...part(
      `Strongest falls ${over}`,
      all.filter(({ change }) => change.change < 0),
    ),
  ];
}

function moversTable(title: string, chosen: readonly Mover[]): Content {
  return table(
    title,
    ['auto', '*', 'auto', 'auto', 'auto', 'auto', 'auto', 'auto'],
    ['Code', 'Item', '<From', '<To', '<Change', '<By quantity', '<Prices', '<Money touched'],
    chosen.map(({ line, change }) => [
      line.code,
      named(line),
      dated(change.from),
      dated(change.to),
      right(share(change.change)),
      right(share(change.quantity_effect)),
      right(`${change.from.observations}, ${change.to.observations}`),
      right(line.touches.estimates === 0 ? '' : amount(line.touches.amount)),
    ]),
  );
}

function drawn(content: ReportContent): Content[] {
  const lines = itemsToDraw(content);
  if (lines.length === 0) return [];
  const levels = lines.map((line) => ({
    label: `${line.code} ${line.name}`,
    values: levelsOf(line, content.months),
  }));
  const months = content.months.map(monthName);
  const written = (value: number) => count(Math.round(value * 10) / 10);
  return [
    {
      stack: [
        heading('Median by month, the first with prices = 100'),
        {
          svg: lineChart({ width: across, height: 230, months, lines: levels, written }),
          width: across,
        },
      ],
      unbreakable: true,
    },
  ];
}

function items({ lines }: ReportContent): Content[] {
  if (lines.length === 0) return [];
  const rows = lines
    .slice(0, printed.items)
    .map((line): TableCell[] => [
      line.code,
      named(line),
      right(count(line.observations)),
      right(amount(line.newest_median)),
      ...changeSpans.map((span) => right(share(changeOver(line, span)?.change))),
      right(share(line.volatility).replace('+', '')),
    ]);
  const rest = lines.length - rows.length;
  return [
    table(
      'Items',
      ['auto', '*', 'auto', 'auto', 'auto', 'auto', 'auto', 'auto', 'auto'],
      [
        'Code',
        'Item',
        '<Prices',
        '<Newest median',
        ...changeSpans.map((span) => `<${span} mo.`),
        '<Volatility',
      ],
      rows,
    ),
    ...(rest > 0
      ? [{ text: `${count(rest)} more are in the report as Excel or CSV.`, color: quiet }]
      : []),
  ];
}

function medians(content: ReportContent): Content[] {
  const months = content.months.slice(-printed.monthsAcross);
  const lines = strongestFirst(content).slice(0, printed.medians);
  if (lines.length === 0) return [];
  return [
    { text: '', pageBreak: 'before', pageOrientation: 'landscape' },
    table(
      lines.length < content.lines.length
        ? 'Monthly medians of the strongest movers'
        : 'Monthly medians',
      ['auto', '*', ...months.map(() => 'auto')],
      ['Code', 'Item', ...months.map((month) => `<${monthName(month)}`)],
      lines.map((line) => [
        line.code,
        named(line),
        ...months.map((month) => right(amount(line.months.get(month)))),
      ]),
      7,
    ),
  ];
}
