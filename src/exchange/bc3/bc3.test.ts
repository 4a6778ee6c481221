import { describe, expect, test } from 'vitest';
import type { LibraryRecord } from '../records.ts';
import { readBc3, readBc3File } from './index.ts';

const bytesOf = (text: string, encoding: BufferEncoding = 'latin1') => Buffer.from(text, encoding);
const read = (text: string) => [...readBc3(readBc3File(bytesOf(text)), 'EUR')];
const of = <Is extends LibraryRecord['is']>(is: Is, records: LibraryRecord[]) =>
  records.filter((record): record is Extract<LibraryRecord, { is: Is }> => record.is === is);

/** As programs write it: chapters named without their mark in ~D, blanks before separators, ~M, a root. */
const budget = [
  '~V|Somebody|FIEBDC-3/2020\\25112026|Program 1.0||ANSI||2|',
  '~K|\\2\\2\\3\\2\\2\\2\\2\\EUR\\|0\\13\\6\\0\\21|',
  '~C|WORK##||The work|0|251126|0|',
  '~C|01#||Concrete|||0|',
  '~C|01.02#||Footings|||0|',
  '~C|CONC|m3 |Concrete, poured  |0|251126|0|',
  '~T|CONC|Poured from a pump,\r\ncured for a week.|',
  '~C|POUR|m3|Pouring|0|251126|0|',
  '~C|mt10|m3|Concrete C25|80.5|251126|3|',
  '~C|mo01|h|Concretor|20|251126|1|',
  '~C|mq01|h|Pump|90|251126|2|',
  '~C|%MA|%|Auxiliary means|0||0|',
  '~C|PA1|u|Lump for cleaning|500|251126|0|',
  '~D|WORK##|01\\1\\1\\|',
  '~D|01#|01.02\\1\\1\\PA1\\1\\1\\|',
  '~D|01.02#|CONC\\1\\25\\|',
  '~M|01.02#\\CONC|1\\|25||',
  '~D|CONC|mt10\\1.05\\1\\POUR\\\\1.02\\%MA\\1\\0.02\\|',
  '~D|POUR|mo01\\2\\0.25\\mq01\\1\\0.1\\|',
].join('\r\n');

