import { PgBoss } from 'pg-boss';
import { type JobName, jobNames, jobs } from '../contract/jobs.ts';
import type { Database } from '../database/database.ts';
import { service } from '../database/identity.ts';
import { listSchedules } from '../database/queries/jobs/schedules.ts';
import { settleLostRuns } from '../database/queries/jobs/settle-lost-runs.ts';
import {
  logFailure,
  logProgress,
  logStart,
  logSuccess,
} from '../database/queries/jobs/write-log.ts';
import type { ProgressReport } from '../operations/progress.ts';
import { handlers } from './registry.ts';
import type { Handler } from './run.ts';
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
  /** Of the schedules that name none. */
  timeZone: string;
  now: () => Date;
  observe: (event: JobEvent) => void;
}

/** The running queue: its workers take jobs until it is stopped. */
export interface Queue {
  /** The next moments of a cron expression; throws for one it cannot read. */
  preview(cron: string, timeZone: string, from: Date, count: number): Date[];
  /** Brings the queue's schedules in line with the table `job_schedules`. */
  syncSchedules(): Promise<void>;
  /** Takes no more jobs, and waits for those that run to end. */
  stop(): Promise<void>;
}

/** A run whose worker is silent for so long is taken over; the least pg-boss takes. */
const heartbeatSeconds = 10;
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

/** Connects to the queue, which is pg-boss in the same database, and starts to work on every kind of job. */
export async function startQueue(options: QueueOptions): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: options.url,
    application_name: 'ratebook jobs',
    useListenNotify: true,
    // A worker looks for lost runs as often as they can be told to be lost.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    cronMonitorIntervalSeconds: 15,
    cronWorkerIntervalSeconds: 5,
    // A transactional run holds a connection while it lasts.
    max: jobNames.length + 5,
  });
  boss.on('error', (error) => options.observe({ type: 'queue trouble', error }));
  await boss.start();

  for (const name of jobNames) await prepareQueue(boss, name);
  const syncSchedules = () => bringInLine(boss, options);
  await syncSchedules();
  for (const name of jobNames) await startWorker(boss, name, options);

  const upkeep = setInterval(() => {
    void Promise.all([syncSchedules(), options.database.as(service, settleLostRuns)]).catch(
      (error: unknown) => options.observe({ type: 'queue trouble', error }),
    );
  }, upkeepInterval);

  return {
    preview: (cron, tz, from, count) => boss.previewSchedule(cron, { tz, from, count }),
    syncSchedules,
    stop: async () => {
      clearInterval(upkeep);
      await boss.stop({ graceful: true, timeout: stopTimeout });
    },
  };
}

async function prepareQueue(boss: PgBoss, name: JobName): Promise<void> {
  const { retryLimit, retryDelay, policy } = jobs[name];
  const settings = {
    retryLimit,
    retryDelay,
    retryBackoff: true,
    retryDelayMax,
    expireInSeconds,
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

async function startWorker<Name extends JobName>(
  boss: PgBoss,
  name: Name,
  { database, now, observe }: QueueOptions,
): Promise<void> {
  const { input } = jobs[name];
  // The table's type says that each name's handler takes its input; TypeScript loses the pairing over a generic name.
  const handle = handlers[name] as Handler<Name>;

  const work = { transactional: true, includeMetadata: true, ...polling } as const;
  const workerId = await boss.work(name, work, async ([job], bossTx) => {
    if (!job) return;
    // Jobs enqueued together wake a worker once, for one of them: it looks for the next as soon as it can.
    boss.notifyWorker(workerId);
    const runId = job.id;
    const attempt = job.retryCount + 1;
    const started = performance.now();
    observe({ type: 'run started', runId, job: name, attempt });
    try {
      await database.as(service, (tx) =>
        logStart(tx, {
          id: runId,
          jobName: name,
          // Whoever asks for a run writes its row with it; one without a row comes from a schedule.
          trigger: 'schedule',
          requestedBy: null,
          input: job.data,
          attempt,
        }),
      );
      await inBossTransaction(bossTx, async (tx) => {
        const output = await handle(input.parse(job.data) as never, {
          tx,
          runId,
          now: now(),
          signal: job.signal,
          progress: (report: ProgressReport) =>
            database.as(service, (apart) => logProgress(apart, runId, report)),
        });
        await logSuccess(tx, runId, output);
      });
      observe({ type: 'run completed', runId, job: name, duration: performance.now() - started });
    } catch (error) {
      const again = job.retryCount < job.retryLimit;
      observe({ type: 'run failed', runId, job: name, again, error });
      await database.as(service, (tx) => logFailure(tx, runId, error, again));
      throw error;
    }
  });
}
