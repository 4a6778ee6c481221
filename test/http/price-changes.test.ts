import { beforeAll, describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import type { Person } from '../support/people.ts';
import { userIdOf } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';

const scene = makeScene((databaseUrl) => startNode(databaseUrl, { queue: true }));
const { ask } = scene;
const unknownId = '00000000-0000-4000-8000-000000000000';

const get = async (person: Person, path: string) => {
  const { status, body } = await ask(person, 'GET', `/api/${path}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};
const changesOf = async (person: Person, query: string) =>
  (await get(person, `price-changes?${query}`)).changes;

interface Seen {
  item: string;
  project: string;
  source: 'bid' | 'capture';
  /** The first on this day, the others so many days apart. */
  from: string;
  every: number;
  prices: readonly number[];
  unit?: string;
}

/** Puts prices in, each in a snapshot of its own. */
const see = ({ item, project, source, from, every, prices, unit = 'm3' }: Seen) =>
  scene.query(
    `with p as (
       select gen_random_uuid() as snapshot, price, $4::timestamptz + (at - 1) * $5 * interval '1 day' as seen_at
       from unnest($6::numeric[]) with ordinality as p (price, at)
     ), s as (
       insert into public.price_snapshots (id, project_id, captured_at, source, currency)
       select snapshot, $2, seen_at, $3, 'USD' from p
     )
     insert into public.price_snapshot_items
       (snapshot_id, project_id, captured_at, library_item_id, unit, quantity, unit_price, price_source)
     select snapshot, $2, seen_at, $1, $7, 10, price, 'agreed' from p`,
    [item, project, source, from, every, prices, unit],
  );

async function newItem(code: string) {
  const [row] = await scene.query(
    `insert into public.library_items (section_id, code, name, unit) values ($1, $2, $2, 'm3') returning id`,
    [rows.section, code],
  );
  return row.id as string;
}

const estimated = (item: string, project: 'project' | 'foreignProject', quantity: number) =>
  scene.query(
    `insert into public.estimate_items (estimate_id, project_id, library_item_id, quantity)
     select id, project_id, $1, $3 from public.estimates where project_id = $2`,
    [item, rows[project], quantity],
  );

/** Runs the job as an administrator does, and gives what it says it did. */
async function detect() {
  const started = await ask('admin', 'POST', '/api/jobs/detect-price-changes/run', {});
  expect(started.status, JSON.stringify(started.body)).toBe(202);
  const run = () => ask('admin', 'GET', started.body.status_url);
  await expect.poll(async () => (await run()).body.status).toBe('completed');
  return (await run()).body.output;
}

const noticesOf = (person: 'estimator' | 'owner' | 'stranger') =>
  scene.query(
    `select outcome, title, body, link from public.notices where user_id = $1 and title like '%in your open estimates%' order by created_at`,
    [userIdOf(person)],
  );

/** About 100, then a quarter dearer; as bids scatter. */
const off = [1.01, 0.97, 1.04, 0.99, 1, 1.03, 0.96, 1.02, 0.98, 1];
const risen = [...off, ...off].map((factor, at) => factor * (at < 12 ? 100 : 125));

let bid: string;
let captured: string;
let odd: string;

describe('the nightly run', () => {
  beforeAll(async () => {
    await scene.query('delete from public.price_changes');
    [bid, captured, odd] = [await newItem('BID'), await newItem('CAPTURED'), await newItem('ODD')];
    const here = { project: rows.publicProject, source: 'bid', every: 10 } as const;
    await see({ ...here, item: bid, from: '2026-03-02T00:00:00Z', prices: risen });
    await see({
      ...here,
      item: odd,
      from: '2026-03-02T01:00:00Z',
      prices: [...off, 900, ...off].map((one) => (one < 2 ? one * 100 : one)),
    });
    // What a lump sum costs is what it comprised, and no change.
    const lump = await newItem('LUMP');
    await see({ ...here, item: lump, from: '2026-03-02T02:00:00Z', prices: risen, unit: 'L.S.' });
    // Weekly captures of a project of others, which are theirs alone to know.
    await see({
      item: captured,
      project: rows.foreignProject,
      source: 'capture',
      from: '2026-05-03T03:00:00Z',
      every: 7,
      prices: [...Array(12).fill(80), ...Array(4).fill(88)],
    });
    await estimated(bid, 'project', 10);
    await estimated(captured, 'foreignProject', 5);
  });

  test('finds a shift among public bids, which all may read, with what it touches of the reader’s own', async () => {
    expect(await detect()).toMatchObject({ changes: 3 });
    const [change, ...others] = await changesOf('estimator', `item=${bid}`);
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      kind: 'shift',
      project_id: null,
      code: 'BID',
      currency: 'USD',
      unit: 'm3',
      state: 'open',
      prices_before: 12,
      prices_after: 8,
    });
    expect(new Date(change.since).toISOString()).toBe('2026-06-30T00:00:00.000Z');
    expect(new Date(change.found_at) > new Date(change.since)).toBe(true);
    expect(change.size).toBeCloseTo(0.25, 1);
    expect(change.low).toBeLessThan(0.25);
    expect(change.high).toBeGreaterThan(0.25);
    expect(change.touches).toMatchObject({ estimates: 1, projects: 1 });
    expect(change.touches.amount).toBeCloseTo(10 * change.price, 6);
    expect(change.touches.at_stake).toBeCloseTo(
      (change.touches.amount * change.size) / (1 + change.size),
      6,
    );
    expect(change.touches.largest).toMatchObject([{ project_id: rows.project, quantity: 10 }]);
    // A stranger sees the change, and none of the estimates.
    expect(await changesOf('stranger', `item=${bid}`)).toMatchObject([
      { id: change.id, touches: { estimates: 0, amount: 0, at_stake: 0, largest: [] } },
    ]);
    expect(await changesOf('stranger', `item=${bid}&touching=true`)).toEqual([]);
    const { prices } = await get('stranger', `price-changes/${change.id}/evidence`);
    expect(prices).toHaveLength(8);
    expect(prices[0]).toMatchObject({ project_id: rows.publicProject, unit_price: 125 });
  });

  test('finds one among a project’s captures, for those alone who may read the project', async () => {
    expect(await changesOf('admin', `item=${captured}`)).toMatchObject([
      {
        kind: 'shift',
        project_id: rows.foreignProject,
        price: 88,
        prices_before: 12,
        prices_after: 4,
        touches: { estimates: 1, amount: 440 },
      },
    ]);
    expect(await changesOf('estimator', `item=${captured}`)).toEqual([]);
    const [{ id }] = await changesOf('admin', `item=${captured}`);
    expect((await ask('estimator', 'GET', `/api/price-changes/${id}/evidence`)).status).toBe(404);
  });

  test('tells a price that stands alone apart from a shift', async () => {
    expect(await changesOf('stranger', `item=${odd}`)).toMatchObject([
      { kind: 'outlier', price: 900, low: null, high: null, prices_after: 1 },
    ]);
  });

  test('told those whose open estimates it touches, once', async () => {
    for (const member of ['estimator', 'owner'] as const) {
      expect(await noticesOf(member)).toMatchObject([
        { outcome: 'news', title: 'A price in your open estimates changed', link: `/items/${bid}` },
      ]);
    }
    const [{ body }] = await noticesOf('owner');
    expect(body).toMatch(/^BID BID: \+2\d%$/);
    expect(await noticesOf('stranger')).toEqual([]);
    expect(await detect()).toMatchObject({ changes: 0, told: 0 });
    expect(await noticesOf('owner')).toHaveLength(1);
    expect(await changesOf('estimator', `item=${bid}`)).toHaveLength(1);
  });
});

describe('a change that is known', () => {
  test('is settled by those who may, and not opened again by the run', async () => {
    const [{ id }] = await changesOf('admin', `item=${bid}`);
    const settle = (person: Person, changeId: string, state: string) =>
      ask(person, 'PATCH', `/api/price-changes/${changeId}`, { state });
    expect((await settle('estimator', id, 'settled')).status).toBe(403);
    expect((await settle('admin', unknownId, 'settled')).status).toBe(404);
    expect((await settle('admin', id, 'gone')).status).toBe(400);
    expect((await settle('admin', id, 'settled')).status).toBe(204);
    const [settled] = await changesOf('admin', `item=${bid}&state=settled`);
    expect(settled.settled_at).not.toBe(null);
    await detect();
    expect(await changesOf('admin', `item=${bid}&state=open`)).toEqual([]);
  });

  test('is settled by a later one of the same prices, which is told anew', async () => {
    await see({
      item: captured,
      project: rows.foreignProject,
      source: 'capture',
      from: '2026-08-23T03:00:00Z',
      every: 7,
      prices: [97, 97, 97],
    });
    expect(await detect()).toMatchObject({ changes: 1 });
    expect(await changesOf('admin', `item=${captured}`)).toMatchObject([
      { price: 97, state: 'open' },
      { price: 88, state: 'settled' },
    ]);
  });

  test('was larger than the nearest threshold that administrators set', async () => {
    const quiet = await newItem('QUIET');
    const weekly = {
      item: quiet,
      project: rows.foreignProject,
      source: 'capture',
      every: 7,
    } as const;
    await see({
      ...weekly,
      from: '2026-05-04T03:00:00Z',
      prices: [...Array(12).fill(50), ...Array(4).fill(54)],
    });
    const set = (person: Person, body: Record<string, unknown>) =>
      ask(person, 'PUT', '/api/price-changes/thresholds', body);
    expect((await set('estimator', { least_size: 0.2 })).status).toBe(403);
    expect((await set('admin', { least_size: 0.001 })).status).toBe(400);
    expect(
      (await set('admin', { item: quiet, section: rows.section, least_size: 0.2 })).status,
    ).toBe(400);
    expect((await set('admin', { section: rows.section, least_size: 0.2 })).status).toBe(204);
    await detect();
    expect(await changesOf('admin', `item=${quiet}`)).toEqual([]);
    expect((await set('admin', { item: quiet, least_size: 0.05 })).status).toBe(204);
    const { thresholds } = await get('stranger', 'price-changes/thresholds');
    expect(thresholds.map((one: { code: string }) => one.code)).toEqual([null, '03-30', 'QUIET']);
    await detect();
    expect(await changesOf('admin', `item=${quiet}`)).toMatchObject([{ price: 54 }]);
    const gone = await ask('admin', 'DELETE', `/api/price-changes/thresholds?item=${quiet}`);
    expect(gone.status).toBe(204);
    expect((await get('admin', 'price-changes/thresholds')).thresholds).toHaveLength(2);
    expect(
      (await ask('admin', 'DELETE', `/api/price-changes/thresholds?section=${rows.section}`))
        .status,
    ).toBe(204);
  });

  test('is found by its section and division', async () => {
    const [{ division_id }] = await scene.query(
      'select division_id from public.sections where id = $1',
      [rows.section],
    );
    const all = await changesOf('admin', '');
    expect(all.length).toBeGreaterThan(0);
    expect(await changesOf('admin', `division=${division_id}`)).toEqual(all);
    expect(await changesOf('admin', `division=${rows.section}`)).toEqual([]);
  });

  test('is listed in pages, the newest first', async () => {
    const all = await changesOf('admin', '');
    const seen = [];
    for (let cursor = ''; ; ) {
      const page = await get('admin', `price-changes?limit=2${cursor}`);
      seen.push(...page.changes);
      if (!page.next_cursor) break;
      cursor = `&cursor=${page.next_cursor}`;
    }
    expect(seen).toEqual(all);
    expect((await ask('admin', 'GET', '/api/price-changes?cursor=x')).status).toBe(400);
  });
});

describe('a forecast', () => {
  test('carries an item’s months on, by those the reader may see, and says how', async () => {
    const steady = await newItem('STEADY');
    const monthly = {
      item: steady,
      source: 'capture',
      from: '2025-01-15T05:00:00Z',
      every: 30,
    } as const;
    await see({ ...monthly, project: rows.publicProject, prices: Array(18).fill(40) });
    await see({ ...monthly, project: rows.foreignProject, prices: Array(18).fill(90) });
    const told = await get('stranger', `library/items/${steady}/forecast`);
    expect(told).toMatchObject({
      currency: 'USD',
      unit: 'm3',
      method: 'median_12m',
      beats_plain: false,
      newest_month: '2026-06-01',
    });
    expect(told.points.map((point: { month: string }) => point.month)).toEqual([
      '2026-07-01',
      '2026-08-01',
      '2026-09-01',
      '2026-10-01',
      '2026-11-01',
      '2026-12-01',
    ]);
    for (const point of told.points) expect(point.price).toBeCloseTo(40, 6);
    expect(told.origins).toBeGreaterThan(8);
    expect(told.backtest[0].mean_abs_log_error).toBeCloseTo(0, 6);
    const theirs = await get(
      'admin',
      `library/items/${steady}/forecast?project=${rows.foreignProject}`,
    );
    expect(theirs.points[0].price).toBeCloseTo(90, 6);
    // The same question of one who may not see that project finds no prices.
    const hidden = await get(
      'stranger',
      `library/items/${steady}/forecast?project=${rows.foreignProject}`,
    );
    expect(hidden).toMatchObject({ points: [], method: null, months: 0, newest_month: null });
    expect(await get('stranger', `library/items/${unknownId}/forecast`)).toMatchObject({
      points: [],
    });
  });
});
