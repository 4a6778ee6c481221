import { getCharts, readXlsx } from 'hucre';
import readSheets, { readSheet } from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import { changeOf, contentOf, lineOf, monthsUntilNovember } from './content.testing.ts';
import { writeXlsx } from './xlsx.ts';

/** A workbook by its sheets' names. */
async function opened(bytes: Uint8Array) {
  const { sheets } = await readXlsx(bytes, { readStyles: true });
  return (name: string) => {
    const sheet = sheets.find((one) => one.name === name);
    if (!sheet) throw new Error(`There is no sheet ${name}.`);
    const [head = [], ...rows] = sheet.rows;
    return {
      sheet,
      rows,
      /** The cell of a row, counted from 1 under the heading, by the name of its column. */
      cell: (row: number, column: string) => sheet.cells?.get(`${row},${head.indexOf(column)}`),
    };
  };
}

describe('a report as a workbook', () => {
  test('holds numbers as numbers, months as dates and changes as shares, each in its format', async () => {
    const { cell } = (await opened(await writeXlsx(contentOf())))('Items');
    expect(cell(1, 'Newest median')).toMatchObject({
      value: 124,
      type: 'number',
      style: { numFmt: '#,##0.00' },
    });
    expect(cell(1, 'Change, 12 months')).toMatchObject({
      type: 'number',
      style: { numFmt: '+0.0%;-0.0%;0.0%' },
    });
    expect(cell(1, 'Change, 12 months')?.value).toBeCloseTo(0.24, 12);
    expect(cell(1, 'Newest month')).toMatchObject({
      value: new Date('2026-11-01T00:00:00Z'),
      type: 'date',
      style: { numFmt: 'mmm yyyy' },
    });
  });

  test('is read as the same figures by a reader that did not write it', async () => {
    const bytes = Buffer.from(await writeXlsx(contentOf()));
    expect((await readSheets(bytes)).map(({ sheet }) => sheet)).toEqual([
      ...[
        'Summary',
        'Charts',
        'Index',
        'Movers',
        'Items',
        'Changes',
        'Forecast',
        'Monthly medians',
      ],
    ]);
    const [head, first, second, third] = await readSheet(bytes, 'Monthly medians');
    expect(head?.slice(0, 5)).toEqual(['Code', 'Name', 'Unit', 'Currency', '2025-11']);
    expect(first?.slice(4)).toEqual(Array.from({ length: 13 }, (_, at) => 100 + 2 * at));
    expect(second?.[4]).toBe(300);
    // A month without prices is an empty cell, not nought.
    expect(third?.slice(4, 7)).toEqual([100, null, 104]);
    const index = await readSheet(bytes, 'Index');
    expect(index[1]).toEqual([new Date('2025-11-01T00:00:00Z'), 100, 100, 3, 3]);
  });

  test('has on every table a filter over all of it, and a heading that stays', async () => {
    const sheet = await opened(await writeXlsx(contentOf()));
    expect(sheet('Index').sheet.autoFilter?.range).toBe('A1:E14');
    expect(sheet('Movers').sheet.autoFilter?.range).toBe('A1:D14');
    expect(sheet('Items').sheet.autoFilter?.range).toBe('A1:V4');
    expect(sheet('Changes').sheet.autoFilter?.range).toBe('A1:T3');
    expect(sheet('Forecast').sheet.autoFilter?.range).toBe('A1:AB4');
    expect(sheet('Monthly medians').sheet.autoFilter?.range).toBe('A1:Q4');
    for (const name of ['Index', 'Movers', 'Items', 'Changes', 'Forecast', 'Monthly medians']) {
      expect(sheet(name).sheet.freezePane?.rows, name).toBe(1);
    }
  });

  test('holds no formula, whatever an item is called', async () => {
    const name = '=HYPERLINK("http://example.com","x")';
    const lines = [lineOf(1, [1, 2], { name, code: '+1+1', unit: '@SUM(A1)' })];
    const changes = [changeOf(1, { name, project_code: '-1+1' })];
    const bytes = await writeXlsx(contentOf({ lines, changes, scope: name }));
    const book = await readXlsx(bytes, { readStyles: true });
    const cells = book.sheets.flatMap((sheet) => [...(sheet.cells?.values() ?? [])]);
    expect(cells.filter((cell) => cell.formula !== undefined || cell.type === 'formula')).toEqual(
      [],
    );
    const { cell } = (await opened(bytes))('Items');
    expect(cell(1, 'Name')).toMatchObject({ value: name, type: 'string' });
  });

  test('says so where there are no prices', async () => {
    const empty = { base: null, currency: null, items: 0, left_out: 0, lump_sums: 0, months: [] };
    const none = contentOf({ lines: [], changes: [], months: [], index: empty });
    const sheet = await opened(await writeXlsx(none));
    expect(sheet('Charts').sheet.charts ?? []).toEqual([]);
    expect(sheet('Summary').rows).toContainEqual(expect.arrayContaining(['Period', 'no prices']));
    expect(sheet('Items').rows).toEqual([]);
  });
});

