import { hostname } from 'node:os';
import { sql } from 'kysely';
import { PgBoss } from 'pg-boss';
import { ZodError } from 'zod';
import type { ErrorCode } from '../contract/errors.ts';
import { type JobName, jobNames, jobs } from '../contract/jobs.ts';
import type { Changes } from '../database/changes.ts';
import type { Database, Tx } from '../database/database.ts';
import { publicErrorOf } from '../database/errors.ts';
import { service } from '../database/identity.ts';
import { settleAlerts } from '../database/queries/jobs/alerts.ts';
import { countLost, getHealth } from '../database/queries/jobs/health.ts';
import { jobTitle, latestRuns } from '../database/queries/jobs/list-runs.ts';
import { listPaused } from '../database/queries/jobs/queues.ts';
import { listSchedules } from '../database/queries/jobs/schedules.ts';
import { settleLostRuns } from '../database/queries/jobs/settle-lost-runs.ts';
import {
  holdRun,
  logFailure,
  logLine,
  logProgress,
  logStart,
  logSuccess,
  saveCheckpoint,
} from '../database/queries/jobs/write-log.ts';
import type { ProgressReport } from '../operations/progress.ts';
import { alertsOf } from './alerts.ts';
import { createControl, type JobControl } from './control.ts';
import { handlers } from './registry.ts';
import type { Handler, RunContext } from './run.ts';
import { inBossTransaction } from './transaction.ts';

/** What is worth knowing of the jobs as they run. */
export type JobEvent =
  | { type: 'run started'; runId: string; job: JobName; attempt: number }
  /** Its work is done; it is over once its transaction is committed, right after. */
  | { type: 'run completed'; runId: string; job: JobName; duration: number }
  | { type: 'run failed'; runId: string; job: JobName; again: boolean; error: unknown }
  | { type: 'queue trouble'; error: unknown };

/** What the queue needs from outside. */
export interface QueueOptions {
  /** Address of the database whose jobs are worked on. LISTEN needs a session: no transaction pooler. */
  url: string;
  /** For log rows, which stay when a run's own transaction is taken back. */
  database: Database;
  /** Tells of queues that are paused or go on. */
  changes: Changes;
  /** Of the schedules that name none. */
  timeZone: string;
  now: () => Date;
  observe: (event: JobEvent) => void;
}

/** The running queue: its workers take jobs until it is stopped. */
export interface Queue extends JobControl {
  /** The next moments of a cron expression; throws for one it cannot read. */
  preview(cron: string, timeZone: string, from: Date, count: number): Date[];
  /** Brings the queue's schedules in line with the table `job_schedules`. */
  syncSchedules(): Promise<void>;
  /** Takes no more jobs, and waits for those that run to end. */
  stop(): Promise<void>;
}

/** A run whose worker is silent for so long is taken over; the least pg-boss takes. */
const heartbeatSeconds = 10;
/** A worker says so often that it lives, and hears so soon that its run was cancelled. */
const heartbeatRefreshSeconds = 1;
/** Longest a run may take. */
const expireInSeconds = 3600;
/** Longest wait between two attempts. */
const retryDelayMax = 3600;
/** A job is taken as soon as it is announced; looking is for retries and those whose announcement was lost. */
const polling = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 };
/** How often the schedules and the runs that were lost are looked at, in milliseconds. */
const upkeepInterval = 30_000;
/** What a worker waits for running jobs when it is stopped, in milliseconds. */
const stopTimeout = 20_000;

/** Failed jobs stay in the queue, to be tried again, as long as their log does. */
const deleteAfterSeconds = 30 * 24 * 3600;

/** Errors that the next attempt would only repeat. */
const permanent: ReadonlySet<ErrorCode> = new Set(['invalid_input', 'not_found', 'forbidden']);

