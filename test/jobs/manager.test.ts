import { describe, expect, test } from 'vitest';
import { costOptions } from '../../src/contract/complex-costs.ts';
import { service } from '../../src/database/identity.ts';
import { getRunHistory } from '../../src/database/queries/jobs/health.ts';
import { setPaused } from '../../src/database/queries/jobs/queues.ts';
import { rows } from '../support/fixture.ts';
import { people } from '../support/people.ts';
import { makeQueueScene } from '../support/queue-scene.ts';

const scene = makeQueueScene();
const unknownProject = {
  projectId: '00000000-0000-4000-8000-000000000000',
  includeAllItems: false,
};
const capture = { projectId: rows.project, includeAllItems: false };
const admin = people.admin.userId;

const historyOf = (id: string) => scene.database().as(service, (tx) => getRunHistory(tx, id));
const actsOn = (target: string) =>
  scene.query(
    'select user_id, action, details from public.job_audit where target = $1 order by id',
    [target],
  );
const pause = (paused: boolean) =>
  scene.database().as(service, (tx) => setPaused(tx, 'capture-price-snapshot', paused, admin));
const snapshots = async () =>
  (await scene.query('select count(*)::int as count from public.price_snapshots'))[0].count;

describe('a run that fails for good', () => {
  test('is not tried again where that would change nothing, keeps its attempt, and its person hears', async () => {
    await scene.start();
    const id = await scene.enqueue('capture-price-snapshot', unknownProject);
    const run = await scene.becomes(id, 'failed');
    expect(run).toMatchObject({ attempt: 1 });
    expect(run.error_message).toMatch(/^There is no project 0000/);
    const { attempts } = await historyOf(id);
    expect(attempts).toMatchObject([
      { attempt: 1, outcome: 'failed', worker: expect.stringMatching(/:\d+$/) },
    ]);
    expect(attempts[0]?.error_stack).toContain('capture-snapshot.ts');
    expect(
      await scene.query(
        'select user_id, outcome, body, link from public.notices where run_id = $1',
        [id],
      ),
    ).toEqual([
      {
        user_id: people.estimator.userId,
        outcome: 'failed',
        body: run.error_message,
        link: `/jobs/runs/${id}`,
      },
    ]);
  });

  test('is edited and tried again under its own name, and both are kept', async () => {
    const queue = await scene.start();
    const id = await scene.enqueue('capture-price-snapshot', unknownProject);
    await scene.becomes(id, 'failed');
    expect(await queue.retry([id], admin, capture)).toBe(1);
    const run = await scene.becomes(id, 'completed');
    expect(run).toMatchObject({ attempt: 2, input: capture, error_message: null });
    expect((await historyOf(id)).attempts).toMatchObject([
      { attempt: 1, outcome: 'failed' },
      { attempt: 2, outcome: 'completed', error_message: null },
    ]);
    expect(await actsOn(id)).toEqual([
      { user_id: admin, action: 'edit', details: { input: capture } },
    ]);
  });

  test('many are tried again at once', async () => {
    const queue = await scene.start();
    const ids = await Promise.all(
      Array.from({ length: 5 }, () => scene.enqueue('capture-price-snapshot', unknownProject)),
    );
    for (const id of ids) await scene.becomes(id, 'failed');
    expect(await queue.retry(ids, admin)).toBe(5);
    for (const id of ids) {
      await expect.poll(async () => (await historyOf(id)).attempts.length).toBe(2);
      await scene.becomes(id, 'failed');
    }
  });

  test('is given up for a reason, and then no longer tried', async () => {
    const queue = await scene.start();
    const id = await scene.enqueue('capture-price-snapshot', unknownProject);
    await scene.becomes(id, 'failed');
    expect(await queue.discard([id], admin, 'the project was a test')).toBe(1);
    expect(await scene.run(id)).toMatchObject({
      status: 'discarded',
      discard_reason: 'the project was a test',
    });
    expect(await queue.retry([id], admin)).toBe(0);
    expect(await actsOn(id)).toMatchObject([
      { action: 'discard', details: { reason: 'the project was a test' } },
    ]);
  });
});

describe('a run that waits', () => {
  test('is put off, held by no alert to be late, and begins at once where that is asked', async () => {
    await pause(true);
    const queue = await scene.start();
    const id = await scene.enqueue('capture-price-snapshot', capture);
    const until = new Date(Date.now() + 3_600_000);
    expect(await queue.postpone([id], admin, until)).toBe(1);
    await pause(false);
    const after = await scene.enqueue('capture-price-snapshot', capture);
    await scene.becomes(after, 'completed');
    expect(await scene.run(id)).toMatchObject({ status: 'queued', attempt: 0 });
    const [{ health }] = await scene.query(
      `select jsonb_path_query_first(ratebook.job_health(), '$.queues[*] ? (@.name == "capture-price-snapshot")') as health`,
    );
    expect(health).toMatchObject({ ready: 0, later: 1, oldest_seconds: null });

    expect(await queue.postpone([id], admin, null)).toBe(1);
    await scene.becomes(id, 'completed');
    expect(await actsOn(id)).toEqual([
      { user_id: admin, action: 'postpone', details: { until: until.toISOString() } },
      { user_id: admin, action: 'postpone', details: { until: null } },
    ]);
    // What has begun cannot be put off.
    expect(await queue.postpone([id], admin, until)).toBe(0);
  });

  test('begins before those of a lower priority', async () => {
    await pause(true);
    const queue = await scene.start();
    const first = await scene.enqueue('capture-price-snapshot', capture);
    const second = await scene.enqueue('capture-price-snapshot', capture);
    expect(await queue.prioritize([second], admin, 50)).toBe(1);
    await pause(false);
    await scene.becomes(first, 'completed');
    await scene.becomes(second, 'completed');
    const rows = await scene.query(
      `select id, priority from public.background_job_logs where id = any ($1::uuid[]) order by started_at`,
      [[first, second]],
    );
    expect(rows[0]).toEqual({ id: second, priority: 50 });
    expect(await actsOn(second)).toEqual([
      { user_id: admin, action: 'prioritize', details: { priority: 50 } },
    ]);
  });
});

