import type pg from 'pg';
import { connect, type Database } from '../src/database/database.ts';
import { service } from '../src/database/identity.ts';
import { captureSnapshots } from '../src/database/queries/prices/capture-snapshots.ts';
import { getItemTrend } from '../src/database/queries/prices/get-trend.ts';
import { refreshPriceMonths } from '../src/database/queries/prices/refresh-months.ts';
import { people } from '../test/support/people.ts';
import { withFreshDatabase } from './support/fresh-database.ts';
import { median, percentiles, timed } from './support/measure.ts';

const projects = 1_000;
const itemsOfProject = 300;
const items = 3_000;
/** As the nightly run takes them. */
const atOnce = 50;
const rounds = 2;
/** Projects that are captured item by item; the time of all is worked out from theirs. */
const oneByOne = 5;
const asked = 400;

/** How many prices are kept, over how many months up to 2026. */
interface History {
  prices: number;
  months: number;
}
/** The first two have as many prices a month, the second ten times their years; the last has ten times as many a month. */
const histories: History[] = [
  { prices: 500_000, months: 24 },
  { prices: 5_000_000, months: 240 },
  { prices: 5_000_000, months: 24 },
];

/**
 * Prices: the capture of 1,000 projects × 300 items beside a hand-written `insert … select` that works out the same rows,
 * beside one that only copies them, and beside one query for each item; and an item's trend over six months for a reader
 * and an administrator, of half a million and of five million kept prices. `capture` or `trends` as argument: that alone.
 */
export async function run({ databaseUrl, args }: { databaseUrl: string; args: string[] }) {
  const [part] = args;
  const capture =
    part === 'trends' ? undefined : await withFreshDatabase(databaseUrl, measureCapture);
  const trends: Record<string, object> = {};
  for (const history of part === 'capture' ? [] : histories) {
    trends[`${history.prices} over ${history.months} months`] = await withFreshDatabase(
      databaseUrl,
      (client, url) => measureTrends(client, url, history),
    );
  }
  console.table(trends);
  return { projects, itemsOfProject, capture, trends };
}

async function measureCapture(client: pg.Client, url: string): Promise<object> {
  await fillLibrary(client);
  await fillProjects(client);
  const { rows } = await client.query('select id from public.projects order by id');
  const ids: string[] = rows.map(({ id }) => id);
  const database = connect(url, { max: 2 });
  const times: Record<'ours' | 'written' | 'copied', number[]> = {
    ours: [],
    written: [],
    copied: [],
  };
  try {
    for (let round = 0; round < rounds; round += 1) {
      const at = new Date(Date.UTC(2026, 0, 1 + round));
      times.ours.push(await timed(() => captureAll(database, ids, at)));
      times.written.push(
        await timed(() => handWritten(client, new Date(Date.UTC(2026, 1, 1 + round)))),
      );
      times.copied.push(
        await timed(() => copied(client, at, new Date(Date.UTC(2026, 2, 1 + round)))),
      );
      await client.query('vacuum analyze public.price_snapshot_items');
    }
    const single = await timed(() => itemByItem(client, ids.slice(0, oneByOne)));
    const figures = {
      'capture, ours': median(times.ours),
      'insert … select of the same, by hand': median(times.written),
      'insert … select of finished rows': median(times.copied),
      'one query an item (worked out from five projects)': Math.round(
        (single * projects) / oneByOne,
      ),
      'ours ÷ by hand': ratio(times.ours, times.written),
      'ours ÷ copying': ratio(times.ours, times.copied),
    };
    console.table(figures);
    return figures;
  } finally {
    await database.close();
  }
}

/** As the job does it: a transaction for each set of projects. */
async function captureAll(database: Database, ids: readonly string[], at: Date): Promise<void> {
  for (let from = 0; from < ids.length; from += atOnce) {
    await database.as(service, (tx) => captureSnapshots(tx, ids.slice(from, from + atOnce), at));
  }
}

