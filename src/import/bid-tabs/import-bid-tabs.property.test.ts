import { Readable } from 'node:stream';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase } from '../../../test/support/database.ts';
import { importBidTabs } from './import-bid-tabs.ts';

/** Quantities in thousandths and prices in cents: whole numbers, which JavaScript sums exactly. */
interface Row {
  contract: number;
  item: number;
  thousandths: number;
  cents: number;
}

const rows = fc.array(
  fc.record<Row>({
    contract: fc.integer({ min: 1, max: 4 }),
    item: fc.integer({ min: 1, max: 5 }),
    thousandths: fc.integer({ min: 1, max: 10_000_000 }),
    cents: fc.integer({ min: 0, max: 100_000_000 }),
  }),
  { minLength: 1, maxLength: 60 },
);

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client(database.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** Their mean price is 478721.28176807164…: rounded to 11 digits first, it would end in 7. */
const roundedTwice: Row[] = [
  { contract: 4, item: 1, thousandths: 2_665_590, cents: 19_518_952 },
  { contract: 4, item: 1, thousandths: 9_999_994, cents: 55_429_927 },
];

const day = (contract: number) => `2024-0${contract}-15`;

function importRows(some: readonly Row[]) {
  const header =
    'contract_id,letting_date,job_description,county,region,pay_item,description,quantity,unit,unit_price';
  const lines = some.map(
    ({ contract, item, thousandths, cents }) =>
      `C${contract},${day(contract)},BRIDGE,LAKE,4,70${item}-1,ITEM ${item},${thousandths / 1000},TON,${cents / 100}`,
  );
  return importBidTabs(client, Readable.from([Buffer.from([header, ...lines].join('\n'))]));
}

/** What is stored, as one text a line of each contract. */
async function stored(): Promise<string[]> {
  const { rows: lines } = await client.query<{ line: string }>(`
    select concat_ws(' ', p.code, to_char(u.used_at at time zone 'UTC', 'YYYY-MM-DD'), i.code, l.quantity, l.unit_price,
      u.quantity, s.quantity, s.unit_price) as line
    from projects p join estimate_items l on l.project_id = p.id join library_items i on i.id = l.library_item_id
    join estimate_library_usage u on u.project_id = p.id and u.library_item_id = i.id
    join price_snapshot_items s on s.project_id = p.id and s.library_item_id = i.id
    order by p.code, i.code`);
  return lines.map(({ line }) => line);
}

/** The same, computed here. */
function expected(all: readonly Row[]): string[] {
  const groups = Object.groupBy(
    all,
    ({ contract, item }) => `C${contract} ${day(contract)} 70${item}-1`,
  );
  return Object.entries(groups)
    .map(([key, group = []]) => {
      const thousandths = group.reduce((sum, row) => sum + BigInt(row.thousandths), 0n);
      const amount = group.reduce(
        (sum, row) => sum + BigInt(row.thousandths) * BigInt(row.cents),
        0n,
      );
      const quantity = decimal(thousandths, 3);
      // Cents to 8 places, half rounded up: dollars to 10.
      const price = decimal((2n * amount * 10n ** 8n + thousandths) / (2n * thousandths), 10);
      return `${key} ${quantity} ${price} ${quantity} ${quantity} ${price}`;
    })
    .toSorted();
}

function decimal(value: bigint, places: number): string {
  const digits = value.toString().padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return digits.slice(0, -places) + (fraction && `.${fraction}`);
}

const clear = () => client.query('truncate public.projects, public.divisions cascade');

it('stores what adding up says; twice is once; in two parts is in one', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 4 }), async (all, cut) => {
      await clear();
      await importRows(all);
      const whole = await stored();
      expect(whole).toEqual(expected(all));

      expect(await importRows(all)).toMatchObject({ contracts: { imported: 0 }, prices: 0 });
      expect(await stored()).toEqual(whole);

      await clear();
      await importRows(all.filter(({ contract }) => contract > cut));
      await importRows(all.filter(({ contract }) => contract <= cut));
      expect(await stored()).toEqual(whole);
    }),
    { numRuns: 25, endOnFailure: true, examples: [[roundedTwice, 1]] },
  );
});
