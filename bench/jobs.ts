import type pg from 'pg';
import { PgBoss } from 'pg-boss';
import { listenForChanges } from '../src/database/changes.ts';
import { connect } from '../src/database/database.ts';
import { service } from '../src/database/identity.ts';
import { enqueueJob } from '../src/database/queries/jobs/enqueue.ts';
import type { JobEvent } from '../src/jobs/options.ts';
import { startQueue } from '../src/jobs/queue.ts';
import { withFreshDatabase } from './support/fresh-database.ts';

const jobsPerRound = 400;
const latencyRounds = 100;

interface Measured {
  jobsPerSecond: number;
  medianStartMs: number;
  p99StartMs: number;
}

/**
 * Our jobs beside bare pg-boss on the same database, one worker each, with notifications: how many get done in a
 * second, and how soon one starts after it was enqueued. Ours write a log row, an attempt and a notice's trigger
 * for each, in transactions; bare pg-boss only completes.
 */
export async function run({ databaseUrl }: { databaseUrl: string }): Promise<object> {
  return withFreshDatabase(databaseUrl, async (client, url) => {
    const bare = await measureBare(url);
    const ours = await measureOurs(client, url);
    console.table({ ours, 'bare pg-boss': bare });
    const throughput = Number((ours.jobsPerSecond / bare.jobsPerSecond).toFixed(2));
    console.log(`Ours do ${throughput} of bare pg-boss's jobs per second.`);
    return { jobsPerRound, latencyRounds, ours, bare, throughput };
  });
}

/** Enqueues many and waits until all are done, then one after another. `enqueue` gives the id of the job. */
async function measure(
  enqueue: () => Promise<string>,
  on: { started: Map<string, number>; finished: Set<string>; moved: () => Promise<void> },
): Promise<Measured> {
  const begun = performance.now();
  const ids: string[] = [];
  for (let job = 0; job < jobsPerRound; job += 1) ids.push(await enqueue());
  while (!ids.every((id) => on.finished.has(id))) await on.moved();
  const seconds = (performance.now() - begun) / 1000;

  const waits: number[] = [];
  for (let round = 0; round < latencyRounds; round += 1) {
    const asked = performance.now();
    const id = await enqueue();
    while (!on.finished.has(id)) await on.moved();
    waits.push((on.started.get(id) ?? asked) - asked);
  }
  waits.sort((a, b) => a - b);
  const at = (share: number) => Number((waits[Math.floor(waits.length * share)] ?? 0).toFixed(1));
  return {
    jobsPerSecond: Math.round(jobsPerRound / seconds),
    medianStartMs: at(0.5),
    p99StartMs: at(0.99),
  };
}

/** Collects starts and ends, and resolves `moved` at the next of them. */
function watcher() {
  let wake = () => {};
  const started = new Map<string, number>();
  const finished = new Set<string>();
  return {
    started,
    finished,
    start: (id: string) => started.set(id, performance.now()),
    finish: (id: string) => {
      finished.add(id);
      wake();
    },
    moved: () =>
      new Promise<void>((resolve) => {
        wake = resolve;
      }),
  };
}

async function measureBare(url: string): Promise<Measured> {
  const on = watcher();
  const boss = new PgBoss({ connectionString: url, schema: 'bare', useListenNotify: true });
  await boss.start();
  try {
    await boss.createQueue('bench', { notify: true });
    const worker = await boss.work('bench', { pollingIntervalSeconds: 1 }, async ([job]) => {
      boss.notifyWorker(worker);
      if (!job) return;
      on.start(job.id);
      on.finish(job.id);
    });
    return await measure(async () => (await boss.send('bench', {})) ?? '', on);
  } finally {
    await boss.stop({ graceful: false });
  }
}

async function measureOurs(client: pg.Client, url: string): Promise<Measured> {
  const on = watcher();
  const database = connect(url, { max: 5 });
  const changes = await listenForChanges(url);
  const { rows } = await client.query(
    `insert into public.projects (code, name) values ('bench', 'Bench') returning id`,
  );
  const input = { projectId: rows[0].id, includeAllItems: false };
  const queue = await startQueue({
    url,
    database,
    changes,
    timeZone: 'UTC',
    now: () => new Date(),
    observe: (event: JobEvent) => {
      if (event.type === 'run started') on.start(event.runId);
      if (event.type === 'run completed') on.finish(event.runId);
    },
  });
  try {
    const by = { trigger: 'service', userId: null } as const;
    return await measure(
      () => database.as(service, (tx) => enqueueJob(tx, 'capture-price-snapshot', input, by)),
      on,
    );
  } finally {
    await queue.stop();
    await changes.close();
    await database.close();
  }
}
