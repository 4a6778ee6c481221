import { describe, expect, test } from 'vitest';
import type { JobInput, JobName } from '../../src/contract/jobs.ts';
import { service } from '../../src/database/identity.ts';
import { enqueueJob } from '../../src/database/queries/jobs/enqueue.ts';
import { settleLostRuns } from '../../src/database/queries/jobs/settle-lost-runs.ts';
import { seedDemo } from '../../src/demo/seed.ts';
import { people } from '../support/people.ts';
import { startProgram } from '../support/program.ts';
import { makeQueueScene } from '../support/queue-scene.ts';

const now = new Date('2026-06-15T12:00:00Z');
/** What the workers take for the time. */
let clock = now;
const scene = makeQueueScene({
  fill: (client) => seedDemo(client, { now }),
  timeZone: 'Europe/Berlin',
  now: () => clock,
});

const ended = (runId: string) => scene.becomes(runId, 'completed');
const enqueue = <Name extends JobName>(name: Name, input: JobInput<Name>) =>
  scene.enqueue(name, input);

async function projectId(): Promise<string> {
  const [project] = await scene.query(`select id from projects where status = 'active' limit 1`);
  return project.id;
}

const snapshotsOf = async (project: string) =>
  (
    await scene.query('select count(*)::int as n from price_snapshots where project_id = $1', [
      project,
    ])
  )[0].n;
const counted = async (table: string) =>
  (await scene.query(`select count(*)::int as n from ${table}`))[0].n;

describe('a job', () => {
  test('is done, and its log says by whom it was asked for and what it did', async () => {
    await scene.start();
    const id = await enqueue('aggregate-library-popularity', { asOf: now.toISOString() });
    const log = await ended(id);
    expect(log).toMatchObject({
      status: 'completed',
      trigger: 'person',
      requested_by: people.estimator.userId,
      attempt: 1,
      error_message: null,
      output: { as_of: now.toISOString() },
    });
    const pairs = await counted('library_item_pairs');
    expect(pairs).toBe((log.output as { pairs: number }).pairs);
    expect(pairs).toBeGreaterThan(1000);
  });

  test('that is enqueued in a transaction taken back is not there', async () => {
    const before = await counted('pgboss.job');
    await expect(
      scene.database().as(service, async (tx) => {
        await enqueueJob(tx, 'clean-job-logs', {}, { trigger: 'service', userId: null });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    const after = await counted('pgboss.job');
    expect(after).toBe(before);
  });

  test('takes no second run beside one that waits', async () => {
    const first = await enqueue('aggregate-library-popularity', {});
    await expect(enqueue('aggregate-library-popularity', {})).rejects.toMatchObject({
      code: 'conflict',
    });
    await scene.start();
    await ended(first);
    await ended(await enqueue('aggregate-library-popularity', {}));
  });

  test('that fails leaves nothing behind but its error, and is tried again', async () => {
    const project = await projectId();
    await scene.query(`
      create function refuse() returns trigger language plpgsql as $$
        begin raise exception 'the disk of this test is full'; end $$;
      create trigger refuse after insert on price_snapshot_items execute function refuse()`);
    await scene.start();
    const before = await counted('price_snapshots');
    const id = await enqueue('capture-price-snapshot', {
      projectId: project,
      includeAllItems: false,
    });
    const failure = await scene.told((event) => event.type === 'run failed' && event.runId === id);
    expect(failure).toMatchObject({ again: true });
    // The event comes before the row is written; the run it waits for comes after.
    await expect
      .poll(() => scene.run(id))
      .toMatchObject({
        status: 'queued',
        attempt: 1,
        error_message: 'the disk of this test is full',
      });
    const after = await counted('price_snapshots');
    expect(after).toBe(before);

    await scene.query('drop function refuse cascade');
    await scene.retryNow(id);
    await scene.stop();
    await scene.start();
    expect(await ended(id)).toMatchObject({ status: 'completed', attempt: 2, error_message: null });
  });
});

describe('the log', () => {
  const stands = async (id: string) => {
    const [row] = await scene.query(
      `select l.status, l.attempt, l.output, j.state::text as state, j.output as kept,
         array(select outcome from job_attempts a where a.run_id = l.id order by attempt) as attempts
       from background_job_logs l join pgboss.job j on j.id = l.id where l.id = $1`,
      [id],
    );
    return row;
  };

  test('tells what the queue does with a job in the same statement, or neither happens', async () => {
    await scene.start();
    await scene.stop();
    const id = await enqueue('clean-job-logs', {});
    const claim = `update pgboss.job set state = 'active', started_on = now() where id = $1`;
    const complete = `update pgboss.job set state = 'completed', completed_on = now(), output = '{"removed": 3}' where id = $1`;
    const waiting = await stands(id);
    expect(waiting).toMatchObject({ status: 'queued', state: 'created', attempts: [] });
    await scene.query('begin');
    await scene.query(claim, [id]);
    expect(await stands(id)).toMatchObject({
      status: 'running',
      attempt: 1,
      attempts: ['running'],
    });
    await scene.query('rollback');
    expect(await stands(id)).toEqual(waiting);

    await scene.query(claim, [id]);
    await scene.query(complete, [id]);
    // What came of it is kept once, in the log.
    expect(await stands(id)).toMatchObject({
      status: 'completed',
      output: { removed: 3 },
      kept: null,
      attempts: ['completed'],
    });
  });

  test('calls an attempt lost as soon as another one has claimed its job', async () => {
    await scene.start();
    await scene.stop();
    const id = await enqueue('clean-job-logs', {});
    const claim = `update pgboss.job set state = 'active', retry_count = $2 where id = $1`;
    await scene.query(claim, [id, 0]);
    await scene.query(`update pgboss.job set state = 'retry' where id = $1`, [id]);
    await scene.query(claim, [id, 1]);
    expect(await stands(id)).toMatchObject({ attempt: 2, attempts: ['lost', 'running'] });
    await scene.query(`update pgboss.job set state = 'completed' where id = $1`, [id]);
    expect(await stands(id)).toMatchObject({ attempts: ['lost', 'completed'] });
  });
});

describe('a worker that is killed', () => {
  test('loses nothing and repeats nothing: another takes the run over', async () => {
    const project = await projectId();
    // Two captures of one moment are one snapshot.
    clock = new Date('2026-06-16T12:00:00Z');
    // Holds the worker within the run's transaction until it is killed.
    await scene.query('begin');
    await scene.query('lock table price_snapshot_items in exclusive mode');
    const worker = startProgram('worker', { DATABASE_URL: scene.url(), LOG_LEVEL: 'info' });
    await worker.says(/The worker takes jobs/);
    const before = await snapshotsOf(project);
    const id = await enqueue('capture-price-snapshot', {
      projectId: project,
      includeAllItems: true,
    });
    await worker.says(/run started/);
    await worker.end('SIGKILL');
    await scene.query('rollback');

    await scene.start();
    const taken = await scene.becomes(id, 'completed');
    expect(taken).toMatchObject({ status: 'completed', attempt: 2 });
    const after = await snapshotsOf(project);
    expect(after).toBe(before + 1);
  });

  test('in its last attempt is reported as the end of the run', async () => {
    await scene.start();
    await scene.stop();
    const id = await enqueue('clean-job-logs', {});
    await scene.query(
      `update pgboss.job set state = 'failed', completed_on = now() where id = $1`,
      [id],
    );
    expect(await scene.database().as(service, settleLostRuns)).toBe(1);
    expect(await scene.run(id)).toMatchObject({
      status: 'failed',
      error_message: 'Its worker was lost, and no attempt was left.',
    });
  });
});
