import type pg from 'pg';
import { connect, type Database } from '../src/database/database.ts';
import { getEffect } from '../src/database/queries/bulk-updates/get-effect.ts';
import { listRows } from '../src/database/queries/bulk-updates/list-rows.ts';
import {
  changeBulkDraft,
  draftBulkUpdate,
  startBulkUpdate,
  undoBulkUpdate,
} from '../src/operations/bulk-update.ts';
import { people } from '../test/support/people.ts';
import { startProgram } from '../test/support/program.ts';
import { secret, tokenOf } from '../test/support/tokens.ts';
import { withFreshDatabase } from './support/fresh-database.ts';
import { median, percentiles, timed } from './support/measure.ts';

const rounds = 3;
const { admin } = people;
const change = { method: 'percent', value: '10' } as const;
const everything = { filter: { search: '' } };

/**
 * A bulk update of 100,000 items (another number as argument) beside one plain `UPDATE` of the same rows: from its
 * start to the end of its run, in a server and worker of its own as in earnest, with audit, progress and a commit for
 * each batch; then its undo. Meanwhile the library is searched over HTTP, one request after another, as when nothing
 * runs. Before each of them the table is vacuumed. Milliseconds.
 */
export async function run({ databaseUrl, args }: { databaseUrl: string; args: string[] }) {
  const size = Number(args[0] ?? 100_000);
  return withFreshDatabase(databaseUrl, async (client, url) => {
    await fill(client, size);
    const server = startProgram('server', {
      PORT: '0',
      DATABASE_URL: url,
      JWT_SECRET: secret,
      LOG_LEVEL: 'silent',
    });
    const database = connect(url, { max: 2 });
    try {
      const [, address = ''] = await server.says(/Ratebook is at (http:\/\/\S+\d)\./);
      const steps = await drafting(database);
      const idle = await latencies(address, pause(3_000));
      const plain: number[] = [];
      const ours: number[] = [];
      const undo: number[] = [];
      const busy: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        await client.query('vacuum analyze public.library_items');
        plain.push(await timed(() => client.query(plainUpdate)));
        await client.query('vacuum analyze public.library_items');
        const { update } = await draft(database);
        const started = performance.now();
        const { id, job_id } = await database.as(admin, (tx) =>
          startBulkUpdate(tx, admin, update.id, 2_000),
        );
        const done = ended(client, job_id);
        busy.push(...(await latencies(address, done)));
        ours.push((await done) - started);
        await client.query('vacuum analyze public.library_items');
        const undoing = performance.now();
        const undone = await database.as(admin, (tx) => undoBulkUpdate(tx, admin, id, false));
        undo.push((await ended(client, undone.job_id)) - undoing);
      }
      const figures = {
        'one plain UPDATE': median(plain),
        'bulk update': median(ours),
        undo: median(undo),
        'bulk update ÷ plain': Number((median(ours) / median(plain)).toFixed(2)),
      };
      console.table(figures);
      console.table(steps);
      const searched = { idle: percentiles(idle), 'during bulk updates': percentiles(busy) };
      console.table(searched);
      return { size, rounds, figures, steps, searched };
    } finally {
      await database.close();
      await server.end('SIGTERM');
    }
  });
}

const plainUpdate = 'update public.library_items set unit_price = unit_price * 1.1';

/** What people wait for before they start: each as long as its request takes the database. */
async function drafting(database: Database): Promise<Record<string, number>> {
  const { update } = await draft(database);
  const as =
    <T>(work: Parameters<typeof database.as<T>>[1]) =>
    () =>
      database.as(admin, work);
  return {
    draft: await timed(() => draft(database)),
    'another change': await timed(
      as((tx) => changeBulkDraft(tx, update.id, { method: 'percent', value: '5' })),
    ),
    'a page of rows': await timed(
      as((tx) => listRows(tx, update, { show: 'changes', limit: 100 })),
    ),
    'effect on estimates': await timed(as((tx) => getEffect(tx, update, new Date(), 50))),
  };
}

function draft(database: Database) {
  return database.as(admin, (tx) =>
    draftBulkUpdate(tx, admin, { target: 'items', selection: everything, change }),
  );
}

/** Resolves with the moment a run has ended. */
async function ended(client: pg.Client, runId: string): Promise<number> {
  for (;;) {
    const { rows } = await client.query(
      'select status, error_message from public.background_job_logs where id = $1',
      [runId],
    );
    const [{ status, error_message }] = rows;
    if (status === 'completed') return performance.now();
    if (status === 'failed') throw new Error(error_message);
    await pause(20);
  }
}

const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Searches the library over and over until something is done. */
async function latencies(address: string, until: Promise<unknown>): Promise<number[]> {
  const headers = { authorization: `Bearer ${await tokenOf(people.estimator)}` };
  const times: number[] = [];
  let over = false;
  void until.finally(() => {
    over = true;
  });
  const searches = ['concrete', 'rebar 12', 'pipe', ''];
  while (!over) {
    const search = encodeURIComponent(searches[times.length % searches.length] ?? '');
    times.push(
      await timed(async () => {
        const answer = await fetch(`${address}/api/library/items?sort=code&search=${search}`, {
          headers,
        });
        if (!answer.ok) throw new Error(await answer.text());
        await answer.arrayBuffer();
      }),
    );
  }
  return times;
}

/** A library with prices of its own, and 200 open estimates of 80 lines. */
async function fill(client: pg.Client, size: number): Promise<void> {
  await client.query(
    `insert into public.divisions (code, name) values ('B', 'Bench');
     insert into public.sections (division_id, code, name)
       select id, 'B-' || n, 'Section ' || n from public.divisions, generate_series(1, 40) n;
     insert into public.projects (code, name, visibility)
       select 'P-' || n, 'Project ' || n, 'everyone' from generate_series(1, 200) n;
     insert into public.estimates (project_id, name) select id, 'Estimate' from public.projects`,
  );
  await client.query(
    `insert into public.library_items (section_id, code, name, unit, unit_price)
     select s.id, to_char(n / 1000, 'FM000') || '-' || to_char(n, 'FM000000'),
       (array['Concrete','Rebar','Formwork','Pipe','Steel beam','Brick','Excavation','Drain'])[1 + n % 8] || ' ' ||
       (array['C25','C30','12 mm','16 mm','steel','copper','class 1'])[1 + n % 7] || ' ' || n, 'each', 1 + n % 1000 + 0.25
     from generate_series(1, $1) n join public.sections s on s.code = 'B-' || (1 + n % 40)`,
    [size],
  );
  await client.query(
    `insert into public.estimate_items (estimate_id, project_id, library_item_id, quantity)
     select e.id, e.project_id, i.id, 10
     from (select id, project_id, row_number() over (order by id) as at from public.estimates) e
     cross join generate_series(1, 80) n
     join (select id, row_number() over (order by code) as at from public.library_items) i
       on i.at = 1 + (e.at * 7919 + n * 104729) % $1`,
    [size],
  );
  await client.query('analyze');
}
