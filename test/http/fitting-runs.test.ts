import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { type Person, people } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';

const name = 'capture-price-snapshot';

/** A server whose workers leave the captures, and the cleaning of logs, alone from the start. */
const scene = makeScene(async (databaseUrl) => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    `insert into public.job_queues (name, paused) values ($1, true), ('clean-job-logs', true)
     on conflict (name) do update set paused = true`,
    [name],
  );
  await client.end();
  return startNode(databaseUrl, { queue: true });
});
const { ask } = scene;

const count = async (person: Person, filter: Record<string, string>) => {
  const { body } = await ask(person, 'GET', `/api/jobs/runs/count?${new URLSearchParams(filter)}`);
  return body as { as_of: string; counts: Record<string, number> };
};
/** Does it to all that fit, again and again until none is left: how many at a time, and what was left. */
const all = async (person: Person, act: string, filter: object, more: object = {}) => {
  const changed: number[] = [];
  for (;;) {
    const { body, status } = await ask(person, 'POST', `/api/jobs/runs/${act}`, {
      filter,
      ...more,
    });
    expect(status).toBe(200);
    changed.push(body.changed);
    if (body.left === 0 || body.changed === 0) return { changed, left: body.left };
  }
};
const statuses = async (jobName: string) => {
  const found = await scene.query(
    'select status, count(*)::int as runs from public.background_job_logs where job_name = $1 group by status',
    [jobName],
  );
  return Object.fromEntries(found.map(({ status, runs }) => [status, runs]));
};
const pause = (name: string, paused: boolean) =>
  ask('admin', 'POST', `/api/jobs/queues/${name}`, { paused });
/** Puts jobs into a queue that is paused. */
const enqueue = (name: string, input: object, runs: number, by: string | null = null) =>
  scene.query(
    `select ratebook.enqueue_job($1, $2, $3, 'person') from generate_series(1, $4::int)`,
    [name, input, by, runs],
  );

describe('all runs that fit', () => {
  test('are counted, cancelled, tried again and discarded, a thousand at a time, each act kept', async () => {
    const input = { projectId: rows.item, note: 'marble' };
    await enqueue(name, input, 1_203);
    await enqueue(name, { ...input, note: 'slate' }, 2, people.estimator.userId);
    const filter = { job_name: name, q: 'marble' };
    const counted = await count('admin', filter);
    expect(counted.counts).toMatchObject({ queued: 1_203, failed: 0 });
    const fit = { ...filter, as_of: counted.as_of };
    expect(await all('admin', 'cancel', fit)).toEqual({ changed: [1_000, 203], left: 0 });
    expect(await statuses(name)).toMatchObject({ queued: 2, cancelled: 1_203 });

    // Counted before they were cancelled, they are none of those that were counted as cancelled.
    expect(await all('admin', 'retry', fit)).toEqual({ changed: [0], left: 0 });
    const again = { ...filter, as_of: (await count('admin', filter)).as_of };
    expect(await all('admin', 'retry', again)).toEqual({ changed: [1_000, 203], left: 0 });
    expect(await statuses(name)).toMatchObject({ queued: 1_205 });

    await pause(name, false);
    await expect
      .poll(async () => (await count('admin', filter)).counts.failed, { timeout: 60_000 })
      .toBe(1_203);
    const failed = { ...filter, status: 'failed', as_of: (await count('admin', filter)).as_of };
    const reason = { reason: 'marble is out' };
    expect(await all('admin', 'discard', failed, reason)).toEqual({
      changed: [1_000, 203],
      left: 0,
    });
    expect((await statuses(name)).discarded).toBe(1_203);

    const acts = await scene.query(
      `select action, count(*)::int as acts, count(distinct target)::int as runs, max(details ->> 'reason') as reason,
         bool_and(details -> 'all' ->> 'q' = 'marble') as of_filter
       from public.job_audit where action in ('cancel', 'retry', 'discard') group by action order by action`,
    );
    expect(acts).toEqual([
      { action: 'cancel', acts: 1_203, runs: 1_203, reason: null, of_filter: true },
      { action: 'discard', acts: 1_203, runs: 1_203, reason: 'marble is out', of_filter: true },
      { action: 'retry', acts: 1_203, runs: 1_203, reason: null, of_filter: true },
    ]);
  });

  test('are, for who is no administrator, their own', async () => {
    const { counts, as_of } = await count('estimator', { job_name: name, q: 'slate' });
    expect(Object.values(counts).reduce((a, b) => a + b, 0)).toBe(2);
    expect((await count('stranger', { q: 'slate' })).counts.failed).toBe(0);
    const filter = { q: 'marble', as_of };
    expect(await all('estimator', 'cancel', filter)).toEqual({ changed: [0], left: 0 });
    const discard = { filter: { q: 'slate', as_of }, reason: 'mine' };
    expect((await ask('estimator', 'POST', '/api/jobs/runs/discard', discard)).status).toBe(403);
  });

  test('of a job that takes no second run are tried again one at a time', async () => {
    const name = 'clean-job-logs';
    await scene.query(
      `with failed as (
         insert into public.background_job_logs (job_name, trigger, status, queued_at, finished_at)
         select $1, 'service', 'failed', now(), now() from generate_series(1, 3) returning id
       ) insert into pgboss.job (id, name, state, policy, completed_on, retry_limit)
         select id, $1, 'failed', 'exclusive', now(), 2 from failed`,
      [name],
    );
    const filter = { job_name: name, status: 'failed' };
    const { as_of, counts } = await count('admin', filter);
    expect(counts.failed).toBe(3);
    expect(await all('admin', 'retry', { ...filter, as_of })).toEqual({ changed: [1, 0], left: 2 });
  });
});

test.each([
  [{}, 'ids'],
  [{ ids: [rows.run], filter: { as_of: '2026-01-01T00:00:00Z' } }, 'ids'],
  [{ filter: {} }, 'filter.as_of'],
  [{ filter: { as_of: '2026-01-01T00:00:00Z', status: 'gone' } }, 'filter.status'],
  [{ filter: { as_of: '2026-01-01T00:00:00Z', job: 'x' } }, 'filter.job'],
])('cancelling refuses %o by the field', async (body, field) => {
  expect(await ask('admin', 'POST', '/api/jobs/runs/cancel', body)).toMatchObject({
    status: 400,
    body: { success: false, details: { field } },
  });
});

test('none of all this was a mistake of ours', () => {
  expect(scene.failures()).toEqual([]);
});
