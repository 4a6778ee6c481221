import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { costOptions } from '../../src/contract/complex-costs.ts';
import { listenForChanges } from '../../src/database/changes.ts';
import { connect } from '../../src/database/database.ts';
import { type EmbeddedServer, startEmbedded } from '../../src/database/embedded.ts';
import { service } from '../../src/database/identity.ts';
import { migrate } from '../../src/database/migrate.ts';
import { enqueueJob } from '../../src/database/queries/jobs/enqueue.ts';
import { seedDemo } from '../../src/demo/seed.ts';
import { startQueue } from '../../src/jobs/queue.ts';
import { type Program, startProgram } from '../support/program.ts';

/** How much is done, and how much is broken meanwhile. */
export interface ChaosOptions {
  jobs: number;
  workers: number;
  /** Times a worker is killed with SIGKILL. */
  kills: number;
  /** Times the database is stopped and started. */
  restarts: number;
  /** Between two of these, in milliseconds, at most. */
  calm: number;
  /** Is told what happens, a line at a time. */
  log?: (line: string) => void;
}

/** What came of it. */
export interface ChaosReport {
  jobs: number;
  kills: number;
  restarts: number;
  /** Attempts in all, and those whose worker was lost. */
  attempts: number;
  lost: number;
  /** Runs that had no attempt left and were tried again by hand, as an administrator would. */
  triedAgain: number;
  seconds: number;
  /** Each thing that is not as it must be; empty where every job ended exactly once in its effects. */
  wrong: string[];
}

/**
 * Several worker processes, many jobs of all kinds, workers killed with SIGKILL at random moments and the database
 * restarted; then a ledger of the effects, which must be those of each job once.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { log = () => {} } = options;
  const dataDir = await mkdtemp(join(tmpdir(), 'ratebook-chaos-'));
  const started = performance.now();
  let server: EmbeddedServer = await startEmbedded({ dataDir });
  const workers = new Set<Program>();
  try {
    await migrate(server.url);
    const { projects, items, snapshots } = await fill(server.url);
    const startWorker = async () => {
      const worker = startProgram('worker', { DATABASE_URL: server.url, LOG_LEVEL: 'silent' });
      workers.add(worker);
      worker.process.once('exit', () => workers.delete(worker));
      return worker;
    };
    const first = await startWorker();
    await first.says(/takes jobs/);
    for (let more = 1; more < options.workers; more += 1) await startWorker();

    const enqueued = enqueueAll(() => server.url, options.jobs, projects, items);
    let kills = 0;
    let restarts = 0;
    while (kills < options.kills || restarts < options.restarts) {
      await pause(randomInt(100, options.calm));
      const breakServer = restarts < options.restarts && randomInt(0, 6) === 0;
      if (breakServer || kills >= options.kills) {
        restarts += 1;
        log(`the database is restarted (${restarts} of ${options.restarts})`);
        await server.stop();
        server = await startEmbedded({ dataDir });
      } else {
        const [victim] = [...workers].slice(randomInt(0, Math.max(1, workers.size)));
        if (victim) {
          kills += 1;
          log(`worker ${victim.process.pid} is killed (${kills} of ${options.kills})`);
          victim.process.kill('SIGKILL');
        }
      }
      while (workers.size < options.workers) await startWorker();
    }
    await enqueued;
    const triedAgain = await untilAllDone(server.url, log);
    const ledger = await audit(server.url, options.jobs, snapshots);
    const seconds = Math.round((performance.now() - started) / 1000);
    return { jobs: options.jobs, kills, restarts, ...ledger, triedAgain, seconds };
  } finally {
    for (const worker of [...workers]) worker.process.kill('SIGKILL');
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  // Lost with the server; the query that waits for it is told.
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

function fill(url: string) {
  return withClient(url, async (client) => {
    await seedDemo(client, { now: new Date() });
    const ids = async (sql: string) => (await client.query(sql)).rows.map(({ id }) => String(id));
    const projects = await ids('select id from public.projects order by id');
    const items = await ids('select id from public.library_items order by id limit 20');
    const snapshots = await ids('select id from public.price_snapshots');
    return { projects, items, snapshots: snapshots.length };
  });
}

/** Enqueues the jobs one by one, also while the database comes and goes; each is there once. */
async function enqueueAll(
  url: () => string,
  count: number,
  projects: readonly string[],
  items: readonly string[],
): Promise<void> {
  const by = { trigger: 'service', userId: null } as const;
  for (let done = 0; done < count; ) {
    const database = connect(url(), { max: 1 });
    try {
      while (done < count) {
        const projectId = projects[done % projects.length] ?? '';
        await database.as(service, async (tx) => {
          if (done % 4 === 3) {
            const input = { projectId, libraryItemIds: [...items], options: costOptions.parse({}) };
            await enqueueJob(tx, 'calculate-complex-factors', input, by);
          } else {
            const input = { projectId, includeAllItems: false };
            await enqueueJob(tx, 'capture-price-snapshot', input, by);
          }
        });
        done += 1;
      }
    } catch {
      // The connection was lost. A commit whose answer was lost with it would be enqueued a second time.
      done = await counted(url);
    } finally {
      await database.close().catch(() => {});
    }
  }
}

