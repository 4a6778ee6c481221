import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import type { JobInput } from '../../src/contract/jobs.ts';
import { service } from '../../src/database/identity.ts';
import { noteReport } from '../../src/database/queries/price-reports/write-report.ts';
import { fireDueSchedules } from '../../src/jobs/scheduler.ts';
import { scheduleReport } from '../../src/operations/price-reports.ts';
import { rows } from '../support/fixture.ts';
import { people, userIdOf } from '../support/people.ts';
import { type Program, startProgram } from '../support/program.ts';
import { makeQueueScene } from '../support/queue-scene.ts';

const scene = makeQueueScene();
const workers = new Set<Program>();

afterEach(async () => {
  for (const worker of workers) await worker.end('SIGKILL');
  workers.clear();
});

async function startWorker(): Promise<Program> {
  const worker = startProgram('worker', { DATABASE_URL: scene.url(), LOG_LEVEL: 'silent' });
  workers.add(worker);
  await worker.says(/takes jobs/);
  return worker;
}

const request = {
  project: rows.project,
  months: 12,
  over: 6 as const,
  minimum: 1,
  format: 'csv' as const,
  paper: 'a4' as const,
};

/** A report the estimator asks for. */
async function ask(): Promise<string> {
  const ownerId = userIdOf('estimator');
  const input: JobInput<'make-price-report'> = {
    request,
    ownerId,
    administrator: false,
    scheduled: false,
  };
  const id = await scene.enqueue('make-price-report', input);
  const told = { title: 'Prices', scheduled: false, administrator: false };
  await scene.database().as(service, (tx) => noteReport(tx, { id, ownerId, request, ...told }));
  return id;
}

const kept = (id: string) =>
  scene.query(
    `select (select count(*)::int from public.price_reports where id = $1 and made_at is not null) as reports,
       (select count(*)::int from public.price_report_files where report_id = $1) as files,
       (select count(*)::int from public.notices where run_id = $1) as notices`,
    [id],
  );

test('a run killed as it keeps its file leaves none, and the next attempt the one report and the one notice', async () => {
  const blocker = new pg.Client({ connectionString: scene.url() });
  await blocker.connect();
  try {
    await blocker.query('begin; lock table public.price_report_files in exclusive mode');
    const worker = await startWorker();
    const id = await ask();
    // It waits for the table, its report written but not committed.
    const waits = `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%price_report_files%'`;
    await expect.poll(async () => (await scene.query(waits)).length).toBe(1);
    await worker.end('SIGKILL');
    workers.delete(worker);
    await blocker.query('rollback');
    // Its transaction goes with its connection.
    await expect.poll(async () => (await scene.query(waits)).length).toBe(0);
    expect(await kept(id)).toEqual([{ reports: 0, files: 0, notices: 0 }]);
    await scene.query(
      `update pgboss.job set state = 'retry', retry_count = retry_count + 1, start_after = now()
       where id = $1 and state = 'active'`,
      [id],
    );
    await startWorker();
    await scene.becomes(id, 'completed');
    expect(await kept(id)).toEqual([{ reports: 1, files: 1, notices: 1 }]);
    expect((await scene.run(id)).attempt).toBeGreaterThan(1);
  } finally {
    await blocker.end();
  }
  // Two processes are started, and a lost one is found out.
});

test('a report removed while it is made stays removed', async () => {
  const id = await ask();
  await scene.query('delete from public.price_reports where id = $1', [id]);
  await scene.start();
  const { output } = await scene.becomes(id, 'completed');
  expect(output).toMatchObject({ message: expect.stringContaining('removed') });
  expect(await kept(id)).toMatchObject([{ reports: 0, files: 0 }]);
});

test('a schedule makes a report at each of its slots, which its owner is told of', async () => {
  const queue = await scene.start();
  const database = scene.database();
  const schedule = await database.as(people.estimator, (tx) =>
    scheduleReport(tx, people.estimator, request, { cron: '0 6 * * 1', time_zone: 'UTC' }),
  );
  const look = (at: string) =>
    fireDueSchedules(
      {
        database,
        timeZone: 'UTC',
        cronRuns: queue.preview,
        troubled: (error) => {
          throw error;
        },
      },
      new Date(at),
    );
  // Only this schedule, looked at by a clock of the test's own.
  await scene.query('update public.job_schedules set enabled = false where id <> $1', [
    schedule.id,
  ]);
  await scene.query('update public.job_schedules set due_at = $1 where id = $2', [
    '2030-06-03T06:00:00Z',
    schedule.id,
  ]);
  const [first] = await look('2030-06-03T06:00:01Z');
  expect(await look('2030-06-03T06:00:02Z')).toEqual([]);
  const [second] = await look('2030-06-10T06:00:01Z');
  for (const id of [first ?? '', second ?? '']) {
    await scene.becomes(id, 'completed');
    expect(await kept(id)).toEqual([{ reports: 1, files: 1, notices: 1 }]);
  }
  const reports = await scene.query(
    'select owner_id, project_id, scheduled from public.price_reports where id = any ($1)',
    [[first, second]],
  );
  const own = { owner_id: userIdOf('estimator'), project_id: rows.project, scheduled: true };
  expect(reports).toEqual([own, own]);
});

test('a schedule of somebody who has left the project makes nothing, fails for good, and says why', async () => {
  await scene.start();
  const input = { request, ownerId: userIdOf('stranger'), administrator: false, scheduled: true };
  const id = await scene.enqueue('make-price-report', input, 'schedule');
  const run = await scene.becomes(id, 'failed');
  expect(run.attempt).toBe(1);
  expect(run.error_message).toContain('There is no project');
  expect(await kept(id)).toMatchObject([{ reports: 0, files: 0 }]);
});

test('a report past its days goes with its file, and a younger one stays', async () => {
  await scene.start();
  const [old, young] = [await ask(), await ask()];
  for (const id of [old, young]) await scene.becomes(id, 'completed');
  await scene.query(
    `update public.price_reports set created_at = now() - interval '91 days' where id = $1`,
    [old],
  );
  await scene.becomes(await scene.enqueue('apply-retention', {}), 'completed');
  expect(await kept(old)).toMatchObject([{ reports: 0, files: 0 }]);
  expect(await kept(young)).toMatchObject([{ reports: 1, files: 1 }]);
});
