import { deflateRawSync } from 'node:zlib';
import { type CellValue, type WriteSheet, writeXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import type { FileMapping } from '../../contract/library-files.ts';
import { lookAtFile, readLibraryFile } from '../index.ts';
import type { LibraryRecord } from '../records.ts';

const bytesOf = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding);

/** What a file says, by the mapping that is guessed for it or a person's. */
async function read(
  bytes: Uint8Array,
  correct: (mapping: FileMapping) => FileMapping = (mapping) => mapping,
) {
  const { format, mapping } = await lookAtFile(bytes, 'file');
  const records: LibraryRecord[] = [];
  for await (const { record } of readLibraryFile(bytes, format, correct(mapping)))
    records.push(record);
  return records;
}

test.each(['\n', '\r\n'])(
  'a row of a CSV file is told of by the line it begins on, whatever stands empty above it (%j)',
  async (end) => {
    const lines = ['', 'Code,Name,Unit', '', '', 'A1,"two', '', 'lines",m', '', 'A2,,m', '', ''];
    const records = await read(bytesOf(lines.join(end)));
    expect(records.map(({ line }) => line)).toEqual([5, 9]);
  },
);

describe('columns are guessed by their names', () => {
  test('whatever their order, case, language and punctuation, titles above them', async () => {
    const csv =
      'Price list 2026;;;\n;;;\nUD.;Código;RESUMEN;Precio;Capítulo\nm3;A1;Concrete;1.234,50;01\n';
    const { mapping, sheets } = await lookAtFile(bytesOf(csv), 'prices.csv');
    expect(mapping.sheets).toEqual([
      {
        sheet: '',
        table: 'items',
        header_line: 3,
        columns: { unit: 0, code: 1, name: 2, unit_price: 3, section_code: 4 },
      },
    ]);
    expect(sheets[0]?.rows).toEqual([['m3', 'A1', 'Concrete', '1.234,50', '01']]);
    expect(await read(bytesOf(csv), (guess) => ({ ...guess, decimal_mark: ',' }))).toContainEqual(
      expect.objectContaining({
        is: 'item',
        line: 4,
        code: 'A1',
        unit: 'm3',
        unitPrice: '1234.5',
        section: '01',
      }),
    );
  });

  test.each([
    [',', ';', ['12,5', '1.000,25']],
    ['.', ';', ['12.5', '1,000.25']],
    [',', '\t', ['12,50 €', '7']],
    [',', '\t', ['0,125']],
    ['.', '\t', ['0.125']],
    [',', '\t', ['1.234.567']],
    ['.', '\t', ['1,234,567']],
    // Whole thousands, or three places? Where the comma is the decimal mark, spreadsheets separate by semicolons.
    [',', ';', ['1.234']],
    ['.', '\t', ['1.234']],
  ])('the decimal mark %j, separated by %j, by %j', async (mark, separator, prices) => {
    // Codes say nothing of it, whatever stands in them.
    const lines = prices.map((price, at) => [`01.0${at}`, price].join(separator));
    const csv = [['Code', 'Price'].join(separator), ...lines].join('\n');
    expect((await lookAtFile(bytesOf(csv), 'x')).mapping.decimal_mark).toBe(mark);
  });

  test.each([
    [
      'semicolons, with more commas in names',
      'Code;Name;Price\nA;"1, 2";1,5\nB;3, 4, 5, 6, 7;2,5\n',
    ],
    ['what the first line names', 'sep=|\nCode|Name|Price\nB|3, 4, 5, 6, 7|2,5\n'],
    ['tabs, with inches', 'Code\tName\tPrice\nA\t3" pipe, 4" bend\t1,5\nB\t3, 4, 5, 6, 7\t2,5\n'],
  ])('the separator: %s', async (_, csv) => {
    expect(await read(bytesOf(csv), (guess) => ({ ...guess, decimal_mark: ',' }))).toContainEqual(
      expect.objectContaining({ is: 'item', code: 'B', name: '3, 4, 5, 6, 7', unitPrice: '2.5' }),
    );
  });

  test('one column for a heading, by whatever name, has its codes', async () => {
    const [heading, item] = await read(bytesOf('Code,Name,Section\nA1,Wall,Masonry\n'));
    expect(heading).toMatchObject({ is: 'heading', level: 'section', code: 'Masonry', name: null });
    expect(item).toMatchObject({ is: 'item', section: 'Masonry' });
  });

  test('names in two rows, as merged cells make them: the values begin below', async () => {
    const csv = 'Code,Name,Unit price\nCode,Name,Unit price\nA1,Wall,12\n';
    expect((await lookAtFile(bytesOf(csv), 'x')).mapping.sheets[0]?.header_line).toBe(2);
  });

  test('a sheet that is none of the tables is left out until somebody says what it is', async () => {
    const workbook = await writeXlsx({
      sheets: [
        { name: 'Cover', rows: [['Price book'], ['by us']] },
        {
          name: 'Items',
          rows: [
            ['Code', 'Name', 'Unit', 'Section'],
            ['A1', 'Concrete', 'm3', '01'],
          ],
        },
        {
          name: 'Resources',
          rows: [
            ['Code', 'Name', 'Type', 'UoM', 'Hourly rate'],
            ['L1', 'Mason', 'Labour', 'h', 32.5],
          ],
        },
        {
          name: 'Recipes',
          rows: [
            ['Item code', 'Resource code', 'Qty', 'Waste %'],
            ['A1', 'M1', 1.05, 3],
          ],
        },
      ],
    });
    const { mapping } = await lookAtFile(workbook, 'book.xlsx');
    expect(mapping.sheets.map(({ sheet, table }) => [sheet, table])).toEqual([
      ['Cover', null],
      ['Items', 'items'],
      ['Resources', 'resources'],
      ['Recipes', 'build-ups'],
    ]);
    const records = await read(workbook);
    expect(records).toContainEqual(
      expect.objectContaining({
        is: 'resource',
        line: 2,
        code: 'L1',
        kind: 'labor',
        rate: '32.5',
        currency: 'USD',
      }),
    );
    expect(records).toContainEqual(
      expect.objectContaining({
        is: 'factor',
        line: 2,
        item: 'A1',
        of: 'M1',
        quantity: '1.05',
        wastage: '3',
      }),
    );
  });
});

