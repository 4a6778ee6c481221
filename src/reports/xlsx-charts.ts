import { cellRef, type SheetChart, type WriteSheet } from 'hucre';
import { counted } from '../contract/counted.ts';
import { itemsToDraw } from './figures.ts';
import type { ForeseenReport } from './forecasts.ts';
import { strongestRows } from './xlsx-summary.ts';
import { forms } from './xlsx-table.ts';

/** Rows and columns of one of the sheet's places for a chart, two side by side. */
const place = { rows: 25, columns: 11 } as const;

/** The charts of a report on a sheet of their own, each over the cells of the sheet that tells its figures. */
export function chartsSheet(content: ForeseenReport): WriteSheet {
  const charts = [indexChart, moversChart, strongestChart].flatMap((draw) => draw(content) ?? []);
  return {
    name: 'Charts',
    columns: Array.from({ length: 2 * place.columns + 3 }, () => ({ width: 9 })),
    rows: [[charts.length > 0 ? 'Charts' : 'There are no prices to draw.']],
    cells: new Map([['0,0', { style: { font: { bold: true, size: 16 } } }]]),
    view: { showGridLines: false },
    charts: charts.map((chart, at) => {
      const row = 2 + Math.floor(at / 2) * (place.rows + 1);
      const col = 1 + (at % 2) * (place.columns + 1);
      const to = { row: row + place.rows, col: col + place.columns };
      return { ...chart, anchor: { from: { row, col }, to }, altText: chart.title ?? '' };
    }),
  };
}

type Chart = Omit<SheetChart, 'anchor'>;

function indexChart({ index: { months, base, currency } }: ForeseenReport): Chart | null {
  if (months.length === 0) return null;
  const based = base ? `, ${base.slice(0, 7)} = 100` : '';
  const isWeighted = months.some((row) => row.laspeyres !== null);
  return overMonths(`Price index${based}${currency ? `, ${currency}` : ''}`, 'Index', {
    rows: months.length,
    series: isWeighted ? ['Jevons', 'Laspeyres'] : ['Jevons'],
  });
}

function moversChart(content: ForeseenReport): Chart | null {
  const lines = itemsToDraw(content);
  if (lines.length === 0) return null;
  return overMonths('Median by month, the first with prices = 100', 'Movers', {
    rows: content.months.length,
    series: lines.map(({ code }) => code),
  });
}

/** Draws the columns after the first of a sheet's table over the months of its first. */
function overMonths(
  title: string,
  sheet: string,
  { rows, series }: { rows: number; series: readonly string[] },
): Chart {
  const column = (at: number) => `${sheet}!${cellRef(1, at)}:${cellRef(rows, at)}`;
  return {
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
  };
}

function strongestChart(content: ForeseenReport): Chart | null {
  const { first, count } = strongestRows(content);
  if (count === 0) return null;
  const column = (at: number) => `Summary!${cellRef(first, at)}:${cellRef(first + count - 1, at)}`;
  const { over } = content;
  return {
    type: 'bar',
    title: `Strongest changes over ${counted(over, 'month')}`,
    series: [{ name: 'Change', values: column(1), categories: column(0) }],
    legend: false,
    axes: {
      // The strongest on top, and names beside the plot rather than across falling bars.
      x: { reverse: true, tickLblPos: 'low' },
      y: { numberFormat: { formatCode: forms.share } },
    },
  };
}
