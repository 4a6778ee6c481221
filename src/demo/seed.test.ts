import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase } from '../../test/support/database.ts';
import { seedDemo } from './seed.ts';

const now = new Date('2026-11-24T10:00:00Z');

type Opened = { client: pg.Client; close(): Promise<void> };

async function openSeeded(): Promise<Opened> {
  const database = await createTestDatabase();
  const client = new pg.Client(database.url);
  await client.connect();
  await seedDemo(client, { now });
  return {
    client,
    close: async () => {
      await client.end();
      await database.drop();
    },
  };
}

let demo: Opened;
beforeAll(async () => {
  demo = await openSeeded();
});
afterAll(() => demo.close());

async function all<Row extends pg.QueryResultRow>(query: string): Promise<Row[]> {
  return (await demo.client.query<Row>(query)).rows;
}

/** Every row of the demo but the ids that the database draws. */
async function everything(client: pg.Client): Promise<string> {
  const tables =
    `divisions sections assemblies resources library_items factors projects project_members project_rates
    estimates estimate_elements estimate_items estimate_library_usage price_snapshots price_snapshot_items
    price_snapshot_rates`.split(/\s+/);
  const parts: string[] = [];
  for (const table of tables) {
    const drawn = table === 'price_snapshots' ? `- 'id'` : `- 'snapshot_id'`;
    const { rows } = await client.query<{ text: string }>(
      `select string_agg(row, E'\n' order by row) as text
       from (select (to_jsonb(t) ${drawn})::text as row from public.${table} t) r`,
    );
    parts.push(`${table}\n${rows[0]?.text}`);
  }
  return parts.join('\n');
}

it('gives the same rows for the same moment', async () => {
  const other = await openSeeded();
  const [first, second] = [await everything(demo.client), await everything(other.client)];
  await other.close();
  expect(first === second).toBe(true);
});

it('does nothing where there is a library', async () => {
  const before = await everything(demo.client);
  expect(await seedDemo(demo.client, { now })).toEqual({ items: 0, projects: 0 });
  expect((await everything(demo.client)) === before).toBe(true);
});

it('costs something credible for every item', async () => {
  const rows = await all<{ code: string; cost: string }>(`
    select i.code, coalesce(sum(l.cost), i.unit_price) as cost
    from library_items i
    left join ratebook.direct_cost_lines((select array_agg(id) from library_items), null, now()) l on l.library_item_id = i.id
    group by i.id`);
  expect(rows.length).toBe(310);
  expect(rows.filter(({ cost }) => !(Number(cost) > 0.5 && Number(cost) < 100_000))).toEqual([]);
});

it('runs in no circle', async () => {
  expect(
    await all(`select from ratebook.direct_cost_lines((select array_agg(id) from library_items), null, now())
      where kind not in ('material', 'labor', 'equipment')`),
  ).toEqual([]);
});

it("ends every project's history at what its build-ups give today", async () => {
  const differing = await all(`
    with newest as (
      select distinct on (project_id) id, project_id, captured_at from price_snapshots order by project_id, captured_at desc
    ), built as (
      select n.project_id, l.library_item_id, sum(l.cost) as cost
      from newest n cross join lateral ratebook.direct_cost_lines(
        array(select library_item_id from price_snapshot_items where snapshot_id = n.id), n.project_id, '${now.toISOString()}') l
      group by 1, 2
    )
    select i.unit_price, b.cost from newest n
    join price_snapshot_items i on i.snapshot_id = n.id
    left join built b on b.project_id = n.project_id and b.library_item_id = i.library_item_id
    where i.price_source = 'build-up' and i.unit_price is distinct from b.cost`);
  expect(differing).toEqual([]);
  const [count] =
    await all(`select count(*)::int as projects, count(distinct project_id)::int as captured
    from projects left join price_snapshots s on s.project_id = projects.id and s.captured_at::date = '2026-11-24'`);
  expect(count).toEqual({ projects: 40, captured: 40 });
});

it('shows steel dearer than at the start of the year', async () => {
  const rows = await all<{ price: string }>(`
    select avg(p.unit_price) as price from price_snapshot_items p join library_items i on i.id = p.library_item_id
    where i.code = '03-21-010' group by captured_at order by captured_at`);
  const prices = rows.map(({ price }) => Number(price));
  expect(prices.length).toBe(12);
  expect((prices.at(-1) ?? 0) / (prices[0] ?? 0)).toBeGreaterThan(1.04);
});
