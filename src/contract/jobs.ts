import { z } from 'zod';
import { id, moment, page } from './common.ts';
import { calculateCostsInput } from './complex-costs.ts';
import { captureSnapshotInput } from './price-snapshots.ts';

/** What is known of a job before any of its code is loaded. */
export interface JobContract {
  readonly input: z.ZodType;
  /** How it is called where people read it. */
  readonly title: string;
  /** Most attempts after the first, with exponential backoff from `retryDelay` seconds. */
  readonly retryLimit: number;
  readonly retryDelay: number;
  /** `exclusive`: a second one is not taken while the first waits or runs. */
  readonly policy: 'standard' | 'exclusive';
  /** Whether administrators may start it by hand without further input. */
  readonly runNow: boolean;
}

/** Every job there is. A handler for each is required by the type of `handlers` in src/jobs/registry.ts. */
export const jobs = {
  'aggregate-library-popularity': {
    title: 'Aggregate popularity and pairs',
    input: z.strictObject({ asOf: moment.optional() }),
    retryLimit: 3,
    retryDelay: 30,
    policy: 'exclusive',
    runNow: true,
  },
  'capture-price-snapshots': {
    title: 'Capture prices of all active projects',
    input: z.strictObject({}),
    retryLimit: 3,
    retryDelay: 60,
    policy: 'exclusive',
    runNow: true,
  },
  'capture-price-snapshot': {
    title: 'Capture prices of a project',
    input: captureSnapshotInput.omit({ background: true }),
    retryLimit: 3,
    retryDelay: 5,
    policy: 'standard',
    runNow: false,
  },
  'calculate-complex-factors': {
    title: 'Calculate costs',
    input: calculateCostsInput.omit({ background: true }),
    retryLimit: 2,
    retryDelay: 5,
    policy: 'standard',
    runNow: false,
  },
  'clean-job-logs': {
    title: 'Remove old job logs',
    input: z.strictObject({}),
    retryLimit: 3,
    retryDelay: 60,
    policy: 'exclusive',
    runNow: true,
  },
} as const satisfies Record<string, JobContract>;

/** The name of a job, which is also its queue's. */
export type JobName = keyof typeof jobs;
/** What a job's handler is given. */
export type JobInput<Name extends JobName> = z.infer<(typeof jobs)[Name]['input']>;
/** The names, for schemas and loops. */
export const jobNames = Object.keys(jobs) as [JobName, ...JobName[]];

/** Where a run stands. */
export const runStatus = z.enum(['queued', 'running', 'completed', 'failed', 'cancelled']);

/** One run of a job, as its log row tells it. */
export const jobRun = z
  .object({
    id,
    job_name: z.string(),
    title: z.string(),
    status: runStatus,
    trigger: z.enum(['schedule', 'person', 'service']),
    requested_by: id.nullable(),
    input: z.unknown(),
    output: z.unknown(),
    error_message: z.string().nullable(),
    attempt: z.int(),
    phase: z.string().nullable(),
    done: z.int().nullable(),
    total: z.int().nullable(),
    queued_at: z.string(),
    started_at: z.string().nullable(),
    finished_at: z.string().nullable(),
    duration_ms: z.number().nullable(),
  })
  .meta({ id: 'JobRun' });

/** Address parameters of the history. */
export const runsQuery = z.object({
  job_name: z.string().max(100).optional(),
  status: runStatus.optional(),
  ...page,
});

/** A page of the history, newest first. */
export const runsPage = z
  .object({ runs: z.array(jobRun), next_cursor: z.string().nullable() })
  .meta({ id: 'JobRunsPage' });

/** A schedule with the runs to come, in UTC; `time_zone` is the one the cron expression is read in. */
export const jobSchedule = z
  .object({
    id: z.string(),
    job_name: z.string(),
    title: z.string(),
    cron: z.string(),
    time_zone: z.string(),
    enabled: z.boolean(),
    next_runs: z.array(z.string()),
    last_run: jobRun.nullable(),
    updated_at: z.string(),
  })
  .meta({ id: 'JobSchedule' });

/** All schedules. */
export const schedulesAnswer = z.object({ schedules: z.array(jobSchedule) });

/** Body of changing a schedule; what is left out stays. */
export const changeScheduleInput = z
  .strictObject({
    enabled: z.boolean().optional(),
    cron: z.string().trim().min(1).max(200).optional(),
    time_zone: z.string().trim().min(1).max(100).nullable().optional(),
  })
  .refine((body) => Object.keys(body).length > 0, {
    message: 'Give at least one of enabled, cron, time_zone.',
  });

const counts = {
  total_jobs: z.int(),
  successful_jobs: z.int(),
  failed_jobs: z.int(),
  running_jobs: z.int(),
  /** Percentage of the runs that ended; null where none has. */
  success_rate: z.number().nullable(),
  avg_duration_seconds: z.number().nullable(),
};

/** The answer of `get_job_execution_summary`. */
export const jobSummary = z
  .object({
    ...counts,
    days_back: z.int(),
    by_job_name: z.record(z.string(), z.object({ ...counts, last_success: z.string().nullable() })),
  })
  .meta({ id: 'JobSummary' });

export type JobRun = z.infer<typeof jobRun>;
export type JobSchedule = z.infer<typeof jobSchedule>;
