import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { JobInput, JobName } from '../../src/contract/jobs.ts';
import { type Changes, listenForChanges } from '../../src/database/changes.ts';
import { connect, type Database } from '../../src/database/database.ts';
import { service } from '../../src/database/identity.ts';
import { enqueueJob } from '../../src/database/queries/jobs/enqueue.ts';
import { getRun } from '../../src/database/queries/jobs/list-runs.ts';
import { seedDemo } from '../../src/demo/seed.ts';
import { type JobEvent, type Queue, startQueue } from '../../src/jobs/queue.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const now = new Date('2026-06-15T12:00:00Z');
const by = { trigger: 'person', userId: '0e57a000-0000-4000-8000-000000000002' } as const;

let testDatabase: TestDatabase;
let database: Database;
let client: pg.Client;
let changes: Changes;
let queue: Queue | null = null;
/** What the workers take for the time. */
let clock = now;
/** What the queue told, and whoever waits to be told. */
const events: JobEvent[] = [];
const listeners = new Set<() => void>();

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = connect(testDatabase.url);
  changes = await listenForChanges(testDatabase.url);
  client = new pg.Client({ connectionString: testDatabase.url });
  await client.connect();
  await seedDemo(client, { now });
});

afterEach(async () => {
  await queue?.stop();
  queue = null;
  events.length = 0;
});

afterAll(async () => {
  await client.end();
  await changes.close();
  await database.close();
  await testDatabase.drop();
});

async function start(): Promise<Queue> {
  queue = await startQueue({
    url: testDatabase.url,
    database,
    changes,
    timeZone: 'Europe/Berlin',
    now: () => clock,
    observe: (event) => {
      events.push(event);
      for (const listener of listeners) listener();
    },
  });
  return queue;
}

/** Resolves with the first event, past or to come, that fits. */
function told(fits: (event: JobEvent) => boolean): Promise<JobEvent> {
  return new Promise((resolve) => {
    const look = () => {
      const found = events.find(fits);
      if (!found) return;
      listeners.delete(look);
      resolve(found);
    };
    listeners.add(look);
    look();
  });
}

/** Resolves once a run is over, with its log row. */
async function ended(runId: string) {
  await told((event) => event.type === 'run completed' && event.runId === runId);
  // The event comes just before the transaction that completes the run is committed.
  await expect.poll(async () => (await run(runId)).status).toBe('completed');
  return run(runId);
}

function enqueue<Name extends JobName>(name: Name, input: JobInput<Name>): Promise<string> {
  return database.as(service, (tx) => enqueueJob(tx, name, input, by));
}

const run = (id: string) => database.as(service, (tx) => getRun(tx, id));

async function projectId(status = 'active'): Promise<string> {
  const { rows } = await client.query('select id from projects where status = $1 limit 1', [
    status,
  ]);
  return rows[0].id;
}

