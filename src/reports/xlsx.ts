import { type CellValue, cellRef, type WriteSheet, writeXlsx as write } from 'hucre';
import type { ReportContent } from '../contract/price-reports.ts';
import { changeSpans } from '../contract/price-trends.ts';
import { changeOver, factsOf, itemsToDraw, levelsOf, moversOf } from './figures.ts';

/** Formats of Excel's own; a change keeps its sign, a text is never read as a formula. */
const forms = {
  text: '@',
  amount: '#,##0.00',
  level: '0.0',
  share: '+0.0%;-0.0%;0.0%',
  count: '#,##0',
  month: 'mmm yyyy',
} as const;

/** A column of a table. */
interface Column<Row> {
  name: string;
  width: number;
  form: keyof typeof forms;
  of: (row: Row) => CellValue | undefined;
}

/**
 * A report as a workbook: a summary, the index and the strongest movers each with a chart of its own cells, every item with
 * its figures, and the monthly medians. Figures are numbers, months dates; tables have a filter and a heading that stays.
 */
export async function writeXlsx(content: ReportContent): Promise<Uint8Array> {
  const sheets = [
    summary(content),
    index(content),
    drawn(content),
    items(content),
    medians(content),
  ];
  const pageSetup = {
    paperSize: content.paper,
    orientation: 'landscape',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
  } as const;
  return write({
    sheets: sheets.map((sheet) => ({
      ...sheet,
      pageSetup: { ...pageSetup, ...(sheet.autoFilter && { printTitlesRow: '1:1' }) },
      headerFooter: { oddFooter: '&L&A&RPage &P of &N' },
    })),
    properties: { title: `${content.title}: ${content.scope}`, created: content.madeAt },
    defaultFont: { name: 'Calibri', size: 11 },
  });
}

/** A sheet of one table, the heading and the first `fixed` columns of which stay in sight. */
function table<Row>(
  name: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  fixed: number,
): WriteSheet {
  const cells: NonNullable<WriteSheet['cells']> = new Map();
  columns.forEach((column, at) => {
    const alignment = { horizontal: column.form === 'text' ? 'left' : 'right' } as const;
    cells.set(`0,${at}`, {
      value: column.name,
      type: 'string',
      style: { font: { bold: true }, alignment: { ...alignment, wrapText: true } },
    });
  });
  return {
    name,
    columns: columns.map(({ width, form }) => ({ width, numFmt: forms[form] })),
    rows: [
      columns.map((column) => column.name),
      ...rows.map((row) => columns.map((column) => column.of(row) ?? null)),
    ],
    cells,
    freezePane: { rows: 1, columns: fixed },
    autoFilter: { range: `A1:${cellRef(rows.length, columns.length - 1)}` },
  };
}

function summary(content: ReportContent): WriteSheet {
  const facts = factsOf(content);
  const movers = moversOf(content).slice(0, 10);
  const head: CellValue[][] = [[content.title], [], ...facts.map((fact): CellValue[] => fact), []];
  const strongest: CellValue[][] = [
    [
      `Strongest changes over ${content.over} months`,
      'Change',
      'Newest median',
      'Currency',
      'Unit',
    ],
    ...movers.map(({ line, change }) => [
      `${line.code} ${line.name}`,
      change.change,
      line.newest_median,
      line.currency,
      line.unit,
    ]),
    [],
  ];
  const rows = [
    ...head,
    ...strongest,
    ['How the figures came about'],
    ...content.notes.map((note) => [note]),
  ];
  const cells: NonNullable<WriteSheet['cells']> = new Map();
  const style = (row: number, column: number, style: object) =>
    cells.set(`${row},${column}`, { value: rows[row]?.[column] ?? null, style });
  style(0, 0, { font: { bold: true, size: 16 } });
  facts.forEach(([, value], at) => {
    const counted = typeof value === 'number' ? { numFmt: forms.count } : {};
    style(at + 2, 1, { ...counted, alignment: { horizontal: 'left' } });
  });
  for (let column = 0; column < 5; column += 1)
    style(head.length, column, { font: { bold: true } });
  movers.forEach((_, at) => {
    style(head.length + 1 + at, 1, { numFmt: forms.share });
    style(head.length + 1 + at, 2, { numFmt: forms.amount });
  });
  style(head.length + strongest.length, 0, { font: { bold: true } });
  return {
    name: 'Summary',
    columns: [{ width: 46 }, { width: 18 }, { width: 16 }, { width: 10 }, { width: 10 }],
    rows,
    cells,
    view: { showGridLines: false },
  };
}