describe('a workbook', () => {
  /** A sheet of build-ups, with formats and formulas in some cells. */
  const recipes = (
    rows: CellValue[][],
    beside: Pick<WriteSheet, 'cells' | 'merges'> = {},
  ): Promise<Uint8Array> =>
    writeXlsx({
      sheets: [
        {
          name: 'Recipes',
          rows: [['Item code', 'Code', 'Quantity', 'Wastage %'], ...rows],
          ...beside,
        },
      ],
    });
  const factor = (expected: Record<string, unknown>) =>
    expect.objectContaining({ is: 'factor', ...expected });

  test('has a merged cell count for each of its rows, and says so', async () => {
    const book = await recipes(
      [
        ['W1', 'M1', 1],
        [null, 'M2', 2],
        [null, null, null],
        ['W2', 'M1', 3],
      ],
      { merges: [{ startRow: 1, startCol: 0, endRow: 3, endCol: 0 }] },
    );
    const records = await read(book);
    expect(records.filter(({ is }) => is === 'factor')).toEqual([
      factor({ line: 2, item: 'W1', of: 'M1' }),
      factor({ line: 3, item: 'W1', of: 'M2' }),
      factor({ line: 5, item: 'W2', of: 'M1' }),
    ]);
    expect(records).toContainEqual({
      is: 'note',
      line: 3,
      text: 'a merged cell counts for each of its rows',
    });
  });

  test('has percentages read as what they show', async () => {
    const cells = new Map([['1,3', { style: { numFmt: '0.0%' } }]]);
    const book = await recipes(
      [
        ['W1', 'M1', 1, 0.075],
        ['W1', 'M2', 1, '5 %'],
        ['W1', 'M3', 1, 5],
      ],
      { cells },
    );
    expect(await read(book)).toEqual([
      factor({ of: 'M1', wastage: '7.5' }),
      factor({ of: 'M2', wastage: '5' }),
      factor({ of: 'M3', wastage: '5' }),
    ]);
  });

  test('has codes as they are shown, and numbers of 15 digits', async () => {
    const cells = new Map([
      ['1,0', { style: { numFmt: '00.00' } }],
      ['1,2', { style: { numFmt: '0.00' } }],
    ]);
    const book = await recipes([[1.1, 42, 0.1 + 0.2]], { cells });
    expect(await read(book)).toEqual([factor({ item: '01.10', of: '42', quantity: '0.3' })]);
  });

  test('has a formula that was never calculated told, and one that failed', async () => {
    const cells = new Map([['1,2', { formula: 'B2*2' }]]);
    const book = await recipes(
      [
        ['W1', 'M1', null],
        ['W1', '#N/A', 1],
      ],
      { cells },
    );
    expect(await read(book)).toEqual([
      expect.objectContaining({
        ...{ is: 'unreadable', line: 2, field: 'Quantity', item: 'W1', value: '=B2*2' },
        reason: 'is a formula without a value: open the file in a spreadsheet, and save it again',
      }),
      expect.objectContaining({
        ...{ is: 'unreadable', line: 3, field: 'Code', item: 'W1', value: '#N/A' },
        reason: 'is an error of the spreadsheet: mend its formula, and save it again',
      }),
    ]);
  });

  test('has its decimal mark told by texts alone, since its numbers have none', async () => {
    const book = await recipes([
      ['W1', 'M1', 1.25],
      ['W1', 'M2', 2.75],
      ['W1', 'M3', '1.234,50'],
    ]);
    expect(await read(book)).toEqual([
      factor({ quantity: '1.25' }),
      factor({ quantity: '2.75' }),
      factor({ quantity: '1234.5' }),
    ]);
  });
});