describe('a run that is cancelled', () => {
  test('while it waits is not begun', async () => {
    await pause(true);
    const queue = await scene.start();
    const id = await scene.enqueue('capture-price-snapshot', capture);
    expect(await queue.cancel([id], admin)).toBe(1);
    await pause(false);
    const after = await scene.enqueue('capture-price-snapshot', capture);
    await scene.becomes(after, 'completed');
    expect(await scene.run(id)).toMatchObject({ status: 'cancelled', attempt: 0 });
  });

  test('while it runs stops within seconds, leaves nothing behind, and can be tried again', async () => {
    const queue = await scene.start();
    const before = await snapshots();
    await scene.query('begin');
    await scene.query('lock table public.price_snapshot_items in exclusive mode');
    const id = await scene.enqueue('capture-price-snapshot', capture);
    await scene.told((event) => event.type === 'run started' && event.runId === id);
    await expect.poll(async () => (await historyOf(id)).attempts.length).toBe(1);
    expect(await queue.cancel([id], admin)).toBe(1);
    // The worker is free although its statement still waits for the lock.
    await scene.told((event) => event.type === 'run failed' && event.runId === id);
    expect(await scene.run(id)).toMatchObject({ status: 'cancelled' });
    await scene.query('rollback');
    expect((await historyOf(id)).attempts).toMatchObject([{ outcome: 'cancelled' }]);
    expect(await snapshots()).toBe(before);

    expect(await queue.retry([id], admin)).toBe(1);
    await scene.becomes(id, 'completed');
    expect(await snapshots()).toBe(before + 1);
  });
});

describe('a queue that is paused', () => {
  test('keeps its jobs, and goes on with the most urgent first', async () => {
    const pause = (paused: boolean) =>
      scene.database().as(service, (tx) => setPaused(tx, 'capture-price-snapshot', paused, admin));
    await pause(true);
    const queue = await scene.start();
    const later = await scene.enqueue('capture-price-snapshot', capture, 'schedule');
    const urgent = await scene.enqueue('capture-price-snapshot', capture, 'person');
    await scene.becomes(
      await scene.enqueue('calculate-complex-factors', {
        projectId: rows.project,
        libraryItemIds: [rows.item],
        options: costOptions.parse({}),
      }),
      'completed',
    );
    expect((await scene.run(later)).status).toBe('queued');
    await pause(false);
    const [first, second] = [
      await scene.becomes(urgent, 'completed'),
      await scene.becomes(later, 'completed'),
    ];
    expect(first.started_at ?? '').toBeTruthy();
    // Of one project one goes at a time: the second began when the first had ended.
    expect(Date.parse(second.started_at ?? '')).toBeGreaterThanOrEqual(
      Date.parse(first.finished_at ?? '') - 5,
    );
    expect(await queue.workers()).toMatchObject([
      { alive: true, name: expect.stringMatching(/:\d+$/) },
    ]);
  });
});

test('a queue that is paused and let go on again and again in a moment goes on', async () => {
  await scene.start();
  for (let round = 0; round < 10; round += 1) {
    for (const paused of [true, false]) {
      await scene
        .database()
        .as(service, (tx) => setPaused(tx, 'capture-price-snapshot', paused, admin));
    }
    await scene.becomes(await scene.enqueue('capture-price-snapshot', capture), 'completed');
  }
});

describe('a job done in steps', () => {
  test('that breaks off goes on where it was, and does no step twice', async () => {
    await scene.query(`
      insert into public.projects (code, name) select 'S' || n, 'S' from generate_series(1, 247) n;
      create function refuse_last() returns trigger language plpgsql as $$ begin
        if (select count(*) from public.price_snapshots s join public.projects p on p.id = s.project_id where p.code like 'S%') > 200
        then raise exception 'enough for now'; end if; return new; end $$;
      create trigger refuse_last before insert on public.price_snapshots for each row execute function refuse_last()`);
    const queue = await scene.start();
    const id = await scene.enqueue('capture-price-snapshots', {});
    await expect.poll(async () => (await scene.run(id)).error_message).toBe('enough for now');
    expect((await historyOf(id)).checkpoint).toMatchObject({ done: 200 });
    await scene.query('drop function refuse_last cascade');
    await scene.retryNow(id);
    const run = await scene.becomes(id, 'completed');
    expect(run).toMatchObject({ attempt: 2, output: { projects: 250 } });
    const [captured] = await scene.query(
      `select count(*)::int as snapshots, count(distinct s.project_id)::int as projects, count(distinct captured_at)::int as moments
       from public.price_snapshots s join public.projects p on p.id = s.project_id where p.code like 'S%'`,
    );
    expect(captured).toEqual({ snapshots: 247, projects: 247, moments: 1 });
    await queue.stop();
  });
});