describe('the charts of a workbook', () => {
  test('stand on a sheet of their own, each over the cells that tell its figures', async () => {
    const book = await readXlsx(await writeXlsx(contentOf()));
    const charts = getCharts(book).map(({ sheetName, chart }) => ({
      sheetName,
      kinds: chart.kinds,
      series: chart.series?.map(({ name, valuesRef, categoriesRef }) => [
        ...[name, valuesRef, categoriesRef],
      ]),
    }));
    expect(charts).toEqual([
      {
        sheetName: 'Charts',
        kinds: ['line'],
        series: [
          ['Jevons', 'Index!B2:B14', 'Index!A2:A14'],
          ['Laspeyres', 'Index!C2:C14', 'Index!A2:A14'],
        ],
      },
      {
        sheetName: 'Charts',
        kinds: ['line'],
        series: [
          ['03-30-001', 'Movers!B2:B14', 'Movers!A2:A14'],
          ['03-30-002', 'Movers!C2:C14', 'Movers!A2:A14'],
          ['03-30-003', 'Movers!D2:D14', 'Movers!A2:A14'],
        ],
      },
      {
        sheetName: 'Charts',
        kinds: ['bar'],
        series: [['Change', 'Summary!B20:B22', 'Summary!A20:A22']],
      },
    ]);
    // What the bars are of: the strongest first.
    const summary = book.sheets.find(({ name }) => name === 'Summary');
    expect(summary?.rows.slice(19, 22).map(([item, change]) => [item, change])).toEqual([
      ['03-30-001 Concrete of kind 1', expect.closeTo(124 / 112 - 1, 9)],
      ['03-30-003 Concrete of kind 3', expect.closeTo(124 / 112 - 1, 9)],
      ['03-30-002 Concrete of kind 2', expect.closeTo(276 / 288 - 1, 9)],
    ]);
  });

  test('draw the six strongest movers of many items, as levels', async () => {
    const lines = Array.from({ length: 20 }, (_, n) =>
      lineOf(
        n + 1,
        monthsUntilNovember(13).map((_month, at) => 100 + n * at),
      ),
    );
    const book = await opened(await writeXlsx(contentOf({ lines })));
    const { rows } = book('Movers');
    expect(book('Charts').sheet.charts?.[1]?.series?.map(({ name }) => name)).toEqual(
      [20, 19, 18, 17, 16, 15].map((number) => `03-30-0${number}`),
    );
    expect(rows[0]?.slice(1)).toEqual([100, 100, 100, 100, 100, 100]);
    expect(rows.at(-1)?.[1]).toBeCloseTo(100 + 19 * 12, 9);
  });
});

describe('what a workbook tells beside the prices', () => {
  test('tells the changes found: their size with its range, since when, and the money at stake', async () => {
    const { cell, rows } = (await opened(await writeXlsx(contentOf())))('Changes');
    expect(rows).toHaveLength(2);
    expect(cell(1, 'Kind')?.value).toBe('level shift');
    for (const [column, value] of [
      ['Size', 0.18],
      ['Size, from', 0.11],
      ['Size, to', 0.25],
    ] as const) {
      expect(cell(1, column)).toMatchObject({
        value,
        type: 'number',
        style: { numFmt: '+0.0%;-0.0%;0.0%' },
      });
    }
    expect(cell(1, 'Since')).toMatchObject({
      value: new Date('2026-09-08T00:00:00Z'),
      type: 'date',
    });
    expect(cell(1, 'At stake')).toMatchObject({ value: 1800, style: { numFmt: '#,##0.00' } });
    expect(cell(1, 'Among')?.value).toBe('public records');
    expect(cell(2, 'Kind')?.value).toBe('outlier');
    expect(cell(2, 'Size, from')?.value ?? null).toBeNull();
  });

  test('tells what is expected of the next six months, in which range, and by which method', async () => {
    const lines = [
      lineOf(
        1,
        Array.from({ length: 13 }, () => 80),
      ),
    ];
    const { cell } = (await opened(await writeXlsx(contentOf({ lines }))))('Forecast');
    for (const month of ['2026-12', '2027-05']) {
      for (const column of [month, `${month}, from`, `${month}, to`]) {
        expect(cell(1, column), column).toMatchObject({
          value: expect.closeTo(80, 5),
          type: 'number',
          style: { numFmt: '#,##0.00' },
        });
      }
    }
    expect(cell(1, 'Method')?.value).toBe('Median of twelve months');
    expect(cell(1, 'It is')?.value).toBe('the plain method: no other did better');
  });
});