describe('a job', () => {
  test('is done, and its log says by whom it was asked for and what it did', async () => {
    await start();
    const id = await enqueue('aggregate-library-popularity', { asOf: now.toISOString() });
    const log = await ended(id);
    expect(log).toMatchObject({
      status: 'completed',
      trigger: 'person',
      requested_by: by.userId,
      attempt: 1,
      error_message: null,
      output: { as_of: now.toISOString() },
    });
    const { rows } = await client.query('select count(*)::int as pairs from library_item_pairs');
    expect(rows[0].pairs).toBe((log.output as { pairs: number }).pairs);
    expect(rows[0].pairs).toBeGreaterThan(1000);
  });

  test('that is enqueued in a transaction taken back is not there', async () => {
    const before = await client.query('select count(*)::int as n from pgboss.job');
    await expect(
      database.as(service, async (tx) => {
        await enqueueJob(tx, 'clean-job-logs', {}, by);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    const after = await client.query('select count(*)::int as n from pgboss.job');
    expect(after.rows[0].n).toBe(before.rows[0].n);
  });

  test('takes no second run beside one that waits', async () => {
    const first = await enqueue('aggregate-library-popularity', {});
    await expect(enqueue('aggregate-library-popularity', {})).rejects.toMatchObject({
      code: 'conflict',
    });
    await start();
    await ended(first);
    await ended(await enqueue('aggregate-library-popularity', {}));
  });

  test('that fails leaves nothing behind but its error, and is tried again', async () => {
    const project = await projectId();
    await client.query(`
      create function refuse() returns trigger language plpgsql as $$
        begin raise exception 'the disk of this test is full'; end $$;
      create trigger refuse after insert on price_snapshot_items execute function refuse()`);
    await start();
    const before = await client.query('select count(*)::int as n from price_snapshots');
    const id = await enqueue('capture-price-snapshot', {
      projectId: project,
      includeAllItems: false,
    });
    const failure = await told((event) => event.type === 'run failed' && event.runId === id);
    expect(failure).toMatchObject({ again: true });
    // The event comes before the row is written; the run it waits for comes after.
    await expect
      .poll(() => run(id))
      .toMatchObject({
        status: 'queued',
        attempt: 1,
        error_message: 'the disk of this test is full',
      });
    const after = await client.query('select count(*)::int as n from price_snapshots');
    expect(after.rows[0].n).toBe(before.rows[0].n);

    await client.query('drop function refuse cascade');
    // Instead of waiting out the backoff.
    await client.query(`update pgboss.job set start_after = now() where id = $1`, [id]);
    await queue?.stop();
    await start();
    expect(await ended(id)).toMatchObject({ status: 'completed', attempt: 2, error_message: null });
  });

  test('of every active project asks for a snapshot of each, in one transaction', async () => {
    await start();
    const active = await client.query(
      `select count(*)::int as n from projects where status = 'active'`,
    );
    const id = await enqueue('capture-price-snapshots', {});
    expect((await ended(id)).output).toMatchObject({ projects: active.rows[0].n });
    await expect
      .poll(
        async () => {
          const { rows } = await client.query(
            `select count(*)::int as n from background_job_logs
           where job_name = 'capture-price-snapshot' and trigger = 'schedule' and status = 'completed'`,
          );
          return rows[0].n;
        },
        { timeout: 10_000 },
      )
      .toBe(active.rows[0].n);
  });
});

describe('a worker that is killed', () => {
  test('loses nothing and repeats nothing: another takes the run over', async () => {
    const project = await projectId();
    // Two captures of one moment are one snapshot.
    clock = new Date('2026-06-16T12:00:00Z');
    // Holds the worker within the run's transaction until it is killed.
    await client.query('begin');
    await client.query('lock table price_snapshot_items in exclusive mode');
    const worker = spawn(process.execPath, [join(import.meta.dirname, '../../src/worker.ts')], {
      env: { ...process.env, DATABASE_URL: testDatabase.url, LOG_LEVEL: 'info' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    const said = (text: string) =>
      new Promise<void>((resolve) => {
        const look = (chunk?: Buffer) => {
          output += chunk ?? '';
          if (output.includes(text)) resolve();
        };
        worker.stdout.on('data', look);
        look();
      });
    await said('The worker takes jobs.');
    const before = await client.query(
      'select count(*)::int as n from price_snapshots where project_id = $1',
      [project],
    );
    const id = await enqueue('capture-price-snapshot', {
      projectId: project,
      includeAllItems: true,
    });
    await said('run started');
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    await client.query('rollback');

    await start();
    expect(await ended(id)).toMatchObject({ status: 'completed', attempt: 2 });
    const after = await client.query(
      'select count(*)::int as n from price_snapshots where project_id = $1',
      [project],
    );
    expect(after.rows[0].n).toBe(before.rows[0].n + 1);
  }, 90_000);

  test('in its last attempt is reported as the end of the run', async () => {
    await start();
    await queue?.stop();
    queue = null;
    const id = await enqueue('clean-job-logs', {});
    await client.query(
      `update pgboss.job set state = 'failed', completed_on = now() where id = $1`,
      [id],
    );
    const { settleLostRuns } = await import('../../src/database/queries/jobs/settle-lost-runs.ts');
    expect(await database.as(service, settleLostRuns)).toBe(1);
    expect(await run(id)).toMatchObject({
      status: 'failed',
      error_message: 'Its worker was lost, and no attempt was left.',
    });
  });
});

describe('schedules', () => {
  const stored = async () => {
    const { rows } = await client.query(
      'select name, key, cron, timezone, options from pgboss.schedule order by key',
    );
    return rows;
  };

  test('are those of the table, in the time zone of the server', async () => {
    await start();
    expect(await stored()).toMatchObject([
      { name: 'clean-job-logs', key: 'log-cleanup', cron: '0 4 1 * *', timezone: 'Europe/Berlin' },
      { name: 'aggregate-library-popularity', key: 'popularity', cron: '0 2 * * *' },
      { name: 'capture-price-snapshots', key: 'price-snapshots', cron: '0 3 * * 0' },
    ]);
    expect((await stored())[0].options).toMatchObject({ missed: 'once' });
  });

  test('that are disabled or changed there are so in the queue', async () => {
    const running = await start();
    await client.query(`update job_schedules set enabled = false where id = 'popularity'`);
    await client.query(
      `update job_schedules set cron = '30 5 * * 1', time_zone = 'Asia/Tokyo' where id = 'price-snapshots'`,
    );
    await running.syncSchedules();
    expect(await stored()).toMatchObject([
      { key: 'log-cleanup' },
      { key: 'price-snapshots', cron: '30 5 * * 1', timezone: 'Asia/Tokyo' },
    ]);
    await client.query(`update job_schedules set enabled = true, time_zone = null`);
  });

  test('show their next runs across the change to summer time', async () => {
    const running = await start();
    const from = new Date('2027-03-27T00:00:00Z');
    const runs = running.preview('0 2 * * *', 'Europe/Berlin', from, 3);
    // 02:00 does not exist on 28 March 2027 in Berlin: it runs at what the clock then shows as 03:00.
    expect(runs.map((moment) => moment.toISOString())).toEqual([
      '2027-03-27T01:00:00.000Z',
      '2027-03-28T01:00:00.000Z',
      '2027-03-29T00:00:00.000Z',
    ]);
  });
});
