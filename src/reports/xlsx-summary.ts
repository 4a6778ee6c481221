import type { CellValue, WriteSheet } from 'hucre';
import { factsOf, foundFacts, moversOf } from './figures.ts';
import type { ForeseenReport } from './forecasts.ts';
import { forms } from './xlsx-table.ts';

/** Movers told in the summary. */
const strongestTold = 10;

/** Where the summary tells the strongest movers: its rows, counted from 0, of a name and a change each. */
export function strongestRows(content: ForeseenReport): { first: number; count: number } {
  const facts = factsOf(content).length + foundFacts(content).length;
  return { first: facts + 4, count: Math.min(strongestTold, moversOf(content).length) };
}

/** What the report is of, the strongest movers, and how its figures came about. */
export function summarySheet(content: ForeseenReport): WriteSheet {
  const facts = [...factsOf(content), ...foundFacts(content)];
  const movers = moversOf(content).slice(0, strongestTold);
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
