import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jobNames } from '../../src/contract/jobs.ts';
import { connect } from '../../src/database/database.ts';
import { serverProcess } from '../../src/database/embedded/postmaster.ts';
import { connectToRunning } from '../../src/database/embedded.ts';
import { ask, prepareGround } from '../support/every-job.ts';
import { type Program, startProgram } from '../support/program.ts';

let dataDir: string;
let product: Program;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ratebook-killed-'));
});

afterAll(async () => {
  await product.end('SIGTERM');
  await rm(dataDir, { recursive: true, force: true });
});

/** Starts the product, all of it, and connects to its database. */
async function start(): Promise<{ client: pg.Client; url: string }> {
  product = startProgram('server', {
    PORT: '0',
    RATEBOOK_DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
  });
  await product.says(/Ratebook is at/);
  const url = (await connectToRunning(dataDir)) ?? '';
  const client = new pg.Client(url);
  // Lost with the server.
  client.on('error', () => {});
  await client.connect();
  return { client, url };
}

/** `kill -9` of everything it is: its process and its database's. */
async function killAll(): Promise<void> {
  const database = await serverProcess(join(dataDir, 'postgres'));
  await product.end('SIGKILL');
  if (database !== null) process.kill(database, 'SIGKILL');
}

/** Rows that only one doing of each job can leave so. */
const effects = `select
  (select count(*)::int from public.price_snapshots where source = 'capture' and captured_at > $1) as snapshots,
  (select count(*)::int from public.price_snapshots s where captured_at > $1 and not exists (
    select from public.price_snapshot_items i where i.snapshot_id = s.id)) as halves,
  (select bool_and(unit_price = (substr(code, 8)::numeric + 0.5) * 1.01) from public.library_items
    where code like 'priced %') as raised,
  (select count(*)::int from public.bulk_changes) as changes,
  (select count(*)::int from public.background_job_logs where finished_at < now() - interval '80 days') as old,
  (select count(*)::int from public.cost_calculations where finished_at is not null) as calculations,
  (select bool_and(c.material = 2 * f.quantity_per_unit and c.error is null)
    from public.cost_calculation_items c join public.factors f using (library_item_id)) as calculated,
  (select count(*)::int from public.library_items where code like 'imported %') as imported,
  (select sum((result #>> '{items,inserted}')::int)::int from public.library_imports) as told,
  (select count(*)::int from public.price_reports r join public.price_report_files f on f.report_id = r.id
    where r.size = length(f.bytes)) as reports,
  (select array_agg(title || ', ' || outcome order by title) from public.notices
    where outcome <> 'news') as notices,
  (select count(*)::int from ratebook.price_month_changes
    where month < date_trunc('month', now() at time zone 'UTC')) as stale_months`;

test('the whole product, killed with kill -9 in the middle of every kind of job, does all of them once it is started again', async () => {
  const before = await start();
  const { client, url } = before;
  // The first start has the demo's prices looked through, and takes no second such run beside that one.
  const first = () =>
    client.query(`select from public.background_job_logs where status <> 'completed'`);
  await expect.poll(async () => (await first()).rowCount, { timeout: 60_000 }).toBe(0);
  // Enough for each to be in the middle: a hundred projects are asked for in a step, a thousand runs removed in one.
  const ground = await prepareGround(client, { priced: 300, batchSize: 100 });
  await client.query(
    `insert into public.projects (code, name, status) select 'K' || n, 'Killed', 'active' from generate_series(1, 150) n;
     insert into public.background_job_logs (job_name, status, trigger, queued_at, finished_at)
       select 'clean-job-logs', 'completed', 'service', now() - interval '90 days', now() - interval '90 days'
       from generate_series(1, 2500);
     insert into ratebook.price_month_changes (month)
       select date_trunc('month', now() at time zone 'UTC')::date - make_interval(months => n) from generate_series(1, 30) n`,
  );
  const [{ now }] = (await client.query('select clock_timestamp() as now')).rows;
  // Every run is held when it goes to commit: what is done in steps in its second one, all others at their end.
  await client.query(
    `create function public.hold() returns trigger language plpgsql as $$
       begin perform pg_advisory_xact_lock_shared(9); return new; end $$;
     create trigger hold before update on public.background_job_logs for each row
       when (new.status = 'completed' or (old.checkpoint is not null and new.checkpoint is distinct from old.checkpoint))
       execute function public.hold()`,
  );
  await client.query('select pg_advisory_lock(9)');
  const database = connect(url, { max: 2 });
  const runs = new Map<string, string>();
  try {
    for (const name of jobNames) {
      const id = await ask(database, name, ground);
      runs.set(name, id ?? '');
    }
  } finally {
    await database.close();
  }
  const held = () =>
    client.query(
      `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and wait_event = 'advisory'`,
    );
  await expect
    .poll(async () => (await held()).rows[0].n, { timeout: 60_000 })
    .toBe(jobNames.length);
  await killAll();
  await client.end().catch(() => {});

  const after = await start();
  try {
    const query = async (sql: string, values: unknown[] = []) =>
      (await after.client.query(sql, values)).rows;
    await query('drop function public.hold cascade');
    const open = async () => {
      // The wait before a next attempt is no part of this.
      await query(`update pgboss.job set start_after = now() where state = 'retry'`);
      return query(
        `select job_name, status from public.background_job_logs where status <> 'completed' order by 1`,
      );
    };
    await expect.poll(open, { timeout: 120_000, interval: 500 }).toEqual([]);
    const attempts = await query(
      `select l.job_name, array_agg(a.outcome order by a.attempt) as outcomes
       from public.background_job_logs l join public.job_attempts a on a.run_id = l.id
       where l.id = any ($1::uuid[]) group by 1 order by 1`,
      [[...runs.values()]],
    );
    expect(attempts).toEqual(
      jobNames.toSorted().map((job_name) => ({ job_name, outcomes: ['lost', 'completed'] })),
    );
    const [output] = await query(`select output from public.background_job_logs where id = $1`, [
      runs.get('capture-price-snapshots'),
    ]);
    const asked = output.output.projects;
    expect(asked).toBeGreaterThan(150);
    const [left] = await query(effects, [now]);
    expect(left).toEqual({
      snapshots: asked + 1,
      // The projects made here have no items.
      halves: 150,
      raised: true,
      changes: 300,
      calculations: 1,
      calculated: true,
      imported: ground.imported,
      told: ground.imported,
      reports: 1,
      notices: [
        'bulk-update, completed',
        'import-library, completed',
        'make-price-report, completed',
      ],
      old: 0,
      stale_months: 0,
    });
  } finally {
    await after.client.end();
  }
}, 300_000);