/** What somebody would write who has one currency, no sub-items, and no agreed prices: the same rows here, headers and rates too. */
async function handWritten(client: pg.Client, at: Date): Promise<void> {
  await client.query('begin');
  await client.query(
    `insert into public.price_snapshots (project_id, captured_at, source, currency, items_processed)
     select id, $1, 'capture', currency, ${itemsOfProject} from public.projects`,
    [at],
  );
  await client.query(
    `insert into public.price_snapshot_rates (snapshot_id, project_id, captured_at, resource_id, rate, rate_source)
     select distinct s.id, s.project_id, s.captured_at, r.id, r.rate, 'catalogue'
     from public.price_snapshots s join public.estimate_items e using (project_id)
     join public.factors f using (library_item_id) join public.resources r on r.id = f.resource_id
     where s.captured_at = $1`,
    [at],
  );
  await client.query(
    `insert into public.price_snapshot_items
       (snapshot_id, project_id, captured_at, library_item_id, unit, quantity, unit_price, material, labor, equipment, price_source)
     select s.id, s.project_id, s.captured_at, i.id, i.unit, e.quantity, coalesce(c.material, 0) + coalesce(c.labor, 0) + coalesce(c.equipment, 0),
       c.material, c.labor, c.equipment, 'build-up'
     from public.price_snapshots s join public.estimate_items e using (project_id)
     join public.library_items i on i.id = e.library_item_id
     join (
       select f.library_item_id,
         sum(f.quantity_per_unit * (1 + f.wastage_percent / 100) * r.rate) filter (where f.kind = 'material') as material,
         sum(f.hours_per_unit * f.crew_size * r.rate / f.productivity_factor) filter (where f.kind = 'labor') as labor,
         sum(f.hours_per_unit * f.utilization_factor * r.rate) filter (where f.kind = 'equipment') as equipment
       from public.factors f join public.resources r on r.id = f.resource_id group by f.library_item_id) c
       on c.library_item_id = i.id
     where s.captured_at = $1`,
    [at],
  );
  await client.query(
    `update public.price_snapshots s set total_value = v.value from (
       select snapshot_id, sum(quantity * unit_price) as value from public.price_snapshot_items
       where captured_at = $1 group by snapshot_id) v where v.snapshot_id = s.id`,
    [at],
  );
  await client.query('commit');
}

/** The least there is to do: rows that are there already, written again under another moment. */
async function copied(client: pg.Client, from: Date, at: Date): Promise<void> {
  await client.query('begin');
  await client.query(
    `insert into public.price_snapshots (project_id, captured_at, source, currency, items_processed, total_value)
     select project_id, $2, source, currency, items_processed, total_value from public.price_snapshots where captured_at = $1`,
    [from, at],
  );
  for (const [table, columns] of [
    ['rates', 'resource_id, rate, rate_source'],
    [
      'items',
      'library_item_id, unit, quantity, unit_price, material, labor, equipment, price_source',
    ],
  ]) {
    await client.query(
      `insert into public.price_snapshot_${table} (snapshot_id, project_id, captured_at, ${columns})
       select s.id, s.project_id, s.captured_at, ${columns}
       from public.price_snapshot_${table} o join public.price_snapshots s on s.project_id = o.project_id and s.captured_at = $2
       where o.captured_at = $1`,
      [from, at],
    );
  }
  await client.query('commit');
}

/** A query for the price of each item, and one to write it. */
async function itemByItem(client: pg.Client, ids: readonly string[]): Promise<void> {
  for (const [at, id] of ids.entries()) {
    const moment = new Date(Date.UTC(2026, 3, 1 + at));
    const { rows } = await client.query(
      `insert into public.price_snapshots (project_id, captured_at, source, currency) values ($1, $2, 'capture', 'USD') returning id`,
      [id, moment],
    );
    const lines = await client.query(
      'select library_item_id, quantity from public.estimate_items where project_id = $1',
      [id],
    );
    for (const { library_item_id, quantity } of lines.rows) {
      const cost = await client.query(
        'select sum(cost) as cost from ratebook.direct_cost_lines(array[$1::uuid], $2, $3)',
        [library_item_id, id, moment],
      );
      await client.query(
        `insert into public.price_snapshot_items (snapshot_id, project_id, captured_at, library_item_id, unit, quantity, unit_price, price_source)
         values ($1, $2, $3, $4, 'm3', $5, $6, 'build-up')`,
        [rows[0].id, id, moment, library_item_id, quantity, cost.rows[0].cost],
      );
    }
  }
}

/** Trends of items drawn at random, in a transaction each, as the API asks for them, of the two readers in turns. */
async function measureTrends(client: pg.Client, url: string, history: History): Promise<object> {
  await fillLibrary(client);
  await fillHistory(client, history);
  const database = connect(url, { max: 1 });
  const readers = [
    { name: 'reader', who: people.estimator, times: [] as number[] },
    { name: 'administrator', who: people.admin, times: [] as number[] },
  ];
  try {
    const refreshed = await timed(() =>
      database.as(service, (tx) => refreshPriceMonths(tx, history.months)),
    );
    await client.query('vacuum analyze');
    const { rows } = await client.query(
      `select id from public.library_items order by md5(id::text) limit ${asked}`,
    );
    for (const { id } of rows) {
      for (const { who, times } of readers) {
        times.push(
          await timed(() => database.as(who, (tx) => getItemTrend(tx, id, {}), { readOnly: true })),
        );
      }
    }
    const told: Record<string, number | undefined> = {
      'summing up all months': Math.round(refreshed),
    };
    for (const { name, times } of readers) {
      const { p50, p99 } = percentiles(times);
      told[`${name} p50`] = p50;
      told[`${name} p99`] = p99;
    }
    return told;
  } finally {
    await database.close();
  }
}