describe('a BC3 file', () => {
  test('becomes headings, items with build-ups and resources, each with its line', () => {
    const records = read(budget);
    expect(of('heading', records)).toEqual([
      { is: 'heading', line: 4, level: 'division', code: '01', name: 'Concrete', parent: null },
      { is: 'heading', line: 5, level: 'section', code: '01.02', name: 'Footings', parent: '01' },
      { is: 'heading', line: 4, level: 'section', code: '01', name: 'Concrete', parent: '01' },
    ]);
    expect(of('item', records)).toEqual([
      {
        ...{ is: 'item', line: 6, code: 'CONC', name: 'Concrete, poured', unit: 'm3' },
        description: 'Poured from a pump,\ncured for a week.',
        ...{ unitPrice: null, section: '01.02', assembly: null },
      },
      // Named by no chapter: it stands where the item that uses it does.
      {
        ...{ is: 'item', line: 9, code: 'POUR', name: 'Pouring', unit: 'm3' },
        ...{ description: null, unitPrice: null, section: '01.02', assembly: null },
      },
      {
        ...{ is: 'item', line: 14, code: 'PA1', name: 'Lump for cleaning', unit: 'u' },
        ...{ description: null, unitPrice: '500', section: '01', assembly: null },
      },
    ]);
    expect(
      of('resource', records).map(({ code, kind, unit, rate, currency }) => [
        code,
        kind,
        unit,
        rate,
        currency,
      ]),
    ).toEqual([
      ['mt10', 'material', 'm3', '80.5', 'EUR'],
      ['mo01', 'labor', 'h', '20', 'EUR'],
      ['mq01', 'equipment', 'h', '90', 'EUR'],
      ['%MA', 'material', '%', '1', 'EUR'],
    ]);
  });

  test('takes factor times yield of each part, 1 where either is left out', () => {
    const lines = of('factor', read(budget)).map(({ item, kind, of: part, quantity, hours }) => [
      item,
      kind,
      part,
      quantity ?? hours,
    ]);
    expect(lines).toEqual([
      ['CONC', 'material', 'mt10', '1.05'],
      ['CONC', 'item', 'POUR', '1.02'],
      // 2 % of 1.05 × 80.5, and of 1.02 × 19: the file states no price for pouring, its lines make one.
      ['CONC', 'material', '%MA', '2.0781'],
      ['POUR', 'labor', 'mo01', '0.5'],
      ['POUR', 'equipment', 'mq01', '0.1'],
    ]);
  });

  test('says nothing of the currency of a resource whose rate it does not tell', () => {
    const records = read('~C|mt10|m3|Concrete C25|||3|\r\n~C|mt11|m3|Concrete C30|90||3|');
    expect(of('resource', records)).toMatchObject([
      { code: 'mt10', rate: null, currency: null },
      { code: 'mt11', rate: '90', currency: 'EUR' },
    ]);
  });

  test('may be filled up with zeros', () => {
    expect(read(`${budget}\r\n\0\0\u001a\0`)).toEqual(read(budget));
  });

  test('a percentage is of the lines before it whose codes begin with its mask, percentages among them', () => {
    const records = read(
      [
        '~V||FIEBDC-3/2016|||ANSI|',
        '~C|1#||One|||0|',
        '~C|A|u|Item|||0|',
        '~C|MO1|h|Labor|10||1|',
        '~C|MT1|u|Material|100||3|',
        '~C|MO%|%|Tools|||0|',
        '~C|%|%|The rest|||0|',
        '~D|1#|A\\1\\1\\|',
        '~D|A|MO1\\1\\2\\MT1\\1\\1\\MO%\\1\\0.05\\%\\1\\0.1\\|',
      ].join('\r\n'),
    );
    // 5 % of 20; 10 % of 20 + 100 + 1.
    const taken = of('factor', records).map(({ of: part, quantity }) => [part, quantity]);
    expect(taken.slice(2)).toEqual([
      ['MO%', '1'],
      ['%', '12.1'],
    ]);
    expect(of('note', records).map(({ text }) => text)).toEqual(
      Array(2).fill(
        'a percentage is kept as its amount at the file’s prices, and does not follow later rates',
      ),
    );
  });

  test('with percentages named beside each line is read by its second field', () => {
    const records = read(
      '~V||FIEBDC-3/2016|||ANSI|\r\n~C|1#||One|||0|\r\n~C|A|u|Item|||0|\r\n~C|M|u|Material|3||3|\r\n~D|1#|A\\1\\1\\|\r\n~D|A||M\\1\\2\\%MA;\\|',
    );
    expect(of('factor', records)).toMatchObject([{ of: 'M', quantity: '2' }]);
  });

  test.each([
    ['ANSI', 'ANSI', 'latin1', 'Hormigón ½'],
    ['850', '850', 'cp850', 'Hormigón ½'],
    ['no set, which means 850', '', 'cp850', 'Hormigón ½'],
    ['437', '437', 'cp437', 'Hormigón ½'],
    ['UTF-8', 'UTF-8', 'utf8', 'Hormigón ½ 漢'],
    ['UTF-8 and says ANSI', 'ANSI', 'utf8', 'Hormigón ½ 漢'],
  ])('in %s is read right', (_, said, encoding, name) => {
    const dos: Record<string, Record<string, number>> = {
      cp850: { ó: 0xa2, '½': 0xab },
      cp437: { ó: 0xa2, '½': 0xab },
    };
    const text = `~V||FIEBDC-3/2016|||${said}|\r\n~C|M|u|${name}|3||3|\r\n`;
    const page = dos[encoding];
    const bytes = page
      ? Buffer.from([...text].map((character) => page[character] ?? character.charCodeAt(0)))
      : bytesOf(text, encoding as BufferEncoding);
    expect(of('resource', [...readBc3(readBc3File(bytes), 'EUR')])[0]?.name).toBe(name);
  });
});

