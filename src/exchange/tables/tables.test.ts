import { deflateRawSync } from 'node:zlib';
import { writeXlsx } from 'hucre/xlsx';
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

  test('the decimal mark by the numbers', async () => {
    const mark = async (...prices: string[]) =>
      (
        await lookAtFile(
          bytesOf(`Code;Price\n${prices.map((price, at) => `A${at};${price}`).join('\n')}`),
          'x',
        )
      ).mapping.decimal_mark;
    expect(await mark('12,5', '1.000,25')).toBe(',');
    expect(await mark('12.5', '1,000.25')).toBe('.');
    expect(await mark('1,000', '2,000')).toBe('.');
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

describe('what cannot be read', () => {
  test.each([
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
