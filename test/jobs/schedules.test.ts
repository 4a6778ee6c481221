import { describe, expect, test } from 'vitest';
import { service } from '../../src/database/identity.ts';
import { type NewSchedule, writeSchedule } from '../../src/database/queries/jobs/schedules.ts';
import { fireDueSchedules, type SchedulerOptions } from '../../src/jobs/scheduler.ts';
import { removeSchedule, saveSchedule } from '../../src/operations/schedules.ts';
import { rows } from '../support/fixture.ts';
import { people } from '../support/people.ts';
import { makeQueueScene } from '../support/queue-scene.ts';

const scene = makeQueueScene();
const input = { projectId: rows.project, includeAllItems: false };

/** A scheduler whose cron expressions are read by the queue, which is stopped: nothing else fires. */
async function scheduler(): Promise<SchedulerOptions & { troubles: unknown[] }> {
  const queue = await scene.start();
  await scene.stop();
  await scene.query('update job_schedules set enabled = false');
  const troubles: unknown[] = [];
  return {
    database: scene.database(),
    timeZone: 'UTC',
    cronRuns: queue.preview,
    troubled: (error) => troubles.push(error),
    troubles,
  };
}

const write = (schedule: Omit<NewSchedule, 'jobName'>) =>
  scene
    .database()
    .as(service, (tx) =>
      writeSchedule(tx, { jobName: 'capture-price-snapshot', input, ...schedule }, null),
    );
const runsOf = async () =>
  (await scene.query('select count(*)::int as n from background_job_logs'))[0].n;
const dueOf = async (id: string) =>
  (await scene.query('select due_at from job_schedules where id = $1', [id]))[0].due_at;