/** How many jobs there are, as soon as the database answers. */
async function counted(url: () => string): Promise<number> {
  for (;;) {
    try {
      return await withClient(url(), async (client) => {
        const { rows } = await client.query(
          'select count(*)::int as count from public.background_job_logs',
        );
        return rows[0].count;
      });
    } catch {
      await pause(100);
    }
  }
}

/** Waits until no run is open; those that had no attempt left are tried again. Gives how many these were. */
async function untilAllDone(url: string, log: (line: string) => void): Promise<number> {
  const database = connect(url, { max: 3 });
  const changes = await listenForChanges(url);
  const now = () => new Date();
  const queue = await startQueue({
    url,
    database,
    changes,
    timeZone: 'UTC',
    now,
    observe: () => {},
  });
  let triedAgain = 0;
  try {
    for (;;) {
      const [open, failed] = await withClient(url, async (client) => {
        const { rows } = await client.query(
          `select id, status from public.background_job_logs where status <> 'completed'`,
        );
        const of = (status: string) => rows.filter((row) => row.status === status);
        return [rows.length, of('failed').map(({ id }) => String(id))] as const;
      });
      if (open === 0) return triedAgain;
      if (failed.length > 0) {
        log(`${failed.length} runs had no attempt left and are tried again`);
        triedAgain += await queue.retry(failed, null);
      }
      await pause(500);
    }
  } finally {
    await queue.stop();
    await changes.close();
    await database.close();
  }
}

/** Compares what there is with what the jobs must have left. */
function audit(url: string, jobs: number, snapshotsBefore: number) {
  return withClient(url, async (client) => {
    const { rows } = await client.query(`
      select
        (select count(*)::int from public.background_job_logs) as runs,
        (select count(*)::int from public.background_job_logs where status = 'completed') as completed,
        (select count(*)::int from public.background_job_logs where job_name = 'capture-price-snapshot') as captures,
        (select count(*)::int from public.price_snapshots) as snapshots,
        (select count(distinct l.output ->> 'snapshot_id')::int from public.background_job_logs l
          join public.price_snapshots s on s.id = (l.output ->> 'snapshot_id')::uuid) as told,
        (select count(*)::int from public.price_snapshots s where not exists (
          select from public.price_snapshot_items i where i.snapshot_id = s.id)) as halves,
        (select count(*)::int from pgboss.job where name not like '\\_\\_%' and state <> 'completed') as left_over,
        (select count(*)::int from public.job_attempts) as attempts,
        (select count(*)::int from public.job_attempts where outcome = 'lost') as lost`);
    const [found] = rows;
    const wrong: string[] = [];
    const must = (what: string, is: number, expected: number) => {
      if (is !== expected) wrong.push(`${what}: ${is}, not ${expected}`);
    };
    must('runs', found.runs, jobs);
    must('runs completed', found.completed, jobs);
    must('snapshots made', found.snapshots - snapshotsBefore, found.captures);
    must('snapshots that a run tells of', found.told, found.captures);
    must('snapshots without prices', found.halves, 0);
    must('jobs left over in the queue', found.left_over, 0);
    return { attempts: Number(found.attempts), lost: Number(found.lost), wrong };
  });
}