function index({ index: { months, currency, base } }: ReportContent): WriteSheet {
  const columns: Column<(typeof months)[number]>[] = [
    { name: 'Month', width: 12, form: 'month', of: (row) => dateOf(row.month) },
    { name: 'Jevons', width: 12, form: 'level', of: (row) => row.jevons },
    { name: 'Laspeyres', width: 12, form: 'level', of: (row) => row.laspeyres },
    { name: 'Items compared', width: 16, form: 'count', of: (row) => row.matched },
    { name: 'Items seen', width: 12, form: 'count', of: (row) => row.observed },
  ];
  const sheet = table('Index', columns, months, 1);
  if (months.length === 0) return sheet;
  const based = base ? `, ${base.slice(0, 7)} = 100` : '';
  return chart(sheet, `Price index${based}${currency ? `, ${currency}` : ''}`, {
    rows: months.length,
    series: months.some((row) => row.laspeyres !== null) ? ['Jevons', 'Laspeyres'] : ['Jevons'],
    beside: columns.length,
  });
}

/** The items drawn, as levels that can share one axis. */
function drawn(content: ReportContent): WriteSheet {
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
  const sheet = table('Movers', columns, months, 1);
  if (lines.length === 0) return sheet;
  return chart(sheet, 'Median by month, the first with prices = 100', {
    rows: months.length,
    series: lines.map(({ code }) => code),
    beside: columns.length,
  });
}

function items({ lines, over }: ReportContent): WriteSheet {
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
        name: span === 1 ? 'Change, 1 month' : `Change, ${span} months`,
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
    { name: 'Median', width: 14, form: 'amount', of: (line) => line.median },
    { name: 'Weighted mean', width: 14, form: 'amount', of: (line) => line.weighted_mean },
    { name: 'Lowest', width: 14, form: 'amount', of: (line) => line.lowest },
    { name: 'Highest', width: 14, form: 'amount', of: (line) => line.highest },
    { name: 'Estimates touched', width: 11, form: 'count', of: (line) => line.touches.estimates },
    { name: 'Money touched', width: 16, form: 'amount', of: (line) => line.touches.amount },
  ];
  return table('Items', columns, lines, 2);
}

function medians({ lines, months }: ReportContent): WriteSheet {
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

/** Draws the columns after the first of a sheet's table over the first, beside the table. */
function chart(
  sheet: WriteSheet,
  title: string,
  { rows, series, beside }: { rows: number; series: readonly string[]; beside: number },
): WriteSheet {
  const column = (at: number) => `${cellRef(1, at)}:${cellRef(rows, at)}`;
  return {
    ...sheet,
    charts: [
      {
        type: 'line',
        title,
        series: series.map((name, at) => ({
          name,
          values: column(at + 1),
          categories: column(0),
        })),
        // A month without prices is no price of nothing.
        dispBlanksAs: 'span',
        legend: 'bottom',
        axes: {
          x: { numberFormat: { formatCode: forms.month } },
          y: { numberFormat: { formatCode: '0' } },
        },
        anchor: { from: { row: 1, col: beside + 1 }, to: { row: 25, col: beside + 13 } },
        altText: title,
      },
    ],
  };
}

/** The first of a month, as Excel's date of it. */
function dateOf(month: string): Date {
  return new Date(`${month}T00:00:00Z`);
}
