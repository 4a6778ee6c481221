import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { PgBoss } from 'pg-boss';
import { listenForChanges } from '../../src/database/changes.ts';
import { connect } from '../../src/database/database.ts';
import { service } from '../../src/database/identity.ts';
import { enqueueJob } from '../../src/database/queries/jobs/enqueue.ts';
import type { JobEvent } from '../../src/jobs/options.ts';
import { startQueue } from '../../src/jobs/queue.ts';

/** What a job of the comparison does: nothing at all, or a price snapshot of a project. */
export type Work = 'nothing' | 'a price snapshot';

/** A queue that takes jobs, with one worker on them. */
export interface Contender {
  /** Puts a job into the queue for good; gives its id. */
  enqueue(): Promise<string>;
  /** When each job began, and those that ended. */
  watch: Watch;
  stop(): Promise<void>;
}

/** Sees jobs begin and end. */
export interface Watch {
  started: Map<string, number>;
  finished: Set<string>;
  /** Resolves at the next end. */
  moved(): Promise<void>;
}

function watcher() {
  let wake = () => {};
  const started = new Map<string, number>();
  const finished = new Set<string>();
  const watch: Watch = {
    started,
    finished,
    moved: () =>
      new Promise<void>((resolve) => {
        wake = resolve;
      }),
  };
  const start = (id: string) => started.set(id, performance.now());
  const finish = (id: string) => {
    finished.add(id);
    wake();
  };
  return { watch, start, finish };
}

/** A project to capture, of its own for each contender. */
async function addProject(client: pg.Client): Promise<string> {
  const { rows } = await client.query(
    `insert into public.projects (code, name) values ($1, 'Bench') returning id`,
    [randomUUID()],
  );
  return rows[0].id;
}

/** Bare pg-boss with notifications: nothing but itself, or the same snapshot in its transactional worker. */
export async function startBare(client: pg.Client, url: string, work: Work): Promise<Contender> {
  const { watch, start, finish } = watcher();
  const boss = new PgBoss({
    connectionString: url,
    schema: 'bare',
    useListenNotify: true,
  });
  await boss.start();
  await boss.createQueue('bench', { notify: true });
  const projectId = await addProject(client);
  const options = { pollingIntervalSeconds: 1 };
  const wake = () => boss.notifyWorker(worker);
  const worker: string =
    work === 'nothing'
      ? await boss.work('bench', options, async ([job]) => {
          wake();
          if (!job) return;
          start(job.id);
          finish(job.id);
        })
      : await boss.work('bench', { ...options, transactional: true }, async ([job], tx) => {
          wake();
          if (!job) return;
          start(job.id);
          await tx.executeSql('select * from ratebook.capture_price_snapshot($1, false, $2)', [
            projectId,
            new Date(),
          ]);
          finish(job.id);
        });
  return {
    enqueue: async () => (await boss.send('bench', {})) ?? '',
    watch,
    stop: () => boss.stop({ graceful: false }),
  };
}

/** Ours, with everything a run has: log row, attempt, notices, announcements, fences. */
export async function startOurs(client: pg.Client, url: string, work: Work): Promise<Contender> {
  const { watch, start, finish } = watcher();
  const database = connect(url, { max: 5 });
  const changes = await listenForChanges(url);
  const input = { projectId: await addProject(client), includeAllItems: false };
  const queue = await startQueue({
    url,
    database,
    changes,
    timeZone: 'UTC',
    now: () => new Date(),
    observe: (event: JobEvent) => {
      if (event.type === 'run started') start(event.runId);
      if (event.type === 'run completed') finish(event.runId);
    },
    ...(work === 'nothing' && { handlers: { 'capture-price-snapshot': async () => ({}) } }),
  });
  const by = { trigger: 'service', userId: null } as const;
  return {
    enqueue: () =>
      database.as(service, (tx) => enqueueJob(tx, 'capture-price-snapshot', input, by)),
    watch,
    stop: async () => {
      await queue.stop();
      await changes.close();
      await database.close();
    },
  };
}
