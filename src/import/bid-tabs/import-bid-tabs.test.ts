import { createReadStream, existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { ImportRefused } from '../refused.ts';
import { importBidTabs } from './import-bid-tabs.ts';
import { bridge, header, importerForTests, road } from './importer.testing.ts';

const { connect, counts, importFile, importText } = importerForTests();

it('changes nothing the second time, gzipped or plain', async () => {
  const lines = [header, `${bridge},703-06028,BARS,1,LBS,2`, `${road},203-02000,FILL,1,C.Y.,2`];
  await importText(lines);
  const before = await counts();
  const file = Readable.from([gzipSync(lines.join('\r\n'))]);
  expect(await importFile(file)).toMatchObject({
    rows: { read: 2, imported: 0, alreadyThere: 2 },
    contracts: { imported: 0, alreadyThere: 2 },
    items: { read: 2, added: 0, alreadyThere: 2 },
    prices: 0,
  });
  expect(await counts()).toEqual(before);
});

it('adds the new contracts of a longer file, and their new items', async () => {
  const lines = [header, `${bridge},703-06028,BARS,1,LBS,2`];
  await importText(lines);
  const more = [`${road},703-06028,BARS,1,LBS,3`, `${road},203-02000,FILL,1,C.Y.,2`];
  expect(await importText([...lines, ...more])).toMatchObject({
    contracts: { read: 2, imported: 1, alreadyThere: 1 },
    items: { read: 2, added: 1, alreadyThere: 1 },
    prices: 2,
  });
});

it('reports bad rows with line, field and reason, and imports the rest', async () => {
  const report = await importText([
    header,
    `${bridge},703-06028,BARS,1,LBS,2`,
    `${bridge},703-06029,BARS,-1,LBS,2`,
    '',
    `${bridge},703-06030,"BARS,1,LBS,2`,
    `${bridge},703-06031`,
    `${bridge.replace('2024-03-13', '2024-03-14')},703-06032,BARS,1,LBS,2`,
    `${bridge},703-06033,"BARS",1,LBS,2`,
  ]);
  expect(report.rows).toEqual({ read: 6, imported: 2, alreadyThere: 0, rejected: 4 });
  expect(report.problems).toEqual({
    total: 4,
    byReason: {
      'quantity: not above 0': 1,
      'a quotation mark is opened and not closed on this line': 1,
      'not as many fields as the header': 1,
      "letting_date: not the date of the contract's first row": 1,
    },
    first: [
      { line: 3, field: 'quantity', reason: 'not above 0', value: '-1' },
      { line: 5, field: null, reason: 'a quotation mark is opened and not closed on this line' },
      {
        line: 6,
        field: null,
        reason: 'not as many fields as the header',
        value: '6 instead of 10',
      },
      {
        line: 7,
        field: 'letting_date',
        reason: "not the date of the contract's first row",
        value: '2024-03-14',
      },
    ],
  });
  expect(await counts()).toMatchObject({ projects: 1, items: 2 });
});

it('counts bad rows beyond the first hundred', async () => {
  const bad = Array.from({ length: 150 }, () => `${bridge},703-06028,BARS,0,LBS,2`);
  const { problems, rows } = await importText([header, ...bad]);
  expect(rows).toMatchObject({ read: 150, rejected: 150, imported: 0 });
  expect(problems.first.length).toBe(100);
  expect(problems.byReason).toEqual({ 'quantity: not above 0': 150 });
});

it('writes nothing on a dry run, and reports the same', async () => {
  const lines = [header, `${bridge},703-06028,BARS,1,LBS,2`];
  const dry = await importText(lines, { dryRun: true });
  expect(await counts()).toEqual({ projects: 0, items: 0, lines: 0, usages: 0, prices: 0 });
  const real = await importText(lines);
  expect({ ...real, seconds: 0 }).toEqual({ ...dry, dryRun: false, seconds: 0 });
});

it('goes one after the other where two import the same file at once', async () => {
  const both = [await connect(), await connect()];
  const text = [header, `${bridge},703-06028,BARS,1,LBS,2`, `${road},203-02000,FILL,1,C.Y.,2`].join(
    '\n',
  );
  const reports = await Promise.all(
    both.map((c) => importBidTabs(c, Readable.from([Buffer.from(text)]))),
  );
  await Promise.all(both.map((c) => c.end()));
  expect(reports.map((report) => report.contracts.imported).toSorted()).toEqual([0, 2]);
  expect(await counts()).toEqual({ projects: 2, items: 2, lines: 2, usages: 2, prices: 2 });
});

it.each([
  ['an empty file', '', 'The file is empty.'],
  ['a file without a column', `${header.replace(',unit,', ',')}\n`, 'it lacks the column unit.'],
  ['JSON', '{"rows":[]}', 'This is not a bid-tabs file'],
  ['an open quotation mark in the header', `"${header}\n`, 'first line is no header'],
])('refuses %s', async (_, text, sentence) => {
  const refused = importFile(Readable.from([Buffer.from(text)]));
  await expect(refused).rejects.toThrow(ImportRefused);
  await expect(refused).rejects.toThrow(sentence);
});

it('writes nothing where the file breaks off, and the connection stays usable', async () => {
  const rows = Array.from(
    { length: 5_000 },
    (_, n) => `${bridge},703-${10_000 + n},ITEM ${n},1,LBS,2`,
  );
  const cut = gzipSync([header, ...rows].join('\n')).subarray(0, -2_000);
  await expect(importFile(Readable.from([cut]))).rejects.toThrow('corrupt or cut short');
  expect(await counts()).toMatchObject({ projects: 0, items: 0 });
  expect(await importText([header, ...rows])).toMatchObject({ prices: 5_000 });
});

const realFile = '../shared/data/indot-bid-tabs.csv.gz';

it.skipIf(!existsSync(realFile))('imports the real file whole', { timeout: 60_000 }, async () => {
  expect(await importFile(createReadStream(realFile))).toMatchObject({
    rows: { read: 98_344, imported: 98_344, rejected: 0 },
    contracts: { read: 1_207, imported: 1_207 },
    items: { read: 2_996, added: 2_996 },
    prices: 95_658,
    repeats: 2_686,
    unitVariants: 0,
  });
});
