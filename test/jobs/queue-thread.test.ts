import { readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import type { Worker } from 'node:worker_threads';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import type { JobEvent } from '../../src/jobs/options.ts';
import { connectToQueue } from '../../src/jobs/queue.ts';
import { startQueueInThread } from '../../src/jobs/threads/queue.ts';
import { makeStandBack, withoutHelpers } from '../../src/jobs/threads/stand-back.ts';
import { people } from '../support/people.ts';
import { makeQueueScene } from '../support/queue-scene.ts';

const scene = makeQueueScene();
const events: JobEvent[] = [];
const threads: Worker[] = [];
const noteThread = (thread: Worker) => threads.push(thread);
let stop = async () => {};

afterEach(async () => {
  process.off('worker', noteThread);
  await stop();
  stop = async () => {};
  events.length = 0;
  threads.length = 0;
});

async function start(url = scene.url()): Promise<void> {
  process.on('worker', noteThread);
  const task = { url, timeZone: 'UTC', ownDatabase: true };
  const running = await startQueueInThread(task, (event) => events.push(event));
  stop = running.stop;
}

const capture = async () => {
  const [project] = await scene.query('select id from projects order by code limit 1');
  return scene.enqueue('capture-price-snapshot', { projectId: project.id, includeAllItems: true });
};

test('a thread does the jobs and tells of them, and takes no more once it is stopped', async () => {
  await start();
  const done = await capture();
  await scene.becomes(done, 'completed');
  expect(events).toEqual([
    expect.objectContaining({ type: 'run started', runId: done }),
    expect.objectContaining({ type: 'run completed', runId: done }),
  ]);
  await stop();
  const left = await capture();
  expect(await scene.run(left)).toMatchObject({ status: 'queued' });
  const connections = await scene.query(
    `select from pg_stat_activity where datname = current_database() and application_name like 'ratebook jobs %'`,
  );
  expect(connections).toEqual([]);
});

test('why a run failed is told as the error that it was, though it came from another thread', async () => {
  await start();
  const id = await scene.enqueue('capture-price-snapshot', {
    projectId: crypto.randomUUID(),
    includeAllItems: false,
  });
  await scene.becomes(id, 'failed');
  const [failed] = events.filter((event) => event.type === 'run failed');
  expect(failed?.error).toBeInstanceOf(Error);
  expect(String(failed?.error)).toContain('project');
});

test('a thread that breaks off is told of and followed by another, which does what is left', async () => {
  await start();
  expect(threads).toHaveLength(1);
  await threads[0]?.terminate();
  await expect
    .poll(() => events)
    .toContainEqual(expect.objectContaining({ type: 'queue trouble' }));
  await scene.becomes(await capture(), 'completed');
  expect(threads).toHaveLength(2);
});

test('what stands back asks no helpers of the database, and keeps what else its address asks for', async () => {
  const asked = new URL(scene.url());
  asked.searchParams.set('options', '-c work_mem=5MB');
  const client = new pg.Client({ connectionString: withoutHelpers(asked.href) });
  await client.connect();
  const { rows } = await client.query(
    `select current_setting('work_mem') as memory, current_setting('max_parallel_workers_per_gather') as of_queries,
       current_setting('max_parallel_maintenance_workers') as of_indexes`,
  );
  await client.end();
  expect(rows).toEqual([{ memory: '5MB', of_queries: '0', of_indexes: '0' }]);
});

test('a process of the database stands back, and where sessions share the processor, its session does', async () => {
  const client = new pg.Client({ connectionString: scene.url() });
  await client.connect();
  const { rows } = await client.query('select pg_backend_pid() as id');
  const session = () => {
    makeStandBack(rows[0].id);
    return sessionPriority(rows[0].id);
  };
  // The kernel lets an ordinary user say so ten times a second.
  await expect.poll(session).toBe(sessionPriority('self') === null ? null : 10);
  expect(getPriority(rows[0].id)).toBe(10);
  await client.end();
  // It is gone by now, or soon: nothing to be told of.
  expect(() => makeStandBack(rows[0].id)).not.toThrow();
});

/** How far a process's session stands back; null where there is no such thing. */
function sessionPriority(process: number | 'self'): number | null {
  try {
    return Number(readFileSync(`/proc/${process}/autogroup`, 'utf8').split(' nice ')[1]);
  } catch {
    return null;
  }
}

test('where the database is not there, the start fails and says so', async () => {
  const nowhere = new URL(scene.url());
  nowhere.pathname = '/nowhere';
  await expect(start(nowhere.href)).rejects.toThrow('database "nowhere" does not exist');
  expect(events).toEqual([]);
});

test('who is connected to the queue without working on it acts on its runs', async () => {
  const queue = await connectToQueue(scene.url(), (error) => {
    throw error;
  });
  await start();
  await stop();
  const id = await capture();
  try {
    expect(await queue.cancel([id], people.admin.userId)).toBe(1);
    expect(await scene.run(id)).toMatchObject({ status: 'cancelled' });
    expect(await queue.retry([id], people.admin.userId)).toBe(1);
    expect(await scene.run(id)).toMatchObject({ status: 'queued' });
    expect(await queue.inputOf(id)).toMatchObject({ includeAllItems: true });
    expect(queue.preview('0 2 * * *', 'UTC', new Date('2026-06-15T12:00:00Z'), 1)).toEqual([
      new Date('2026-06-16T02:00:00Z'),
    ]);
  } finally {
    await queue.stop();
  }
  await start();
  await scene.becomes(id, 'completed');
});