/** Connects to the queue, which is pg-boss in the same database, and starts to work on every kind of job. */
export async function startQueue(options: QueueOptions): Promise<Queue> {
  const { database, observe } = options;
  const boss = new PgBoss({
    connectionString: options.url,
    application_name: 'ratebook jobs',
    useListenNotify: true,
    // A worker looks for lost runs as often as they can be told to be lost.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    cronMonitorIntervalSeconds: 15,
    cronWorkerIntervalSeconds: 5,
    instanceHeartbeatSeconds: 5,
    // A transactional run holds a connection while it lasts.
    max: jobNames.reduce((sum, name) => sum + jobs[name].workers, 5),
  });
  boss.on('error', (error) => observe({ type: 'queue trouble', error }));
  await boss.start();

  for (const name of jobNames) await prepareQueue(boss, name);
  const syncSchedules = () => bringInLine(boss, options);
  await syncSchedules();

  const working = new Set<JobName>();
  /** Works on the queues that aren't paused, and on no others. */
  const syncPauses = oneAtATime(async () => {
    const paused = new Set(await database.as(service, listPaused, { readOnly: true }));
    for (const name of jobNames) {
      if (paused.has(name) && working.delete(name)) await boss.offWork(name, { wait: false });
      if (!paused.has(name) && !working.has(name)) {
        working.add(name);
        await startWorker(boss, name, options);
      }
    }
  });
  await syncPauses();

  const troubled = (error: unknown) => observe({ type: 'queue trouble', error });
  const unsubscribe = options.changes.subscribe((change) => {
    if (change === 'jobs') syncPauses().catch(troubled);
  });
  const upkeep = setInterval(() => {
    const settle = database.as(service, settleLostRuns);
    Promise.all([syncSchedules(), syncPauses(), settle, lookForAlerts(boss, options)]).catch(
      troubled,
    );
  }, upkeepInterval);

  return {
    ...createControl(boss),
    preview: (cron, tz, from, count) => boss.previewSchedule(cron, { tz, from, count }),
    syncSchedules,
    stop: async () => {
      clearInterval(upkeep);
      unsubscribe();
      await boss.stop({ graceful: true, timeout: stopTimeout });
    },
  };
}

/** Calls during a call are one more call after it. */
function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const call = (): Promise<void> => {
    if (running) {
      next ??= running
        .catch(() => {})
        .then(() => {
          next = null;
          return call();
        });
      return next;
    }
    running = work().finally(() => {
      running = null;
    });
    return running;
  };
  return call;
}

async function prepareQueue(boss: PgBoss, name: JobName): Promise<void> {
  const { retryLimit, retryDelay, policy } = jobs[name];
  const settings = {
    retryLimit,
    retryDelay,
    retryBackoff: true,
    retryDelayMax,
    expireInSeconds,
    deleteAfterSeconds,
    heartbeatSeconds,
    notify: true,
  };
  await boss.createQueue(name, { ...settings, policy });
  // Where the queue was there already, with the settings of an earlier version.
  await boss.updateQueue(name, settings);
}

/** `job_schedules` is the truth; what pg-boss has besides is taken away. */
async function bringInLine(boss: PgBoss, { database, timeZone }: QueueOptions): Promise<void> {
  const wanted = await database.as(service, listSchedules, { readOnly: true });
  const enabled = wanted.filter((row) => row.enabled);
  for (const row of enabled) {
    await boss.schedule(row.job_name, row.cron, row.input as object, {
      key: row.id,
      tz: row.time_zone ?? timeZone,
      // A night the server was down for is made up for, once.
      missed: 'once',
    });
  }
  const keep = new Set(enabled.map((row) => `${row.job_name}/${row.id}`));
  for (const schedule of await boss.getSchedules()) {
    if (!keep.has(`${schedule.name}/${schedule.key}`)) {
      await boss.unschedule(schedule.name, schedule.key);
    }
  }
}

/** Raises and resolves the alerts, by how things stand now. */
async function lookForAlerts(boss: PgBoss, options: QueueOptions): Promise<void> {
  await options.database.as(service, async (tx) => {
    const rows = await listSchedules(tx);
    const latest = await latestRuns(
      tx,
      rows.map((row) => row.job_name),
    );
    const schedules = rows.map((row) => {
      const moments = [row.updated_at, latest.get(row.job_name)?.queued_at ?? row.updated_at];
      const from = new Date(Math.max(...moments.map((moment) => Date.parse(moment))));
      const tz = row.time_zone ?? options.timeZone;
      const [due] = boss.previewSchedule(row.cron, { tz, from, count: 1 });
      return { id: row.id, title: jobTitle(row.job_name), enabled: row.enabled, due: due ?? null };
    });
    const health = await getHealth(tx);
    const lostLastHour = await countLost(tx);
    await settleAlerts(tx, alertsOf({ health, lostLastHour, schedules, now: options.now() }));
  });
}

