import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type JobName, jobNames } from '../../src/contract/jobs.ts';
import { connect } from '../../src/database/database.ts';
import { type EmbeddedServer, startEmbedded } from '../../src/database/embedded.ts';
import { migrate } from '../../src/database/migrate.ts';
import { work } from '../../src/jobs/work.ts';
import { ask, type Ground } from '../support/every-job.ts';
import { type Program, startProgram } from '../support/program.ts';
import { openLedger, readLedger } from './ledger.ts';

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
  /** Runs there were, with those that jobs asked for; of which kinds. */
  runs: number;
  byJob: Record<string, number>;
  kills: number;
  restarts: number;
  /** Attempts in all, and those whose worker was lost. */
  attempts: number;
  lost: number;
  /** Attempts after one that failed, and after one that was lost. */
  retries: number;
  takeovers: number;
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
    const opening = await withClient(server.url, openLedger);
    const startWorker = async () => {
      const worker = startProgram('worker', { DATABASE_URL: server.url, LOG_LEVEL: 'silent' });
      workers.add(worker);
      worker.process.once('exit', () => workers.delete(worker));
      return worker;
    };
    const first = await startWorker();
    await first.says(/takes jobs/);
    for (let more = 1; more < options.workers; more += 1) await startWorker();

    const enqueued = askForAll(() => server.url, options.jobs, opening.ground);
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
    const asked = await enqueued;
    const triedAgain = await untilAllDone(server.url, log);
    const { wrong, byJob, ...counts } = await withClient(server.url, (client) =>
      readLedger(client, opening, asked),
    );
    const runs = Object.values(byJob).reduce((sum, one) => sum + one, 0);
    const seconds = Math.round((performance.now() - started) / 1000);
    return { runs, byJob, kills, restarts, ...counts, triedAgain, seconds, wrong };
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

/** Most are snapshots and calculations; of all other kinds there is one among so many. */
const oneOfEachAmong = 60;
/** A bulk update changes hundreds of prices, a nightly run counts everything. */
const rare = jobNames.filter(
  (name) => name !== 'capture-price-snapshot' && name !== 'calculate-complex-factors',
);

function kindOf(n: number): JobName {
  const place = n % oneOfEachAmong;
  const turn = rare[place / Math.floor(oneOfEachAmong / rare.length)];
  if (turn) return turn;
  return n % 4 === 3 ? 'calculate-complex-factors' : 'capture-price-snapshot';
}

/**
 * Asks for jobs one by one until there are `count`, also while the database comes and goes; each is there once. Gives how
 * many there are of each kind: those that take no second run beside another are asked for in vain at times.
 */
async function askForAll(
  url: () => string,
  count: number,
  ground: Ground,
): Promise<Map<string, number>> {
  const asked = new Map<string, number>();
  let there = 0;
  const isThere = (name: JobName) => {
    asked.set(name, (asked.get(name) ?? 0) + 1);
    there += 1;
  };
  for (let n = 0; there < count; ) {
    const database = connect(url(), { max: 1 });
    try {
      while (there < count) {
        const name = kindOf(n);
        if ((await ask(database, name, ground, n)) !== null) isThere(name);
        n += 1;
      }
    } catch {
      // The connection was lost. A commit whose answer was lost with it would be asked for a second time.
      const name = kindOf(n);
      if ((await counted(url, name)) > (asked.get(name) ?? 0)) {
        isThere(name);
        n += 1;
      }
    } finally {
      await database.close().catch(() => {});
    }
  }
  return asked;
}

/** How many jobs of a kind were asked for by us, as soon as the database answers. */
async function counted(url: () => string, name: JobName): Promise<number> {
  for (;;) {
    try {
      return await withClient(url(), async (client) => {
        const { rows } = await client.query(
          `select count(*)::int as count from public.background_job_logs
           where job_name = $1 and trigger <> 'schedule' and queued_at > now() - interval '1 day'`,
          [name],
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
  const queue = await work({ url, timeZone: 'UTC', observe: () => {}, connections: 3 });
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
  }
}
