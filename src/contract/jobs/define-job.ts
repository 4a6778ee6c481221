import type { z } from 'zod';

/** A schedule a job has from the first start on; administrators change it or switch it off, but don't remove it. */
export interface DefaultSchedule {
  /** Of its row in `job_schedules`; never changed once released. */
  readonly id: string;
  /** Minute, hour, day, month, weekday, in the server's time zone. */
  readonly cron: string;
  /** Of runs that came due while no worker was there: none is made up for, or the last one is. */
  readonly missed: 'skip' | 'once';
}

/** Everything there is to know of a job before any of its code is loaded. */
export interface JobDefinition<Name extends string = string, Input extends z.ZodType = z.ZodType> {
  /** Also its queue's, and that of the file of its handler in src/jobs/handlers. */
  readonly name: Name;
  /** How it is called where people read it. */
  readonly title: string;
  /** What its handler is given. */
  readonly input: Input;
  readonly schedules: readonly DefaultSchedule[];
  /** Most attempts after the first, with exponential backoff and jitter from `retryDelay` seconds. */
  readonly retryLimit: number;
  readonly retryDelay: number;
  /** Longest an attempt may take, in seconds; it is then stopped, and failed. */
  readonly expireInSeconds: number;
  /** `exclusive`: a second one is not taken while the first waits or runs. */
  readonly policy: 'standard' | 'exclusive';
  /** Runs of this kind that one process works on at a time. */
  readonly workers: number;
  /** The field of the input whose value makes a group; of one group `groupLimit` runs go on at a time, everywhere. */
  readonly groupBy: 'projectId' | null;
  readonly groupLimit: number;
  /** How long the queue keeps a run that ended: it can be tried again so long. */
  readonly keepDays: number;
  /** Whether administrators may start it by hand without further input. */
  readonly runNow: boolean;
  /** Whether administrators may have it come by schedules of theirs, each with an input of its own. */
  readonly schedulable: boolean;
}

/** What holds of a job that says nothing else. */
const defaults = {
  schedules: [],
  retryLimit: 3,
  retryDelay: 5,
  expireInSeconds: 3600,
  policy: 'standard',
  workers: 1,
  groupBy: null,
  groupLimit: 1,
  keepDays: 30,
  runNow: false,
  schedulable: false,
} as const satisfies Partial<JobDefinition>;

/**
 * Defines a job, all of it in one place:
 *
 *     export const cleanJobLogs = defineJob({
 *       name: 'clean-job-logs',
 *       title: 'Remove old job logs',
 *       input: z.strictObject({}),
 *       schedules: [{ id: 'log-cleanup', cron: '0 4 1 * *', missed: 'once' }],
 *     });
 *
 * It is there once it stands in `jobs` (src/contract/jobs.ts) and its handler in `handlers` (src/jobs/registry.ts),
 * which does not compile without.
 */
export function defineJob<const Name extends string, Input extends z.ZodType>(
  job: Pick<JobDefinition<Name, Input>, 'name' | 'title' | 'input'> & Partial<JobDefinition>,
): JobDefinition<Name, Input> {
  return { ...defaults, ...job };
}
