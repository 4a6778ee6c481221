import { describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { type Person, people } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';
import { tokenOf } from '../support/tokens.ts';

const scene = makeScene((databaseUrl) => startNode(databaseUrl, { queue: true }));

const { ask } = scene;

const statusOf = async (id: string) =>
  (await ask('admin', 'GET', `/api/jobs/runs/${id}`)).body.status;

/** A run of the estimator's that has failed for good: there is no project of its. */
async function failedRun(): Promise<string> {
  // Nothing is deleted under a worker that may be reading it, nor held against it.
  const [{ id }] = await scene.query(
    `select ratebook.enqueue_job('capture-price-snapshot', jsonb_build_object('projectId', gen_random_uuid()), $1, 'person') as id`,
    [people.estimator.userId],
  );
  await expect.poll(() => statusOf(id)).toBe('failed');
  return id;
}

describe('a failed run', () => {
  test('is tried again by whoever asked for it, edited and discarded by administrators, touched by nobody else', async () => {
    const id = await failedRun();
    const ids = [id];
    expect((await ask('stranger', 'POST', '/api/jobs/runs/retry', { ids })).status).toBe(404);
    expect((await ask('stranger', 'POST', '/api/jobs/runs/cancel', { ids })).status).toBe(404);
    const input = { projectId: rows.project, includeAllItems: false };
    expect((await ask('estimator', 'POST', '/api/jobs/runs/retry', { ids, input })).status).toBe(
      403,
    );
    const later = { ids, until: new Date(Date.now() + 60_000).toISOString() };
    expect((await ask('stranger', 'POST', '/api/jobs/runs/postpone', later)).status).toBe(404);
    // It waits no more.
    expect((await ask('estimator', 'POST', '/api/jobs/runs/postpone', later)).status).toBe(409);
    const first = { ids, priority: 20 };
    expect((await ask('estimator', 'POST', '/api/jobs/runs/prioritize', first)).status).toBe(403);
    const discard = { ids, reason: 'no longer needed' };
    expect((await ask('estimator', 'POST', '/api/jobs/runs/discard', discard)).status).toBe(403);
    expect(await statusOf(id)).toBe('failed');

    const again = await ask('estimator', 'POST', '/api/jobs/runs/retry', { ids });
    expect(again).toMatchObject({ status: 200, body: { success: true, changed: 1 } });
    await expect
      .poll(
        async () =>
          (await ask('estimator', 'GET', `/api/jobs/runs/${id}/history`)).body.attempts.length,
      )
      .toBe(2);
    expect((await ask('stranger', 'GET', `/api/jobs/runs/${id}/history`)).status).toBe(404);
    await expect.poll(() => statusOf(id)).toBe('failed');

    const wrong = { ids, input: { projectId: 'x' } };
    expect(await ask('admin', 'POST', '/api/jobs/runs/retry', wrong)).toMatchObject({
      status: 400,
      body: { code: 'invalid_input', details: { field: 'projectId' } },
    });
    expect((await ask('admin', 'POST', '/api/jobs/runs/discard', discard)).body.changed).toBe(1);
    expect(await statusOf(id)).toBe('discarded');

    const audit = await ask('admin', 'GET', '/api/jobs/audit');
    expect(
      audit.body.entries
        .filter(({ target }: { target: string }) => target === id)
        .map(({ action, user_id }: { action: string; user_id: string }) => [action, user_id]),
    ).toEqual([
      ['discard', people.admin.userId],
      ['retry', people.estimator.userId],
    ]);
    expect((await ask('estimator', 'GET', '/api/jobs/audit')).body.entries).toEqual([]);
  });

  test('is told to whoever asked for it, until they have read it', async () => {
    const id = await failedRun();
    const told = await ask('estimator', 'GET', '/api/notices');
    const mine = told.body.notices.find(({ run_id }: { run_id: string }) => run_id === id);
    expect(mine).toMatchObject({
      outcome: 'failed',
      title: 'Capture prices of a project',
      link: `/jobs/runs/${id}`,
      read_at: null,
    });
    expect((await ask('stranger', 'GET', '/api/notices')).body).toEqual({ notices: [], unread: 0 });
    const { unread } = told.body;
    const read = await ask('estimator', 'POST', '/api/notices/read', { ids: [mine.id] });
    expect(read.body.unread).toBe(unread - 1);
    expect((await ask('estimator', 'POST', '/api/notices/read')).body.unread).toBe(0);
  });
});

describe('how deep the queues were', () => {
  type Steps = {
    at: string;
    ready: number | null;
    active: number | null;
    oldest_seconds: number | null;
    completed: number;
    failed: number;
  }[];
  const depths = async (query: string): Promise<Steps> =>
    (await ask('estimator', 'GET', `/api/jobs/depths?${query}`)).body.steps;
  const counted = (steps: Steps) =>
    steps.flatMap(({ ready, active, oldest_seconds }) =>
      ready === null ? [] : [[ready, active, oldest_seconds]],
    );

  test('is told step by step, of each the most, all queues together or one of them', async () => {
    await scene.query('delete from public.job_queue_samples');
    // A quarter of an hour of two days ago, and one minute of another queue an hour before it.
    await scene.query(
      `insert into public.job_queue_samples (at, name, ready, active, oldest_seconds)
      select date_bin('2 hours', now() - interval '2 days', 'epoch') + n * interval '1 minute', name, ready, 1, oldest
      from (values (1, 'bulk-update', 3, 40), (1, 'clean-job-logs', 4, null), (2, 'bulk-update', 5, 70.5),
        (121, 'clean-job-logs', 9, 1)) s (n, name, ready, oldest)`,
    );
    const week = await depths('over=7d');
    expect(week).toHaveLength(84);
    expect(counted(week)).toEqual([
      // Three and four in one minute are more than five in the next.
      [7, 2, 70.5],
      [9, 1, 1],
    ]);
    expect(counted(await depths('over=7d&queue=bulk-update'))).toEqual([[5, 1, 70.5]]);
    expect(counted(await depths('over=24h'))).toEqual([]);
    expect(await depths('over=24h')).toHaveLength(96);
    const hour = await depths('over=1h');
    expect(hour).toHaveLength(60);
    expect(Date.parse(hour.at(-1)?.at ?? '')).toBeLessThanOrEqual(Date.now());
  });

  test('comes with how many runs ended in each step, well or for good, of everybody’s', async () => {
    // Four hours of a day on which nothing else ended.
    await scene.query(
      `insert into public.background_job_logs (job_name, status, trigger, finished_at)
      select job_name, status, 'service', date_bin('2 hours', now() - interval '5 days', 'epoch') + n * interval '1 minute'
      from (values (0, 'bulk-update', 'completed'), (119, 'bulk-update', 'completed'), (1, 'bulk-update', 'failed'),
        (2, 'clean-job-logs', 'discarded'), (3, 'clean-job-logs', 'cancelled'), (120, 'clean-job-logs', 'completed')) r (n, job_name, status)`,
    );
    const ended = (steps: Steps) =>
      steps
        .filter(({ at }) => Date.parse(at) < Date.now() - 4 * 86_400_000)
        .flatMap(({ completed, failed }) => (completed + failed > 0 ? [[completed, failed]] : []));
    expect(ended(await depths('over=7d'))).toEqual([
      [2, 2],
      [1, 0],
    ]);
    expect(ended(await depths('over=7d&queue=bulk-update'))).toEqual([[2, 1]]);
    expect(ended(await depths('over=24h'))).toEqual([]);
  });

  test.each([
    ['over=2h', 'over'],
    ['queue=none', 'queue'],
  ])('is not told by %s', async (query, field) => {
    expect(await ask('admin', 'GET', `/api/jobs/depths?${query}`)).toMatchObject({
      status: 400,
      body: { details: { field } },
    });
  });
});

describe('what was done', () => {
  const audit = async (query: string) => {
    const { status, body } = await ask('admin', 'GET', `/api/jobs/audit?${query}`);
    expect(status).toBe(200);
    return body as {
      filters: { who: string[]; actions: string[] } | null;
      entries: { id: number; target: string }[];
      names: Record<string, string>;
      next_cursor: string | null;
    };
  };
  const targets = async (query: string) => (await audit(query)).entries.map(({ target }) => target);

  test('is found by who, what, when and words, all of them together, and read page by page', async () => {
    await scene.query(
      `insert into public.job_audit (at, user_id, action, target, details) values
        ('2026-03-01T10:00:00Z', $1, 'pause', 'dig-a', '{"why": "Frost in the quarry"}'),
        ('2026-03-02T10:00:00Z', $2, 'pause', 'dig-b', '{"why": "100% rain"}'),
        ('2026-03-03T10:00:00Z', null, 'resume', 'dig-c', '{"why": "frost is over"}')`,
      [people.admin.userId, people.owner.userId],
    );
    expect(await targets('q=dig-')).toEqual(['dig-c', 'dig-b', 'dig-a']);
    expect(await targets(`q=dig-&who=${people.owner.userId}`)).toEqual(['dig-b']);
    expect(await targets('q=dig-&who=service')).toEqual(['dig-c']);
    expect(await targets('q=dig-&action=pause')).toEqual(['dig-b', 'dig-a']);
    expect(await targets('q=frost')).toEqual(['dig-c', 'dig-a']);
    expect(await targets('q=QUARRY%20frost')).toEqual(['dig-a']);
    // Signs that `like` would read otherwise are only signs.
    expect(await targets('q=dig-%25')).toEqual([]);
    expect(await targets('q=100%25')).toEqual(['dig-b']);
    expect(
      await targets('q=dig-&from=2026-03-02T00:00:00Z&to=2026-03-03T10:00:00%2B00:00'),
    ).toEqual(['dig-b']);
    expect(await targets('q=frost&action=pause&who=service')).toEqual([]);

    const first = await audit('q=dig-&limit=2');
    expect(first.entries.map(({ target }) => target)).toEqual(['dig-c', 'dig-b']);
    expect(first.filters?.who).toEqual(
      expect.arrayContaining([people.admin.userId, people.owner.userId, 'service']),
    );
    expect(first.filters?.actions).toEqual(expect.arrayContaining(['pause', 'resume']));
    const second = await audit(`q=dig-&limit=2&cursor=${first.next_cursor}`);
    expect(second).toMatchObject({ filters: null, next_cursor: null });
    expect(second.entries.map(({ target }) => target)).toEqual(['dig-a']);
    const others = await ask('estimator', 'GET', '/api/jobs/audit?q=dig-');
    expect(others.body).toMatchObject({ entries: [], filters: { who: [], actions: [] } });
  });

  test('tells how those who did it are called, as their tokens say, and whose a run is', async () => {
    const { owner } = people;
    const called = (metadata: object) => ({ ...owner, claims: { ...owner.claims, ...metadata } });
    const run = `select ratebook.enqueue_job('clean-job-logs', '{}', $1, 'person') as id`;
    const [{ id }] = await scene.query(run, [owner.userId]);
    const nameOf = async (person: 'admin' | 'owner') => {
      const { body } = await ask(person, 'GET', `/api/jobs/runs/${id}`);
      return body.requested_by_name;
    };
    await scene.query(
      `insert into public.job_audit (user_id, action, target) values ($1, 'run', 'named')`,
      [owner.userId],
    );
    expect(await nameOf('admin')).toBeNull();
    await ask(called({ email: ' ', user_metadata: { name: 'Olu Owner' } }), 'GET', '/api/notices');
    expect(await nameOf('admin')).toBe('Olu Owner');
    expect(await nameOf('owner')).toBe('Olu Owner');
    await ask(called({ email: 'olu@example.org' }), 'GET', '/api/notices');
    expect((await audit('q=named')).names).toEqual(
      expect.objectContaining({ [owner.userId ?? '']: 'olu@example.org' }),
    );
    // What is no name is none, and what was known stays.
    expect(
      (await ask(called({ email: 7, user_metadata: 'x' }), 'GET', '/api/notices')).status,
    ).toBe(200);
    // Nor is an address that somebody only says is theirs.
    const pretends = { user_metadata: { name: 'boss@example.org' } };
    expect((await ask(called(pretends), 'GET', '/api/notices')).status).toBe(200);
    expect(await nameOf('admin')).toBe('olu@example.org');
  });

  test.each([
    ['who=me', 'who'],
    ['from=yesterday', 'from'],
    ['to=2026-03-01', 'to'],
    ['cursor=x', 'cursor'],
    ['limit=0', 'limit'],
  ])('is not looked for by %s', async (query, field) => {
    expect(await ask('admin', 'GET', `/api/jobs/audit?${query}`)).toMatchObject({
      status: 400,
      body: { details: { field } },
    });
  });
});

test('queues are paused by administrators alone, and health says so', async () => {
  const path = '/api/jobs/queues/clean-job-logs';
  expect((await ask('owner', 'POST', path, { paused: true })).status).toBe(403);
  expect((await ask('admin', 'POST', path, { paused: true })).status).toBe(200);
  const { body } = await ask('admin', 'GET', '/api/jobs/health');
  const queue = body.queues.find(({ name }: { name: string }) => name === 'clean-job-logs');
  expect(queue).toMatchObject({ paused: true, title: 'Remove old job logs' });
  expect(body.workers[0]).toMatchObject({ alive: true, running: expect.any(Array) });
  expect(body.workers[0].memory_bytes ?? 1e8).toBeGreaterThan(1e6);
  expect((await ask('owner', 'GET', '/api/jobs/health')).body.workers).toEqual([]);
  await ask('admin', 'POST', path, { paused: false });
});

test.each([
  ['/api/jobs/runs/retry', { ids: [] }, 'ids'],
  ['/api/jobs/runs/retry', { ids: [rows.run, rows.runOfEstimator], input: {} }, 'input'],
  ['/api/jobs/runs/cancel', { ids: ['x'] }, 'ids[0]'],
  ['/api/jobs/runs/discard', { ids: [rows.run], reason: ' ' }, 'reason'],
  ['/api/jobs/runs/postpone', { ids: [rows.run], until: 'tomorrow' }, 'until'],
  ['/api/jobs/runs/postpone', { ids: [rows.run], until: '2020-01-01T00:00:00Z' }, 'until'],
  ['/api/jobs/runs/postpone', { ids: [rows.run], until: '2999-01-01T00:00:00Z' }, 'until'],
  ['/api/jobs/runs/prioritize', { ids: [rows.run], priority: 1.5 }, 'priority'],
  ['/api/jobs/runs/prioritize', { ids: [rows.run], priority: 101 }, 'priority'],
  ['/api/jobs/queues/clean-job-logs', { paused: 'yes' }, 'paused'],
  ['/api/notices/read', { ids: 'all' }, 'ids'],
])('%s refuses %o by the field', async (path, body, field) => {
  expect(await ask('admin', 'POST', path, body)).toMatchObject({
    status: 400,
    body: { success: false, details: { field } },
  });
});

/** The stream of changes as somebody hears it. */
async function listen(person: Person, path = '/api/events') {
  const stop = new AbortController();
  const { body, headers } = await fetch(scene.url() + path, {
    headers: { authorization: `Bearer ${await tokenOf(people[person])}` },
    signal: stop.signal,
  });
  expect(headers.get('content-type')).toContain('text/event-stream');
  if (!body) throw new Error('The stream is empty.');
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let heard = '';
  const hears = async (text: string) => {
    while (!heard.includes(text)) heard += (await reader.read()).value ?? '';
  };
  await hears('event: open');
  return { hears, heard: () => heard, stop: () => stop.abort() };
}

test('the stream tells of a change as soon as it is committed, and of nothing in it', async () => {
  const stream = await listen('stranger');
  await ask('admin', 'POST', '/api/jobs/clean-job-logs/run');
  await stream.hears('event: jobs');
  await stream.hears('event: notices');
  expect(stream.heard()).not.toContain('clean-job-logs');
  stream.stop();
});

test('the stream tells of the project that is looked at, and only those who see it', async () => {
  const path = `/api/events?project=${rows.project}`;
  const [owner, elsewhere, stranger, lost] = await Promise.all([
    listen('owner', path),
    listen('owner', `/api/events?project=${rows.publicProject}`),
    listen('stranger', path),
    listen('owner', '/api/events?project=x'),
  ]);
  await ask('estimator', 'POST', `/api/estimates/${rows.estimate}/elements`, { name: 'Told of' });
  await owner.hears('event: project');
  expect(owner.heard()).not.toContain(rows.project);
  // What comes after is heard by them, and that was not.
  await ask('admin', 'POST', '/api/jobs/clean-job-logs/run');
  for (const stream of [elsewhere, stranger, lost]) {
    await stream.hears('event: jobs');
    expect(stream.heard()).not.toContain('project');
    stream.stop();
  }
  owner.stop();
});

test('none of all this was a mistake of ours', () => {
  expect(scene.failures()).toEqual([]);
});
