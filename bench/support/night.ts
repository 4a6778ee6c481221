import type pg from 'pg';
import { connect } from '../../src/database/database.ts';
import { service } from '../../src/database/identity.ts';
import { readBaskets } from '../../src/database/queries/popularity/read-baskets.ts';
import { learnInThread } from '../../src/jobs/threads/learn.ts';
import { aggregatePopularity, monthsBefore } from '../../src/operations/aggregate-popularity.ts';
import { withFreshDatabase } from './fresh-database.ts';
import { timed } from './measure.ts';
import type { Usage } from './usage.ts';

const asOf = new Date('2026-06-15T02:00:00Z');
/** Rows sent at once. */
const chunk = 100_000;

/**
 * The nightly run as the job does it, on a database with these uses: seconds in all, of which learning (in threads), and
 * of reading the uses alone.
 */
export function measureNight(databaseUrl: string, usage: Usage, items: number) {
  return withFreshDatabase(databaseUrl, async (client, url) => {
    await fill(client, usage, items);
    const database = connect(url, { max: 1 });
    try {
      const reading = await seconds(() =>
        database.as(service, (tx) => readBaskets(tx, monthsBefore(asOf, 24), asOf)),
      );
      let learning = 0;
      const learn: typeof learnInThread = async (...from) => {
        const begun = performance.now();
        const learned = await learnInThread(...from);
        learning = Math.round(performance.now() - begun) / 1000;
        return learned;
      };
      const night = await seconds(() =>
        database.as(service, (tx) => aggregatePopularity(tx, asOf, { learn })),
      );
      return {
        'night, reading alone': reading,
        'night, whole': night,
        'night, of which learning': learning,
      };
    } finally {
      await database.close();
    }
  });
}

/** How long `work` takes, in seconds. */
const seconds = async (work: () => unknown) => (await timed(work)) / 1000;

/** A project for each basket, and its uses over the two years that are learned from. */
async function fill(client: pg.Client, { baskets, items: used }: Usage, items: number) {
  const projects = (baskets.at(-1) ?? 0) + 1;
  await client.query(`
    insert into public.divisions (code, name) values ('B', 'Bench');
    insert into public.sections (division_id, code, name) select id, 'B', 'Bench' from public.divisions where code = 'B';
    create table bench_items (n int primary key, id uuid);
    create table bench_projects (n int primary key, id uuid);
    with added as (
      insert into public.library_items (section_id, code, name, unit)
      select s.id, 'B' || n, 'Item ' || n, 'ea' from public.sections s, generate_series(0, ${items - 1}) n
      where s.code = 'B' returning id, code)
    insert into bench_items select substr(code, 2)::int, id from added;
    with added as (
      insert into public.projects (code, name) select 'B' || n, 'Bench ' || n from generate_series(0, ${projects - 1}) n
      returning id, code)
    insert into bench_projects select substr(code, 2)::int, id from added`);
  for (let from = 0; from < baskets.length; from += chunk) {
    await client.query(
      `insert into public.estimate_library_usage (project_id, library_item_id, used_at)
       select p.id, i.id, $3::timestamptz - interval '700 days' * (1 - u.basket / $4::float8)
       from unnest($1::int[], $2::int[]) as u (basket, item)
       join bench_projects p on p.n = u.basket join bench_items i on i.n = u.item`,
      [
        [...baskets.subarray(from, from + chunk)],
        [...used.subarray(from, from + chunk)],
        asOf,
        projects,
      ],
    );
  }
  await client.query('analyze');
}
