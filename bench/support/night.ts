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
const times = 3;
/** Rows sent at once. */
const chunk = 100_000;

/**
 * The nightly run as the job does it, on a database with these uses: seconds in all, of which learning (in threads, while the
 * database counts and writes), beside reading the uses alone, as the run reads them and row by row, with their ids and with the
 * moments that they are weighed by. The best of the nights after the first, which have pairs to compare and replace.
 */
export function measureNight(databaseUrl: string, usage: Usage, items: number) {
  return withFreshDatabase(databaseUrl, async (client, url) => {
    await fill(client, usage, items);
    const database = connect(url, { max: 1 });
    try {
      const rows = await fastest(() => readRows(client, uses));
      const dated = await fastest(() => readRows(client, `${uses}, used_at`));
      const reading = await fastest(() =>
        database.as(service, (tx) => readBaskets(tx, monthsBefore(asOf, 24), asOf)),
      );
      let learning = 0;
      const learn: typeof learnInThread = async (...from) => {
        const begun = performance.now();
        const learned = await learnInThread(...from);
        learning = Math.round(performance.now() - begun) / 1000;
        return learned;
      };
      const run = () => database.as(service, (tx) => aggregatePopularity(tx, asOf, { learn }));
      await run();
      const night = await fastest(async () => {
        await run();
        return learning;
      });
      return {
        'night, plain rows alone': rows.seconds,
        'night, plain rows with moment alone': dated.seconds,
        'night, reading alone': reading.seconds,
        'night, whole': night.seconds,
        'night, of which learning': night.of,
      };
    } finally {
      await database.close();
    }
  });
}

/** A use as two ids. */
const uses = 'coalesce(estimate_id, project_id) as basket, library_item_id as item';

/** Reads every use of the two years through a cursor. */
async function readRows(client: pg.Client, columns: string): Promise<void> {
  await client.query('begin');
  await client.query(
    `declare every_use no scroll cursor for select ${columns} from public.estimate_library_usage where used_at > $1 and used_at <= $2`,
    [monthsBefore(asOf, 24), asOf],
  );
  for (;;) {
    const { rows } = await client.query(`fetch forward ${chunk} from every_use`);
    if (rows.length < chunk) break;
  }
  await client.query('commit');
}

/** The seconds of the fastest of a few times, and what came of that. */
async function fastest<Result>(work: () => Promise<Result>) {
  const done: { seconds: number; of: Result | undefined }[] = [];
  for (let nth = 0; nth < times; nth += 1) {
    let of: Result | undefined;
    const milliseconds = await timed(async () => {
      of = await work();
    });
    done.push({ seconds: milliseconds / 1000, of });
  }
  return done.reduce((best, one) => (one.seconds < best.seconds ? one : best));
}

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
  // As autovacuum leaves them before a night comes: then the count of uses is read from its index alone.
  await client.query('vacuum analyze');
}
