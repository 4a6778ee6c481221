import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBids } from './bids.ts';

const header =
  'contract_id,letting_date,job_description,county,region,pay_item,description,quantity,unit,unit_price';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ratebook-bids-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('reads what an import would, plain or compressed', async () => {
  const text = `${header}\nC1,1970-01-03,BRIDGE,LAKE,4,701-1,PILE,2.5,LFT,10.25\nC1,1970-01-03,,,,702-1,,0,LFT,1\n`;
  await writeFile(join(folder, 'a.csv'), text);
  await writeFile(join(folder, 'a.csv.gz'), gzipSync(text));
  for (const name of ['a.csv', 'a.csv.gz']) {
    expect(await readBids(join(folder, name))).toEqual([
      {
        contract: 'C1',
        item: '701-1',
        day: 2,
        quantity: 2.5,
        unit: 'LFT',
        price: 10.25,
        region: '4',
      },
    ]);
  }
});

test('says what is wrong with a file', async () => {
  await writeFile(join(folder, 'other.csv'), 'a,b\n1,2\n');
  await expect(readBids(join(folder, 'other.csv'))).rejects.toThrow(/contract_id/);
  await writeFile(join(folder, 'empty.csv'), `${header}\n`);
  await expect(readBids(join(folder, 'empty.csv'))).rejects.toThrow(/has no row that can be read/);
  await expect(readBids(join(folder, 'none.csv'))).rejects.toThrow(/There is no file .*none.csv/);
});
