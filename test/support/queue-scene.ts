import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { JobInput, JobName } from '../../src/contract/jobs.ts';
import { type Changes, listenForChanges } from '../../src/database/changes.ts';
import { connect, type Database } from '../../src/database/database.ts';
import { service } from '../../src/database/identity.ts';
import { enqueueJob } from '../../src/database/queries/jobs/enqueue.ts';
import { getRun } from '../../src/database/queries/jobs/list-runs.ts';
import type { JobEvent } from '../../src/jobs/options.ts';
import { type Queue, startQueue } from '../../src/jobs/queue.ts';
import type { Handlers } from '../../src/jobs/run.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { makeFixture } from './fixture.ts';
import { people } from './people.ts';

/** What differs of a scene. */
interface SceneOptions {
  /** Fills the database; with the fixture where left out. */
  fill?: (client: pg.Client) => Promise<unknown>;
  timeZone?: string;
  /** The workers' clock. */
  now?: () => Date;
}

/** A queue on a database of its own, filled; it is stopped after each test. */
export function makeQueueScene({
  fill = makeFixture,
  timeZone = 'UTC',
  now = () => new Date(),
}: SceneOptions = {}) {
  let testDatabase: TestDatabase;
  let database: Database;
  let client: pg.Client;
  let changes: Changes;
  let queue: Queue | null = null;
  const events: JobEvent[] = [];
  const listeners = new Set<() => void>();

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    database = connect(testDatabase.url);
    changes = await listenForChanges(testDatabase.url);
    client = new pg.Client({ connectionString: testDatabase.url });
    await client.connect();
    await fill(client);
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

  const run = (id: string) => database.as(service, (tx) => getRun(tx, id));
  return {
    database: () => database,
    url: () => testDatabase.url,
    changes: () => changes,
    run,
    query: async (sql: string, values: unknown[] = []) => (await client.query(sql, values)).rows,
    /** Stops the queue within a test. */
    stop: async () => {
      await queue?.stop();
      queue = null;
    },
    /** Starts it, with other handlers of some jobs where they are given. */
    start: async (handlers: Partial<Handlers> = {}): Promise<Queue> => {
      queue = await startQueue({
        url: testDatabase.url,
        database,
        changes,
        timeZone,
        now,
        handlers,
        observe: (event) => {
          events.push(event);
          for (const listener of listeners) listener();
        },
      });
      return queue;
    },
    /** Enqueues as the estimator of the fixture would. */
    enqueue: <Name extends JobName>(
      name: Name,
      input: JobInput<Name>,
      trigger: 'person' | 'schedule' = 'person',
    ) => {
      const userId = trigger === 'person' ? people.estimator.userId : null;
      return database.as(service, (tx) => enqueueJob(tx, name, input, { trigger, userId }));
    },
    /** Resolves with the first event, past or to come, that fits. */
    told: (fits: (event: JobEvent) => boolean): Promise<JobEvent> =>
      new Promise((resolve) => {
        const look = () => {
          const found = events.find(fits);
          if (!found) return;
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        look();
      }),
    /** Lets a run that waits out its backoff start now. It may still be about to be set waiting. */
    retryNow: async (id: string) => {
      const hurry = `update pgboss.job set start_after = now() where id = $1 and state = 'retry'`;
      await expect.poll(async () => (await client.query(hurry, [id])).rowCount).toBe(1);
    },
    /** Resolves with a run's row once it stands so. */
    becomes: async (id: string, status: string) => {
      await expect.poll(async () => (await run(id)).status, { interval: 50 }).toBe(status);
      // The row says that an attempt failed a moment before the queue does, which can try it again only then.
      const held = `select from pgboss.job where id = $1 and state = 'active'`;
      if (status === 'failed') {
        await expect.poll(async () => (await client.query(held, [id])).rowCount).toBe(0);
      }
      return run(id);
    },
  };
}