test('a factor is also a percentage, an amount is not', async () => {
  const csv =
    'Item code,Code,Hours,Productivity,Utilization\nA,L,1,80%,\nA,E,1,,62.5%\nA,E,10%,,\n';
  const records = await read(bytesOf(csv));
  expect(records.slice(0, 2)).toEqual([
    expect.objectContaining({ productivity: '0.8' }),
    expect.objectContaining({ utilization: '0.625' }),
  ]);
  expect(records[2]).toMatchObject({ is: 'unreadable', field: 'Hours', value: '10%' });
});

test('a number that means something else with the other decimal mark is told, where no other tells the mark', async () => {
  const notes = async (csv: string) => (await read(bytesOf(csv))).filter(({ is }) => is === 'note');
  expect(await notes('Code;Price\nA1;1.234\nA2;12\n')).toEqual([
    {
      ...{ is: 'note', line: 2 },
      text: 'a number that depends on the decimal mark, which no other tells: 1.234 is a thousand',
    },
  ]);
  expect(await notes('Code;Price\nA1;1.234\nA2;12,5\n')).toEqual([]);
});

describe('what cannot be read', () => {
  test.each([
    [
      'Code,Name,Rate,Kind\nM1,Sand,"12,5",material\nM2,Sand,12.5,material\nM2,Sand,1.5,material',
      {
        ...{ line: 2, code: 'M1', field: 'Rate', value: '12,5' },
        reason:
          'has a decimal comma: choose that as the decimal mark of the file, or write it as 1234.50',
      },
    ],
    [
      'Code,Name,Rate,Kind\nM1,Sand,twelve,material',
      { line: 2, code: 'M1', field: 'Rate', reason: 'is no number', value: 'twelve' },
    ],
    [
      'Code,Name,Rate,Kind\nM1,Sand,-1,material',
      { line: 2, code: 'M1', field: 'Rate', reason: 'is below zero', value: '-1' },
    ],
    [
      'Code,Name,Rate,Kind\nM1,Sand,1,stuff',
      {
        line: 2,
        code: 'M1',
        field: 'Kind',
        reason: 'is none of material, labor, equipment',
        value: 'stuff',
      },
    ],
    [
      'Code,Name,Rate,Kind\n,Sand,1,material',
      { line: 2, field: 'Code', reason: 'is missing', value: '' },
    ],
    [
      'Item code,Code,Quantity\n\nA1,"M\n1",1\nA1,M2,much',
      { line: 5, field: 'Quantity', reason: 'is no number', value: 'much', item: 'A1' },
    ],
  ])('of a row is told by its line, and its code where it has one: %j', async (csv, problem) => {
    expect(await read(bytesOf(csv))).toContainEqual({ is: 'unreadable', ...problem });
  });

  test.each([
    ['nothing', Buffer.alloc(0), 'The file is empty.'],
    ['blank lines', bytesOf('\n\n \n'), 'The file has no rows.'],
    ['binary data', Buffer.from([1, 0, 2, 0, 3]), 'The file is binary data, not a CSV text.'],
    [
      'a quotation mark that is never closed',
      bytesOf('Code,Name\nA1,"Sand\nA2,Gravel\n'),
      'a quotation mark that is opened after line 1 is never closed',
    ],
    [
      'an old workbook',
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1]),
      'save it as .xlsx without a password',
    ],
    [
      'bids of contracts',
      bytesOf(
        'contract_id,letting_date,pay_item,description,unit,unit_price\nB1,2022-08-10,105-1,Pipe,L.F.,20',
      ),
      'The file holds bids of contracts, not a library',
    ],
    ['a PDF', bytesOf('%PDF-1.7'), 'The file is a PDF; give CSV, Excel or BC3.'],
    ['gzip', Buffer.from([0x1f, 0x8b, 8]), 'The file is compressed; unpack it first.'],
    ['a ZIP that is no workbook', zipOf('a.txt', Buffer.from('hello')), 'no Excel workbook'],
    [
      'half a ZIP',
      zipOf('a.txt', Buffer.from('hello')).subarray(0, 30),
      'no Excel workbook (.xlsx), or it was cut off',
    ],
  ])('is refused: %s', async (_, bytes, sentence) => {
    await expect(read(bytes)).rejects.toThrow(sentence);
  });

  test('a workbook that unpacks to gigabytes is refused before it does', async () => {
    // 300 MB of blanks are 300 kB.
    const bomb = zipOf('xl/workbook.xml', Buffer.alloc(300 * 1024 * 1024, 0x20));
    expect(bomb.length).toBeLessThan(1_000_000);
    await expect(read(bomb)).rejects.toThrow('unpacks to more than 256 MB');
    // One that says it is small, or says nothing, is not believed.
    await expect(
      read(zipOf('xl/workbook.xml', Buffer.alloc(50_000_000, 0x20), 1000)),
    ).rejects.toThrow('damaged');
    await expect(read(zipOf('xl/workbook.xml', Buffer.alloc(50_000_000, 0x20), 0))).rejects.toThrow(
      'unpacks to more than 256 MB',
    );
  });
});

test.each([
  ['UTF-8', bytesOf('Code,Name\nA1,Señal ½')],
  ['UTF-8 with its mark', bytesOf('\ufeffCode,Name\nA1,Señal ½')],
  ['UTF-16', bytesOf('\ufeffCode,Name\nA1,Señal ½', 'utf16le')],
  ['what Windows writes', bytesOf('Code,Name\nA1,Señal ½', 'latin1')],
])('text in %s is read right', async (_, bytes) => {
  expect(await read(bytes)).toContainEqual(
    expect.objectContaining({ code: 'A1', name: 'Señal ½' }),
  );
});

/** A ZIP archive of one entry, which says of itself whatever it is told to. */
function zipOf(name: string, content: Buffer, said = content.length): Buffer {
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(said, 22);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50);
  entry.writeUInt16LE(20, 6);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(said, 24);
  entry.writeUInt16LE(name.length, 28);
  const start = local.length + name.length + packed.length;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(start, 16);
  return Buffer.concat([local, Buffer.from(name), packed, entry, Buffer.from(name), end]);
}