async function startWorker<Name extends JobName>(
  boss: PgBoss,
  name: Name,
  options: QueueOptions,
): Promise<void> {
  const { database, observe } = options;
  const { workers, groupLimit } = jobs[name];
  const work = {
    transactional: true,
    includeMetadata: true,
    localConcurrency: workers,
    groupConcurrency: groupLimit,
    heartbeatRefreshSeconds,
    ...polling,
  } as const;
  const workerId = await boss.work(name, work, async ([job], bossTx) => {
    if (!job) return;
    // Jobs enqueued together wake a worker once, for one of them: it looks for the next as soon as it can.
    boss.notifyWorker(workerId);
    const run = { id: job.id, attempt: job.retryCount + 1 };
    const started = performance.now();
    observe({ type: 'run started', runId: run.id, job: name, attempt: run.attempt });
    try {
      const checkpoint = await database.as(service, (tx) =>
        logStart(tx, {
          ...run,
          jobName: name,
          // Whoever asks for a run writes its row with it; one without a row comes from a schedule.
          trigger: 'schedule',
          requestedBy: null,
          input: job.data,
          worker: `${hostname()}:${process.pid}`,
          foreground: false,
        }),
      );
      const { signal } = job;
      await untilAborted(signal, () =>
        inBossTransaction(
          bossTx,
          async (tx) => {
            if (job.groupId) await holdGroup(tx, name, job.groupId);
            // Its moment is when its turn has come: two captures of one moment would be one snapshot.
            const context = { ...contextOf(options, run), tx, checkpoint, signal };
            await logSuccess(tx, run.id, await handle(name, job.data, context));
          },
          signal,
        ),
      );
      const duration = performance.now() - started;
      observe({ type: 'run completed', runId: run.id, job: name, duration });
    } catch (error) {
      const again = job.retryCount < job.retryLimit && !isPermanent(error);
      if (!again) await tryNoMore(boss, name, run.id);
      observe({ type: 'run failed', runId: run.id, job: name, again, error });
      await database.as(service, (tx) => logFailure(tx, run.id, error, again));
      throw error;
    }
  });
}

/**
 * Two workers that look at the same moment may each take a run of a group whose limit is one; the second waits here
 * until the first has committed.
 */
async function holdGroup(tx: Tx, name: JobName, group: string): Promise<void> {
  if (jobs[name].groupLimit > 1) return;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${name}/${group}`}, 0))`.execute(tx);
}

/** Reads the input and does the work. */
function handle<Name extends JobName>(name: Name, data: unknown, context: RunContext) {
  // The table's type says that each name's handler takes its input; TypeScript loses the pairing over a generic name.
  const handler = handlers[name] as Handler<Name>;
  return handler(jobs[name].input.parse(data) as never, context);
}

/** What a handler is given that writes apart from its transaction. */
function contextOf({ database, now }: QueueOptions, run: { id: string; attempt: number }) {
  return {
    runId: run.id,
    now: now(),
    progress: (report: ProgressReport) =>
      database.as(service, (tx) => logProgress(tx, run.id, report)),
    log: (level: 'info' | 'warning' | 'error', message: string) =>
      database.as(service, (tx) => logLine(tx, run, level, message)),
    step: (work: Parameters<RunContext['step']>[0]) =>
      database.as(service, async (tx) => {
        await holdRun(tx, run);
        const { checkpoint, progress } = await work(tx);
        await saveCheckpoint(tx, run.id, checkpoint);
        if (progress) await logProgress(tx, run.id, progress);
      }),
  };
}

/** Ends with what `work` does, or at once when it is to stop; what it wrote is then taken back with its transaction. */
async function untilAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work(), aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function isPermanent(error: unknown): boolean {
  if (error instanceof ZodError) return true;
  const known = publicErrorOf(error);
  return known !== null && permanent.has(known.code);
}

/** Makes this attempt a job's last: pg-boss has no word for that. */
async function tryNoMore(boss: PgBoss, name: JobName, id: string): Promise<void> {
  await boss
    .getDb()
    .executeSql(
      `update pgboss.job set retry_limit = retry_count where name = $1 and id = $2 and state = 'active'`,
      [name, id],
    );
}
