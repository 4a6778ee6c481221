import fc from 'fast-check';
import { expect, test } from 'vitest';
import { service } from '../../src/database/identity.ts';
import { listRules } from '../../src/database/queries/retention/rules.ts';
import { previewRemoval, removeBatch } from '../../src/operations/apply-retention.ts';
import { rows } from '../support/fixture.ts';
import { makeQueueScene } from '../support/queue-scene.ts';

const scene = makeQueueScene();
const now = new Date('2026-11-25T12:00:00Z');
const day = 86_400_000;
const ago = (days: number) => new Date(now.getTime() - days * day);
const keepDays = 190;

/** A snapshot: how many days ago, and which of three items it has; each of the items uses the resource of its place. */
interface Captured {
  days: number;
  items: boolean[];
  source: 'capture' | 'bid';
}

const history = fc.uniqueArray(
  fc.record({
    days: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 1600 })),
    items: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    source: fc.constantFrom(
      'capture' as const,
      'capture' as const,
      'capture' as const,
      'bid' as const,
    ),
  }),
  { selector: ({ days, source }) => `${days} ${source}`, maxLength: 80 },
);

async function fill(project: string, captured: readonly Captured[], things: readonly Thing[]) {
  await scene.query(
    `with c as (
       select gen_random_uuid() as id, * from jsonb_to_recordset($1) as r (at timestamptz, source text, items jsonb)
     ), s as (
       insert into price_snapshots (id, project_id, captured_at, source, currency) select id, $2, at, source, 'USD' from c
     ), r as (
       insert into price_snapshot_rates (snapshot_id, project_id, captured_at, resource_id, rate, rate_source)
       select c.id, $2, at, t.resource, 1, 'catalogue' from c
       cross join jsonb_to_recordset($3) as t (place int, item uuid, resource uuid) where (c.items ->> t.place)::boolean
     )
     insert into price_snapshot_items (snapshot_id, project_id, captured_at, library_item_id, unit, unit_price, price_source)
     select c.id, $2, at, t.item, 'm3', extract(day from at), 'build-up' from c
     cross join jsonb_to_recordset($3) as t (place int, item uuid, resource uuid) where (c.items ->> t.place)::boolean`,
    [
      JSON.stringify(captured.map(({ days, source, items }) => ({ at: ago(days), source, items }))),
      project,
      JSON.stringify(things),
    ],
  );
}

interface Thing {
  place: number;
  item: string;
  resource: string;
}

/** Each series' first and last observation. */
const ends = (project: string) =>
  scene.query(
    `select library_item_id as of, (array_agg(array[captured_at::text, unit_price::text] order by captured_at))[1:1] as first,
       (array_agg(array[captured_at::text, unit_price::text] order by captured_at desc))[1:1] as last
     from price_snapshot_items where project_id = $1 group by 1
     union all
     select resource_id, (array_agg(array[captured_at::text, rate::text] order by captured_at))[1:1],
       (array_agg(array[captured_at::text, rate::text] order by captured_at desc))[1:1]
     from price_snapshot_rates where project_id = $1 group by 1 order by 1`,
    [project],
  );

const moments = async (project: string, source: string): Promise<Date[]> =>
  (
    await scene.query(
      'select captured_at from price_snapshots where project_id = $1 and source = $2 order by 1',
      [project, source],
    )
  ).map((row) => new Date(row.captured_at));

/** Monday of the week, or the first of the month, in UTC. */
function bucketOf(at: Date): string {
  const edge = ago(keepDays);
  edge.setUTCMonth(edge.getUTCMonth() - 18);
  const start = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()));
  if (at < edge) return `month ${start.toISOString().slice(0, 7)}`;
  start.setUTCDate(start.getUTCDate() - ((start.getUTCDay() + 6) % 7));
  return `week ${start.toISOString().slice(0, 10)}`;
}

const thin = () =>
  scene.database().as(service, async (tx) => {
    const rule = (await listRules(tx)).find(({ kind }) => kind === 'price-snapshots');
    if (!rule) throw new Error('There is no rule.');
    const shown = await previewRemoval(tx, rule.kind, keepDays, now);
    let removed = 0;
    let batch = -1;
    while (batch !== 0) {
      batch = await removeBatch(tx, { ...rule, keep_days: keepDays }, now);
      removed += batch;
    }
    return { shown: shown.rows, removed };
  });

test('thinning keeps the newest in full, what was bid, one of each week or month, and both ends of every series', async () => {
  const things: Thing[] = await scene.query(
    `with r as (insert into resources (kind, code, name, unit, rate) select 'material', 'T' || n, 'T', 't', 1 from generate_series(0, 2) n returning id, code),
       i as (insert into library_items (section_id, code, name, unit) select $1, 'T' || n, 'T', 'm3' from generate_series(0, 2) n returning id, code)
     select right(code, 1)::int as place, i.id as item, r.id as resource from i join r using (code)`,
    [rows.section],
  );
  await fc.assert(
    fc.asyncProperty(history, async (captured) => {
      const [{ id }] = await scene.query(
        `insert into projects (code, name) values (gen_random_uuid()::text, 'Thin') returning id`,
      );
      await fill(id, captured, things);
      const [before, bids, all] = [
        await ends(id),
        await moments(id, 'bid'),
        await moments(id, 'capture'),
      ];
      await thin();
      expect(await ends(id)).toEqual(before);
      expect(await moments(id, 'bid')).toEqual(bids);
      const left = await moments(id, 'capture');
      const recent = (at: Date) => at >= ago(keepDays);
      expect(left.filter(recent)).toEqual(all.filter(recent));
      expect(new Set(left.map(bucketOf))).toEqual(new Set(all.map(bucketOf)));
      await scene.query('delete from projects where id = $1', [id]);
    }),
    { numRuns: 40 },
  );
});

test('daily captures of the same items come down to one a week, then one a month, as was shown before', async () => {
  const captured = Array.from({ length: 1000 }, (_, n) => ({
    days: n,
    items: [true, true, false],
    source: 'capture' as const,
  }));
  const things: Thing[] = await scene.query(
    `select right(i.code, 1)::int as place, i.id as item, r.id as resource from library_items i join resources r using (code) where code like 'T_'`,
  );
  await fill(rows.project, captured, things);
  const { shown, removed } = await thin();
  expect(removed).toBe(shown);
  const left = (await moments(rows.project, 'capture')).filter((at) => at < ago(keepDays));
  const buckets = left.map(bucketOf);
  // One of each, and the first of all.
  expect(buckets.length - new Set(buckets).size).toBeLessThanOrEqual(1);
  expect(left.length).toBeLessThan(120);
  expect((await thin()).removed).toBe(0);
});