describe('a slot', () => {
  test('is fired once, however many schedulers look at once', async () => {
    const options = await scheduler();
    for (let project = 0; project < 20; project += 1) {
      await write({ id: `many-${project}`, cron: '0 2 * * *' });
    }
    expect(await fireDueSchedules(options, new Date('2026-06-15T12:00:00Z'))).toEqual([]);
    const before = await runsOf();
    const at = new Date('2026-06-16T02:00:05Z');
    const fired = await Promise.all(Array.from({ length: 5 }, () => fireDueSchedules(options, at)));
    expect(fired.flat()).toHaveLength(20);
    expect(await fireDueSchedules(options, at)).toEqual([]);
    expect(await runsOf()).toBe(before + 20);
    expect(await dueOf('many-0')).toEqual(new Date('2026-06-17T02:00:00Z'));
    await scene.query(`delete from job_schedules where id like 'many-%'`);
  });

  test('is fired once by a scheduler whose clock is behind another one', async () => {
    const options = await scheduler();
    await write({ id: 'skewed', everyMinutes: 60 });
    await scene.query(
      `update job_schedules set starts_at = '2026-06-15T00:00:00Z' where id = 'skewed'`,
    );
    await fireDueSchedules(options, new Date('2026-06-15T00:10:00Z'));
    expect(await fireDueSchedules(options, new Date('2026-06-15T01:00:01Z'))).toHaveLength(1);
    // Seven minutes behind, and then as far ahead of it: the slot has moved on.
    expect(await fireDueSchedules(options, new Date('2026-06-15T00:53:01Z'))).toEqual([]);
    expect(await fireDueSchedules(options, new Date('2026-06-15T01:07:01Z'))).toEqual([]);
    await scene.query(`delete from job_schedules where id = 'skewed'`);
  });

  test('that was missed is made up for once, or left out, as the schedule says', async () => {
    const options = await scheduler();
    await write({ id: 'made-up', cron: '0 2 * * *', missed: 'once' });
    await write({ id: 'left-out', cron: '0 2 * * *', missed: 'skip' });
    await fireDueSchedules(options, new Date('2026-06-15T12:00:00Z'));
    // Three nights later.
    const fired = await fireDueSchedules(options, new Date('2026-06-18T09:00:00Z'));
    expect(fired).toHaveLength(1);
    const [{ last_run_id }] = await scene.query(
      `select last_run_id from job_schedules where id = 'made-up'`,
    );
    expect(fired).toEqual([last_run_id]);
    expect(await dueOf('left-out')).toEqual(new Date('2026-06-19T02:00:00Z'));
    // In time, both.
    expect(await fireDueSchedules(options, new Date('2026-06-19T02:00:10Z'))).toHaveLength(2);
    await scene.query(`delete from job_schedules where id in ('made-up', 'left-out')`);
  });

  test.each([
    ['spring', '2027-03-27T12:00:00Z', ['2027-03-28T01:30:00Z', '2027-03-29T00:30:00Z']],
    ['autumn', '2027-10-30T12:00:00Z', ['2027-10-31T00:30:00Z', '2027-11-01T01:30:00Z']],
  ])('of 02:30 comes once a night across the clock change of %s', async (_, from, nights) => {
    const options = await scheduler();
    await write({ id: 'berlin', cron: '30 2 * * *', timeZone: 'Europe/Berlin' });
    const slots: string[] = [];
    // A look every ten minutes for two nights.
    for (let at = Date.parse(from); slots.length < nights.length; at += 600_000) {
      const fired = await fireDueSchedules(options, new Date(at));
      if (fired.length > 0) slots.push(new Date(at).toISOString().replace('.000', ''));
      expect(fired.length).toBeLessThanOrEqual(1);
    }
    expect(slots).toEqual(nights);
    await scene.query(`delete from job_schedules where id = 'berlin'`);
  });

  test('comes anew after the schedule was changed, and not at all of one switched off', async () => {
    const options = await scheduler();
    await write({ id: 'changed', cron: '0 2 * * *' });
    await fireDueSchedules(options, new Date('2026-06-15T12:00:00Z'));
    await scene.query(`update job_schedules set cron = '0 14 * * *' where id = 'changed'`);
    expect(await fireDueSchedules(options, new Date('2026-06-15T13:00:00Z'))).toEqual([]);
    expect(await dueOf('changed')).toEqual(new Date('2026-06-15T14:00:00Z'));
    await scene.query(`update job_schedules set enabled = false where id = 'changed'`);
    expect(await fireDueSchedules(options, new Date('2026-06-16T14:00:00Z'))).toEqual([]);
    await scene.query(`delete from job_schedules where id = 'changed'`);
  });

  test('of a schedule that cannot be read holds no other one up', async () => {
    const options = await scheduler();
    await write({ id: 'a-broken', cron: 'every night' });
    await write({ id: 'b-well', cron: '0 2 * * *' });
    await fireDueSchedules(options, new Date('2026-06-15T12:00:00Z'));
    expect(await fireDueSchedules(options, new Date('2026-06-16T02:00:00Z'))).toHaveLength(1);
    expect(String(options.troubles[0])).toContain('"a-broken" cannot be fired');
    await scene.query(`delete from job_schedules where id in ('a-broken', 'b-well')`);
  });
});

test('a schedule fires by itself as it comes due, and its owner hears of the run', async () => {
  await scene.start();
  await scene.database().as(service, (tx) =>
    saveSchedule(
      tx,
      {
        id: 'by-itself',
        jobName: 'capture-price-snapshot',
        everyMinutes: 1,
        input,
        ownerId: people.estimator.userId,
      },
      people.owner.userId,
    ),
  );
  // So that the next slot is a second away.
  await scene.query(
    `update job_schedules set starts_at = now() + interval '1 second' where id = 'by-itself'`,
  );
  const lastRun = async () =>
    (await scene.query(`select last_run_id as id from job_schedules where id = 'by-itself'`))[0].id;
  await expect.poll(lastRun).not.toBeNull();
  const run = await scene.becomes(await lastRun(), 'completed');
  expect(run).toMatchObject({ trigger: 'schedule', requested_by: people.estimator.userId });
  expect(await scene.query('select user_id from notices where run_id = $1', [run.id])).toEqual([
    { user_id: people.estimator.userId },
  ]);
  const database = scene.database();
  await database.as(service, (tx) => removeSchedule(tx, 'by-itself', people.owner.userId));
  await expect(
    database.as(service, (tx) => removeSchedule(tx, 'by-itself', null)),
  ).rejects.toMatchObject({ code: 'not_found' });
  await expect(
    database.as(service, (tx) => removeSchedule(tx, 'popularity', null)),
  ).rejects.toMatchObject({ code: 'conflict' });
});
