import { hostname } from 'node:os';
import { PgBoss } from 'pg-boss';
import { type JobName, jobNames, jobs } from '../contract/jobs.ts';
import type { CronRuns } from '../core/schedules/index.ts';
import { service } from '../database/identity.ts';
import { PlanKeepingClient } from '../database/kept-plans.ts';
import { listPaused } from '../database/queries/jobs/queues.ts';
import { sampleQueues } from '../database/queries/jobs/sample-queues.ts';
import { settleLostRuns } from '../database/queries/jobs/settle-lost-runs.ts';
import type { JobControl } from '../operations/job-control.ts';
import { createControl } from './control.ts';
import { lookForAlerts } from './look-for-alerts.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { QueueOptions } from './options.ts';
import { startScheduler } from './scheduler.ts';
import { startWorker } from './worker.ts';
import { workerName } from './worker-name.ts';

/** A queue that can be acted on. */
export interface Queue extends JobControl {
  /** The next moments of a cron expression; throws for one it cannot read. */
  preview(cron: string, timeZone: string, from: Date, count: number): Date[];
  /** Where it works on jobs: takes no more of them, and waits for those that run to end. Closes its connections. */
  stop(): Promise<void>;
}

/** A run whose worker is silent for so long is taken over; the least pg-boss takes. */
const heartbeatSeconds = 10;
/** Longest wait between two attempts. */
const retryDelayMax = 3600;
/** How often the pauses, the runs that were lost, the depths and the alerts are looked at, in milliseconds. */
const upkeepInterval = 30_000;
/** What a worker waits for running jobs when it is stopped, in milliseconds. */
const stopTimeout = 20_000;

/** Connections of a queue that is acted on, and no more. */
const connectionsToControl = 3;

/** Connects to a queue that others work on, such as a thread of this process, to act on it. */
export async function connectToQueue(
  url: string,
  troubled: (error: unknown) => void,
): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'ratebook queue',
    supervise: false,
    schedule: false,
    registerInstance: false,
    max: connectionsToControl,
  });
  boss.on('error', troubled);
  await boss.start();
  return {
    ...createControl(boss),
    preview: previewOf(boss),
    stop: () => boss.stop({ graceful: false }),
  };
}

const previewOf =
  (boss: PgBoss): CronRuns =>
  (cron, tz, from, count) =>
    boss.previewSchedule(cron, { tz, from, count });

/** Connects to the queue, which is pg-boss in the same database, and starts to work on every kind of job. */
export async function startQueue(options: QueueOptions): Promise<Queue> {
  const { database, observe } = options;
  const pool = {
    connectionString: options.url,
    // Passed on to its pool as it is.
    Client: PlanKeepingClient,
  };
  const boss = new PgBoss({
    ...pool,
    // By it `ratebook.follow_job()` knows who works on a run.
    application_name: `ratebook jobs ${workerName(hostname(), process.pid)}`,
    useListenNotify: true,
    // A worker looks for lost runs as often as they can be told to be lost.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    // Schedules are fired by ours, from `job_schedules`: of each run it is known whose it is, and its log row is there.
    schedule: false,
    instanceHeartbeatSeconds: 5,
    // A transactional run holds a connection while it lasts.
    max: jobNames.reduce((sum, name) => sum + jobs[name].workers, 5),
  });
  boss.on('error', (error) => observe({ type: 'queue trouble', error }));
  await boss.start();

  for (const name of jobNames) await prepareQueue(boss, name);
  await boss.getDb().executeSql('select ratebook.attach_job_log()');

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
  const preview = previewOf(boss);
  const { timeZone } = options;
  const scheduler = await startScheduler({ database, timeZone, cronRuns: preview, troubled });
  const unsubscribe = options.changes.subscribe((change) => {
    if (change === 'queues') syncPauses().catch(troubled);
    if (change === 'schedules') scheduler.look().catch(troubled);
  });
  const upkeep = setInterval(() => {
    const settle = database.as(service, settleLostRuns);
    const sample = database.as(service, sampleQueues);
    Promise.all([syncPauses(), settle, sample, lookForAlerts(database)]).catch(troubled);
  }, upkeepInterval);

  return {
    ...createControl(boss),
    preview,
    stop: async () => {
      clearInterval(upkeep);
      unsubscribe();
      await scheduler.stop();
      await boss.stop({ graceful: true, timeout: stopTimeout });
    },
  };
}

async function prepareQueue(boss: PgBoss, name: JobName): Promise<void> {
  const { retryLimit, retryDelay, policy, expireInSeconds, keepDays } = jobs[name];
  const settings = {
    retryLimit,
    retryDelay,
    retryBackoff: true,
    retryDelayMax,
    expireInSeconds,
    // Failed jobs stay, to be tried again, as long as their log does.
    deleteAfterSeconds: keepDays * 24 * 3600,
    heartbeatSeconds,
    notify: true,
  };
  await boss.createQueue(name, { ...settings, policy });
  // Where the queue was there already, with the settings of an earlier version.
  await boss.updateQueue(name, settings);
}
