import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type CsvRecord, csvRecords } from './csv-records.ts';
import { ImportRefused } from './refused.ts';

/** Reads a text given in chunks of so many bytes. */
async function read(text: string, chunkSize = 1 << 16): Promise<CsvRecord[]> {
  const bytes = Buffer.from(text);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunkSize)
    chunks.push(bytes.subarray(at, at + chunkSize));
  return Readable.from(csvRecords(Readable.from(chunks))).toArray();
}

const openQuote = 'a quotation mark is opened and not closed on this line';

describe('csvRecords', () => {
  it('numbers records by the line they stand on, blank lines counted', async () => {
    expect(await read('a,b\n\n1,2\n\n\n3,4')).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 3, fields: ['1', '2'] },
      { line: 6, fields: ['3', '4'] },
    ]);
  });

  it.each([
    ['\n', 3],
    ['\r\n', 1],
    ['\r\n', 2],
    ['\r', 2],
  ])('takes lines that end in %j, in chunks of %i bytes', async (end, chunkSize) => {
    expect(await read(['a,b', '"x, ""y""",ü', '3,4', ''].join(end), chunkSize)).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['x, "y"', 'ü'] },
      { line: 3, fields: ['3', '4'] },
    ]);
  });

  it('takes a byte order mark for none of the header', async () => {
    expect(await read('\ufeffa,b\n')).toEqual([{ line: 1, fields: ['a', 'b'] }]);
  });

  it('takes an inch mark within a field as it stands', async () => {
    expect(await read('SIGN 0.080",1\n')).toEqual([{ line: 1, fields: ['SIGN 0.080"', '1'] }]);
  });

  it('loses one line to a quotation mark that is not closed, and not those up to the next', async () => {
    expect(await read('a,b\n"1,2\n3,4\n"5, 6",7\n8,9\n')).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, problem: openQuote },
      { line: 3, fields: ['3', '4'] },
      { line: 4, fields: ['5, 6', '7'] },
      { line: 5, fields: ['8', '9'] },
    ]);
  });

  it('reads on after a quotation mark that nothing closes before the end', async () => {
    expect(await read('a,b\n"1,2\n3,4\n5,"6\n7,8')).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, problem: openQuote },
      { line: 3, fields: ['3', '4'] },
      { line: 4, problem: openQuote },
      { line: 5, fields: ['7', '8'] },
    ]);
  });

  it('reads on after a quotation mark that nothing closes for a megabyte', async () => {
    const rows = '1,2\n'.repeat(300_000);
    const records = await read(`a,b\n"1,2\n${rows}`);
    expect(records.length).toBe(300_002);
    expect(records.at(-1)).toEqual({ line: 300_002, fields: ['1', '2'] });
  });

  it('refuses a line of more than a megabyte', async () => {
    await expect(read(`a,b\n${'x'.repeat(1_100_000)}\n`)).rejects.toThrow(ImportRefused);
    await expect(read(`{"a":"${'x'.repeat(1_100_000)}`)).rejects.toThrow(
      'starts with a line longer',
    );
  });
});
