import type { Content, TableCell } from 'pdfmake/interfaces';
import { amount, monthName } from './figures.ts';

/** The colour of what is said beside a figure. */
export const quiet = '#666666';

/** What a section begins with. */
export const heading = (text: string): Content => ({
  text,
  fontSize: 12,
  bold: true,
  margin: [0, 14, 0, 4],
});

/** A figure, or what stands in its place. */
export const right = (text: string): TableCell => ({ text, alignment: 'right', noWrap: true });

/** A median and its month. */
export function dated({ median, month }: { median: number; month: string }): TableCell {
  const when = { text: monthName(month), color: quiet, fontSize: 7 };
  return { stack: [amount(median), when], alignment: 'right', noWrap: true };
}

/** An item's name with the unit and currency of its figures. */
export function named({
  name,
  unit,
  currency,
}: {
  name: string;
  unit: string;
  currency: string;
}): TableCell {
  return {
    text: [
      name,
      {
        text: `  ${currency}\u00a0per\u00a0${unit.replaceAll(' ', '\u00a0')}`,
        color: quiet,
        fontSize: 7,
      },
    ],
  };
}

/** A table whose title and heading are repeated on each page; a name that begins with "<" is of figures. */
export function table(
  title: string,
  widths: string[],
  names: readonly string[],
  rows: readonly TableCell[][],
  fontSize = 8,
): Content {
  const head = names.map((name): TableCell => {
    const figures = name.startsWith('<');
    return {
      text: figures ? name.slice(1) : name,
      bold: true,
      alignment: figures ? 'right' : 'left',
    };
  });
  const over: TableCell = { text: title, fontSize: 12, bold: true, colSpan: names.length };
  return {
    fontSize,
    margin: [0, 12, 0, 0],
    layout: {
      hLineWidth: (line) => (line === 0 ? 0 : line === 2 ? 0.8 : 0.3),
      hLineColor: (line) => (line === 2 ? '#333333' : '#d5d5d5'),
      vLineWidth: () => 0,
      paddingTop: () => 2.5,
      paddingBottom: () => 2,
      paddingLeft: (column) => (column === 0 ? 0 : 3),
      paddingRight: () => 3,
    },
    table: {
      headerRows: 2,
      keepWithHeaderRows: 1,
      dontBreakRows: true,
      widths,
      body: [[over, ...names.slice(1).map(() => ({}))], head, ...rows],
    },
  };
}