/** Items of four factors each. */
async function fillLibrary(client: pg.Client): Promise<void> {
  await client.query(`
    insert into public.divisions (code, name) values ('1', 'All');
    insert into public.sections (division_id, code, name) select id, '1', 'All' from public.divisions;
    insert into public.resources (kind, code, name, unit, rate)
      select (array['material', 'labor', 'equipment'])[1 + n % 3], 'R' || n, 'R' || n, 'h', 10 + n * 0.37 from generate_series(1, 300) n;
    insert into public.library_items (section_id, code, name, unit)
      select s.id, 'I' || n, 'Item ' || n, 'm3' from public.sections s, generate_series(1, ${items}) n;
    insert into public.factors (library_item_id, kind, resource_id, quantity_per_unit, hours_per_unit, productivity_factor, crew_size)
      select i.id, r.kind, r.id, case when r.kind = 'material' then 1.5 end, case when r.kind <> 'material' then 0.4 end,
        case when r.kind = 'labor' then 0.9 else 1 end, case when r.kind = 'labor' then 2 else 1 end
      from (select id, row_number() over (order by id) as n from public.library_items) i
      cross join generate_series(0, 3) as k
      join public.resources r on r.code = 'R' || (1 + (i.n * 7 + k * 101) % 300);
    analyze`);
}

/** Projects with an estimate of 300 items each. */
async function fillProjects(client: pg.Client): Promise<void> {
  await client.query(`
    insert into public.projects (code, name) select 'P' || n, 'P' || n from generate_series(1, ${projects}) n;
    insert into public.estimates (project_id, name) select id, 'Estimate' from public.projects;
    insert into public.estimate_items (estimate_id, project_id, library_item_id, quantity)
      select e.id, e.project_id, i.id, 1 + (p.n * 31 + k) % 97
      from (select id, row_number() over (order by id) as n from public.projects) p
      join public.estimates e on e.project_id = p.id
      cross join generate_series(0, ${itemsOfProject - 1}) k
      join (select id, row_number() over (order by id) as n from public.library_items) i on i.n = 1 + (p.n * 13 + k * 7) % ${items};
    analyze`);
}

/** Prices of public records, evenly over their months up to 2026. */
async function fillHistory(client: pg.Client, { prices, months }: History): Promise<void> {
  const snapshots = Math.round(prices / itemsOfProject);
  // What refers to what is right by construction: to have five million rows checked would take most of the time.
  await client.query('set session_replication_role = replica');
  await client.query(`
    insert into public.projects (code, name, visibility, status)
      select 'H' || n, 'H' || n, 'everyone', 'closed' from generate_series(1, 200) n;
    insert into public.price_snapshots (project_id, captured_at, source, currency)
      select p.id, timestamptz '2026-01-01T00:00:00Z' - interval '${months} months'
        + g * (interval '${months} months' - interval '1 hour') / ${snapshots} + p.n * interval '1 second', 'bid', 'USD'
      from generate_series(0, ${snapshots - 1}) g
      join (select id, row_number() over (order by id) as n from public.projects) p on p.n = 1 + g % 200;
    insert into public.price_snapshot_items (snapshot_id, project_id, captured_at, library_item_id, unit, quantity, unit_price, price_source)
      select s.id, s.project_id, s.captured_at, i.id, 'm3', 1 + k, 50 + (s.n * 17 + k * 29) % 100, 'agreed'
      from (select *, row_number() over (order by captured_at) as n from public.price_snapshots) s
      cross join generate_series(0, ${itemsOfProject - 1}) k
      join (select id, row_number() over (order by id) as n from public.library_items) i on i.n = 1 + (s.n * 13 + k * 7) % ${items};
    insert into ratebook.price_month_changes (month)
      select distinct date_trunc('month', captured_at at time zone 'UTC')::date from public.price_snapshots;
    analyze`);
  await client.query('set session_replication_role = origin');
}

const ratio = (ours: readonly number[], theirs: readonly number[]) =>
  Number((median(ours) / median(theirs)).toFixed(2));
