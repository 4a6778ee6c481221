import { type JobName, jobNames, jobs } from '../contract/jobs.ts';
import { type CronRuns, isFired, type Recurrence, upcoming } from '../core/schedules/index.ts';
import type { Database, Tx } from '../database/database.ts';
import { publicErrorOf } from '../database/errors.ts';
import { service } from '../database/identity.ts';
import { enqueueJob } from '../database/queries/jobs/enqueue.ts';
import {
  addMissingSchedule,
  holdDueSchedule,
  moveSchedule,
  type ScheduleRow,
  untilNextDue,
} from '../database/queries/jobs/schedules.ts';
import { oneAtATime } from './one-at-a-time.ts';

/** What a scheduler works with. */
export interface SchedulerOptions {
  database: Database;
  /** Of the schedules that name none. */
  timeZone: string;
  cronRuns: CronRuns;
  /** Is told of a schedule that cannot be fired; the others are. */
  troubled: (error: unknown) => void;
}

/** A slot later than this was missed: nothing was there to fire it. */
const grace = 60_000;
/** Longest until a scheduler looks again, in milliseconds, whatever it knows. */
const longestRest = 30_000;

/**
 * Fires every schedule that is due and moves it on to its next slot, both in one transaction that holds its row: however
 * many schedulers look, and whatever kills them, a slot is fired once. What is due is told by the database's clock, which
 * all of them share, unless `at` is given. Gives the ids of the runs.
 */
export async function fireDueSchedules(options: SchedulerOptions, at?: Date): Promise<string[]> {
  const fired: string[] = [];
  const unfit: string[] = [];
  for (;;) {
    const next = await options.database.as(service, async (tx) => {
      const row = await holdDueSchedule(tx, at ?? null, unfit);
      if (!row) return null;
      try {
        return { id: row.id, run: await fire(tx, row, options) };
      } catch (error) {
        const said = error instanceof Error ? error.message : String(error);
        options.troubled(new Error(`The schedule "${row.id}" cannot be fired: ${said}`));
        unfit.push(row.id);
        return { id: row.id, run: null };
      }
    });
    if (!next) return fired;
    if (next.run) fired.push(next.run);
  }
}

/** Fires one where its slot is to be fired, and moves it on. Gives the id of its run, where there is one. */
async function fire(
  tx: Tx,
  row: ScheduleRow & { moment: string },
  { cronRuns, timeZone }: SchedulerOptions,
): Promise<string | null> {
  const recurrence = recurrenceOf(row, timeZone);
  const name = jobNames.find((known): known is JobName => known === row.job_name);
  if (!name) throw new Error(`there is no job ${row.job_name}.`);
  const now = new Date(row.moment);
  const [next] = upcoming(recurrence, now, 1, cronRuns);
  if (!next) throw new Error('it never comes again.');
  const due = row.due_at === null ? null : new Date(row.due_at);
  const { missed } = row;
  const run =
    due && isFired(recurrence, { missed, due, now, grace }, cronRuns)
      ? await enqueue(tx, name, row)
      : null;
  await moveSchedule(tx, row.id, next, run);
  return run;
}

/** The id of the run; null where the job takes none beside the one that still waits or runs. */
async function enqueue(tx: Tx, name: JobName, row: ScheduleRow): Promise<string | null> {
  try {
    // Read as any input is when the run begins; one that its job doesn't take fails there, for people to see.
    const input = row.input as Parameters<typeof enqueueJob>[2];
    return await enqueueJob(tx, name, input, { trigger: 'schedule', userId: row.owner_id });
  } catch (error) {
    if (publicErrorOf(error)?.code === 'conflict') return null;
    throw error;
  }
}

/** When a schedule comes; `timeZone` is that of those that name none. */
function recurrenceOf(row: ScheduleRow, timeZone: string): Recurrence {
  return {
    cron: row.cron,
    everyMinutes: row.every_minutes,
    startsAt: new Date(row.starts_at),
    timeZone: row.time_zone ?? timeZone,
  };
}

/** Fires schedules as they come due, until it is stopped. */
export interface Scheduler {
  /** Looks at once; waits for it. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

/** Adds the schedules that jobs have by themselves, and begins to fire all there are. */
export async function startScheduler(options: SchedulerOptions): Promise<Scheduler> {
  const { database, troubled } = options;
  await database.as(service, async (tx) => {
    for (const name of jobNames) {
      for (const schedule of jobs[name].schedules) {
        await addMissingSchedule(tx, { ...schedule, jobName: name });
      }
    }
  });
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const look = oneAtATime(async () => {
    clearTimeout(timer);
    let rest: number | null = null;
    try {
      await fireDueSchedules(options);
      rest = await database.as(service, untilNextDue, { readOnly: true });
    } finally {
      const wait = Math.min(longestRest, Math.max(0, rest ?? longestRest));
      if (!stopped) timer = setTimeout(() => void look().catch(troubled), wait);
    }
  });
  await look();
  return {
    look,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await look().catch(troubled);
      clearTimeout(timer);
    },
  };
}
