import { Readable } from 'node:stream';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createTestDatabase } from '../../../test/support/database.ts';
import { type BidTabsOptions, importBidTabs } from './import-bid-tabs.ts';

/** The first line of a bid-tabs file, and what rows of two contracts begin with. */
export const header =
  'contract_id,letting_date,job_description,county,region,pay_item,description,quantity,unit,unit_price';
export const bridge = 'B -1-A,2024-03-13,BRIDGE REPLACEMENT,LAKE,4';
export const road = 'R -2-A,2024-05-15,ROAD RECONSTRUCTION,MARION,3';

/** For the tests of one file: a database of its own, empty before each test. */
export function importerForTests() {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let client: pg.Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    client = await connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });
  beforeEach(async () => {
    await client.query('truncate public.projects, public.divisions, public.resources cascade');
  });

  async function connect() {
    const connected = new pg.Client(database.url);
    await connected.connect();
    return connected;
  }

  async function all<Row extends pg.QueryResultRow>(query: string): Promise<Row[]> {
    return (await client.query<Row>(query)).rows;
  }

  return {
    connect,
    all,
    importFile: (file: Readable, options?: BidTabsOptions) => importBidTabs(client, file, options),
    importText: (lines: readonly string[], options?: BidTabsOptions) =>
      importBidTabs(client, Readable.from([Buffer.from(lines.join('\n'))]), options),
    /** How many rows the model holds. */
    counts: async () =>
      (
        await all(`select
          (select count(*)::int from projects) as projects, (select count(*)::int from library_items) as items,
          (select count(*)::int from estimate_items) as lines,
          (select count(*)::int from estimate_library_usage) as usages,
          (select count(*)::int from price_snapshot_items) as prices`)
      )[0],
  };
}