describe('a BC3 file of a program that keeps to the format loosely', () => {
  test('has a decimal comma taken for nothing else, and told', () => {
    const records = read(
      [
        '~C|1#||One|||0|',
        '~C|A|u|Item|||0|',
        '~C|M|u|Material|80,500||3|',
        '~D|1#|A\\1\\1\\|',
        '~D|A|M\\1\\0,250\\|',
      ].join('\r\n'),
    );
    expect(of('resource', records)).toMatchObject([{ code: 'M', rate: '80.5' }]);
    expect(of('factor', records)).toMatchObject([{ of: 'M', quantity: '0.25' }]);
    expect(of('note', records)).toEqual([
      { is: 'note', line: 5, text: 'a comma in a number is its decimal mark' },
      { is: 'note', line: 3, text: 'a comma in a number is its decimal mark' },
    ]);
  });

  test.each([
    ['as its lines come to', '20.00', '0', []],
    ['rounded', '20.01', '0', []],
    ['with the indirect costs of the file', '20.60', '3', ['adds 3 % of indirect costs']],
    ['another', '25', '0', ['is another than its lines come to; the lines count']],
    ['none', '', '0', []],
  ])('has the price beside a decomposition checked: %s', (_, price, indirect, told) => {
    const records = read(
      [
        `~K|\\2\\2\\3\\2\\2\\2\\2\\EUR\\|${indirect}\\13\\6\\0\\21|`,
        '~C|1#||One|||0|',
        `~C|A|u|Item|${price}||0|`,
        '~C|M|u|Material|10||3|',
        '~D|1#|A\\1\\1\\|',
        '~D|A|M\\1\\2\\|',
      ].join('\r\n'),
    );
    const notes = of('note', records).map(({ text }) => text);
    expect(notes).toEqual(told.map((words) => expect.stringContaining(words)));
    expect(of('factor', records)).toMatchObject([{ of: 'M', quantity: '2' }]);
  });

  test('of several prices the first is taken, and that is told', () => {
    const records = read('~C|M|u|Material|10\\12\\|010126\\010126\\|3|');
    expect(of('resource', records)).toMatchObject([{ rate: '10' }]);
    expect(of('note', records)).toMatchObject([
      { line: 1, text: 'of several prices of a concept the first is taken' },
    ]);
  });

  test('in itself, however deep, is read to its end', () => {
    const chain = Array.from({ length: 5_000 }, (_, at) => [
      `~C|I${at}|u|Item|||0|`,
      `~D|I${at}|I${at + 1}\\1\\1\\%\\1\\0.01\\|`,
    ]).flat();
    const text = ['~C|%|%|More|||0|', ...chain, '~C|I5000|u|Last|||0|', '~D|I5000|I0\\1\\1\\|'];
    expect(of('factor', read(text.join('\r\n')))).toHaveLength(10_001);
  });
});

describe('what is wrong in a BC3 file', () => {
  const head =
    '~V||FIEBDC-3/2016|||ANSI|\r\n~C|1#||One|||0|\r\n~C|A|u|Item|||0|\r\n~D|1#|A\\1\\1\\|\r\n';

  test.each([
    [
      'a price that is no number',
      `${head}~C|M|u|Material|1,003.50||3|`,
      { line: 5, field: 'price', reason: 'is no number', value: '1,003.50' },
    ],
    [
      'a code that is there twice',
      `${head}~C|A|u|Again|||0|`,
      { line: 5, field: 'code', reason: 'stands in the file already, on line 3' },
    ],
    [
      'a second decomposition of one item',
      `${head}~C|M|u|Material|3||3|\r\n~D|A|M\\1\\2\\|\r\n~D|A|M\\1\\2\\|`,
      {
        line: 7,
        code: 'A',
        reason: 'has a decomposition already, on line 6; more lines are added by ~Y',
      },
    ],
    [
      'a part that is nowhere described',
      `${head}~D|A|M\\1\\2\\|`,
      { line: 5, item: 'A', field: 'M', reason: 'is used and nowhere described (~C)' },
    ],
    [
      'a yield that is no number',
      `${head}~C|M|u|Material|3||3|\r\n~D|A|M\\1\\two\\|`,
      { line: 6, item: 'A', reason: 'has a yield that is no number', value: 'two' },
    ],
    [
      'a yield below nothing',
      `${head}~C|M|u|Material|3||3|\r\n~D|A|M\\1\\-2\\|`,
      { line: 6, item: 'A', reason: 'takes less than nothing' },
    ],
    [
      'a chapter in a build-up',
      `${head}~D|A|1\\1\\2\\|`,
      { line: 5, item: 'A', reason: 'is a chapter, and no part of a build-up' },
    ],
    [
      'a record that was cut off',
      `${head}~C|M|u|Mater`,
      { line: 5, reason: 'the last record is not closed; the file may have been cut off' },
    ],
  ])('is told by its line: %s', (_, text, problem) => {
    expect(of('unreadable', read(text))).toContainEqual(expect.objectContaining(problem));
  });

  test.each([
    ['nothing', ''],
    ['a text that is none', 'code;name\r\nA;B'],
    ['a workbook', 'PK\u0003\u0004~'],
  ])('refuses %s', (_, text) => {
    expect(() => read(text)).toThrow('The file is no FIEBDC-3 (BC3) file: it has no ~C record.');
  });

  test('refuses UTF-16', () => {
    expect(() => readBc3File(Buffer.from('\ufeff~V|', 'utf16le'))).toThrow(
      'save it as ANSI or UTF-8',
    );
  });
});
