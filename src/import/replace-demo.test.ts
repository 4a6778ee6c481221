import { Readable } from 'node:stream';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestDatabase } from '../../test/support/database.ts';
import { seedDemo } from '../demo/seed.ts';
import { importBidTabs } from './bid-tabs/import-bid-tabs.ts';

const file = () =>
  Readable.from([
    Buffer.from(`contract_id,letting_date,job_description,county,region,pay_item,description,quantity,unit,unit_price
B -1-A,2024-03-13,BRIDGE REPLACEMENT,LAKE,4,703-06028,REINFORCING BARS,1000,LBS,1.5`),
  ]);

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: pg.Client;

beforeEach(async () => {
  database = await createTestDatabase();
  client = new pg.Client(database.url);
  await client.connect();
  await seedDemo(client, { now: new Date('2026-11-24T10:00:00Z') });
});
afterEach(async () => {
  await client.end();
  await database.drop();
});

/** Rows of the demo that are left, by table. */
async function left(): Promise<Record<string, number>> {
  const { rows } = await client.query<Record<string, number>>(
    ['divisions', 'sections', 'assemblies', 'resources', 'library_items', 'projects']
      .map(
        (table) => `(select count(*)::int from public.${table} where source = 'demo') as ${table}`,
      )
      .reduce((query, part, at) => query + (at ? ', ' : '') + part, 'select '),
  );
  return rows[0] ?? {};
}

it('leaves nothing of the demo behind, where nothing else uses it', async () => {
  const { demo } = await importBidTabs(client, file());
  expect(demo).toEqual({ projects: 40, items: 310, itemsKept: 0 });
  expect(await left()).toEqual({
    divisions: 0,
    sections: 0,
    assemblies: 0,
    resources: 0,
    library_items: 0,
    projects: 0,
  });
  const { rows } = await client.query(`select (select count(*)::int from library_items) as items,
    (select count(*)::int from projects) as projects, (select count(*)::int from price_snapshot_items) as prices`);
  expect(rows).toEqual([{ items: 1, projects: 1, prices: 1 }]);
});

it('keeps the demo where asked to, and on a dry run', async () => {
  const before = await left();
  expect((await importBidTabs(client, file(), { dryRun: true })).demo).toMatchObject({
    items: 310,
  });
  expect((await importBidTabs(client, file(), { keepDemo: true })).demo).toBeNull();
  expect(await left()).toEqual(before);
});

it('keeps it where the file holds no good row', async () => {
  const header = Readable.from([(await file().toArray())[0].toString().split('\n')[0]]);
  const { demo } = await importBidTabs(
    client,
    Readable.from(header.map((line) => Buffer.from(line))),
  );
  expect(demo).toBeNull();
  expect(await left()).toMatchObject({ library_items: 310, projects: 40 });
});

it("keeps the items that the user's own estimates and build-ups use, with all they are built of", async () => {
  await client.query(`with p as (insert into projects (code, name) values ('MINE', 'Mine') returning id),
    e as (insert into estimates (project_id, name) select id, 'Mine' from p returning id, project_id)
    insert into estimate_items (estimate_id, project_id, library_item_id, quantity)
    select e.id, e.project_id, i.id, 1 from e, library_items i where i.code = '03-41-010'`);
  await client.query(`with i as (insert into library_items (section_id, code, name, unit)
      select id, 'MINE-1', 'Mine', 'm' from sections where code = '33-10' returning id)
    insert into factors (library_item_id, kind, sub_item_id, quantity_per_unit)
    select i.id, 'item', l.id, 1 from i, library_items l where l.code = '33-11-010'`);
  const { demo } = await importBidTabs(client, file());
  expect(demo).toEqual({ projects: 40, items: 305, itemsKept: 5 });
  const { rows } = await client.query<{ code: string }>(
    `select code from library_items where source = 'demo' order by code`,
  );
  expect(rows.map(({ code }) => code)).toEqual([
    '03-11-010',
    '03-21-010',
    '03-31-020',
    '03-41-010',
    '33-11-010',
  ]);
  const cost = await client.query<{
    cost: string;
  }>(`select sum(cost) as cost from ratebook.direct_cost_lines(
    array(select id from library_items where code = '03-41-010'), null, now())`);
  expect(Number(cost.rows[0]?.cost)).toBeCloseTo(481.45, 2);
  expect(await left()).toMatchObject({ divisions: 2, sections: 5, assemblies: 5 });
});
