import { type CellValue, cellRef, type WriteSheet } from 'hucre';

/** Formats of Excel's own; a change keeps its sign, a text is never read as a formula. */
export const forms = {
  text: '@',
  amount: '#,##0.00',
  level: '0.0',
  share: '+0.0%;-0.0%;0.0%',
  count: '#,##0',
  month: 'mmm yyyy',
  day: 'yyyy-mm-dd',
} as const;

/** A column of a table. */
export interface Column<Row> {
  name: string;
  width: number;
  form: keyof typeof forms;
  of: (row: Row) => CellValue | undefined;
}

/** A sheet of one table, the heading and the first `fixed` columns of which stay in sight. */
export function table<Row>(
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

/** A day, such as the first of a month, as Excel's date of it. */
export function dateOf(day: string): Date {
  return new Date(`${day.slice(0, 10)}T00:00:00Z`);
}
