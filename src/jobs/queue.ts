import { PgBoss } from 'pg-boss';
import { type JobName, jobNames, jobs } from '../contract/jobs.ts';
import { service } from '../database/identity.ts';
import { settleAlerts } from '../database/queries/jobs/alerts.ts';
import { countLost, getHealth } from '../database/queries/jobs/health.ts';
import { jobTitle, latestRuns } from '../database/queries/jobs/list-runs.ts';
import { listPaused } from '../database/queries/jobs/queues.ts';
import { listSchedules } from '../database/queries/jobs/schedules.ts';
import { settleLostRuns } from '../database/queries/jobs/settle-lost-runs.ts';
import { alertsOf } from './alerts.ts';
import { createControl, type JobControl } from './control.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { QueueOptions } from './options.ts';
import { startWorker } from './worker.ts';

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
/** Longest wait between two attempts. */
const retryDelayMax = 3600;
/** How often the schedules and the runs that were lost are looked at, in milliseconds. */
const upkeepInterval = 30_000;
/** What a worker waits for running jobs when it is stopped, in milliseconds. */
const stopTimeout = 20_000;

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
