import { beforeAll, describe, expect, test } from 'vitest';
import { service } from '../../src/database/identity.ts';
import { writeSchedule } from '../../src/database/queries/jobs/schedules.ts';
import { lookForAlerts } from '../../src/jobs/look-for-alerts.ts';
import { rows } from '../support/fixture.ts';
import { makeQueueScene } from '../support/queue-scene.ts';

const scene = makeQueueScene();
const name = 'capture-price-snapshot';
const input = { projectId: rows.project, includeAllItems: false };
/** All of a test is played within an hour of it, and nothing of it waits for the time to pass. */
const start = new Date('2026-06-15T12:00:00Z');
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000);

// The queues are there, and nobody works on them; nor does anything come by the clock.
beforeAll(async () => {
  await scene.start();
  await scene.stop();
  await scene.query('update public.job_schedules set enabled = false');
  await scene.query('delete from public.background_job_logs');
});

/** Enqueues so many jobs at a moment. */
async function enqueue(count: number, at: Date): Promise<void> {
  for (let n = 0; n < count; n += 1) await scene.enqueue(name, input);
  await scene.query('update pgboss.job set created_on = $1, start_after = $1', [at]);
}

/** Writes a run that ended so in the hour before a moment. */
const endRuns = (status: string, count: number, at: Date) =>
  scene.query(
    `insert into public.background_job_logs (id, job_name, status, trigger, queued_at, started_at, finished_at)
     select gen_random_uuid(), $1, $2, 'service', $4, $4, $4::timestamptz - n * interval '1 minute'
     from generate_series(1, $3::int) n`,
    [name, status, count, at],
  );

/** Writes a run with so many attempts whose worker fell silent at a moment. */
const loseWorker = (count: number, at: Date) =>
  scene.query(
    `with run as (
       insert into public.background_job_logs (id, job_name, status, trigger, queued_at)
       values (gen_random_uuid(), $1, 'queued', 'service', $2) returning id)
     insert into public.job_attempts (run_id, attempt, worker, started_at, finished_at, outcome)
     select id, n, 'gone:1', $2, $2, 'lost' from run, generate_series(1, $3::int) n`,
    [name, at, count],
  );

/** What each rule is about: how its trouble begins at a moment, and how it is over. */
const troubles = [
  {
    rule: 'success rate',
    subject: 'all',
    says: /^Only 90% of the 10 runs/,
    begin: async (at: Date) => {
      await endRuns('failed', 1, at);
      await endRuns('completed', 9, at);
    },
    end: (at: Date) => endRuns('completed', 10, at),
  },
  {
    rule: 'depth',
    subject: name,
    says: /^1001 jobs wait in "Capture/,
    begin: (at: Date) => enqueue(1_001, at),
    end: () =>
      scene.query('delete from pgboss.job where id in (select id from pgboss.job limit 1)'),
  },
  {
    rule: 'age',
    subject: name,
    says: /^A job has waited for 16 minutes/,
    begin: (at: Date) => enqueue(1, new Date(at.getTime() - 16 * 60_000)),
    end: () => scene.query('delete from pgboss.job'),
  },
  {
    rule: 'stalls',
    subject: 'all',
    says: /^3 attempts lost their worker/,
    begin: (at: Date) => loseWorker(3, at),
    end: () => scene.query(`update public.job_attempts set outcome = 'failed' where attempt = 1`),
  },
  {
    rule: 'missed schedule',
    subject: 'nightly',
    says: /was due at 2026-06-15T.*has not run/,
    begin: async (at: Date) => {
      const nightly = { id: 'nightly', jobName: name, cron: '0 2 * * *', input } as const;
      await scene.database().as(service, (tx) => writeSchedule(tx, nightly, null));
      await scene.query('update public.job_schedules set due_at = $1 where id = $2', [
        new Date(at.getTime() - 11 * 60_000),
        nightly.id,
      ]);
    },
    end: () => scene.query(`update public.job_schedules set due_at = due_at + interval '1 day'`),
  },
] as const;

const look = (at?: Date) => lookForAlerts(scene.database(), at);
/** Of all alerts there were: what each is about, and from when to when it stood. */
const alerts = () =>
  scene.query(
    'select rule, subject, raised_at, resolved_at from public.job_alerts order by rule, id',
  );

async function allIsWell(): Promise<void> {
  await scene.query('delete from pgboss.job');
  await scene.query('delete from public.background_job_logs');
  await scene.query(`delete from public.job_schedules where id = 'nightly'`);
  await scene.query('delete from public.job_alerts');
}

describe.each(troubles)('an alert of the rule “$rule”', ({ rule, subject, says, begin, end }) => {
  test('is raised once, resolves itself, and is raised again only after a while', async () => {
    await allIsWell();
    await look(start);
    expect(await alerts()).toEqual([]);

    await begin(start);
    // However many processes look, and however often.
    await Promise.all([look(start), look(start), look(start)]);
    await look(later(1));
    const first = { rule, subject, raised_at: start };
    expect(await alerts()).toEqual([{ ...first, resolved_at: null }]);
    const [{ message }] = await scene.query('select message from public.job_alerts');
    expect(message).toMatch(says);

    await end(later(2));
    await look(later(2));
    await look(later(3));
    const resolved = { ...first, resolved_at: later(2) };
    expect(await alerts()).toEqual([resolved]);

    await begin(later(4));
    await look(later(4));
    await look(later(16));
    expect(await alerts()).toEqual([resolved]);
    await look(later(17));
    expect(await alerts()).toEqual([
      resolved,
      { rule, subject, raised_at: later(17), resolved_at: null },
    ]);
  });
});

test('stalls and failures are forgotten as the time passes, without anyone acting', async () => {
  await allIsWell();
  await loseWorker(3, start);
  await endRuns('failed', 10, start);
  await look(start);
  expect(await alerts()).toHaveLength(2);
  await look(later(60));
  await look(later(24 * 60));
  expect(await alerts()).toMatchObject([
    { rule: 'stalls', resolved_at: later(60) },
    { rule: 'success rate', resolved_at: later(24 * 60) },
  ]);
});

test('by the clock of the database where none is given, which all processes share', async () => {
  await allIsWell();
  await endRuns('failed', 10, new Date());
  await look();
  expect(await alerts()).toMatchObject([{ rule: 'success rate', resolved_at: null }]);
});

test('pages are told to look again where an alert is raised or resolved, and not where none is', async () => {
  await allIsWell();
  const heard: string[] = [];
  const leave = scene.changes().subscribe((change) => heard.push(change));
  /** Until all is heard that has happened: it is told in the order in which it did. */
  const hearAll = async () => {
    heard.length = 0;
    await scene.query('update public.job_queues set paused = paused');
    await expect.poll(() => heard).toContain('queues');
    return [...heard];
  };
  /** Whether it is said of something that the jobs changed. */
  const tells = async (work: () => Promise<unknown>) => {
    await hearAll();
    heard.length = 0;
    await work();
    const before = [...heard];
    return [...before, ...(await hearAll())].includes('jobs');
  };
  expect(await tells(() => look(start))).toBe(false);
  await loseWorker(3, start);
  expect(await tells(() => look(start))).toBe(true);
  expect(await tells(() => look(later(1)))).toBe(false);
  expect(await tells(() => look(later(61)))).toBe(true);
  leave();
});
