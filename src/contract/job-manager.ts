import { z } from 'zod';
import { id, moment, page } from './common.ts';
import { jobNames } from './jobs.ts';

/** Where a run stands. */
export const runStatus = z.enum([
  'queued',
  'running',
  'completed',
  /** For good: no attempt is left. It waits to be tried again, edited or discarded. */
  'failed',
  'cancelled',
  'discarded',
]);

/** One run of a job, as its log row tells it. */
export const jobRun = z
  .object({
    id,
    job_name: z.string(),
    title: z.string(),
    status: runStatus,
    trigger: z.enum(['schedule', 'person', 'service']),
    requested_by: id.nullable(),
    /** How they are called; null where that is not known, or not for the reader to know. */
    requested_by_name: z.string().nullable(),
    input: z.unknown(),
    output: z.unknown(),
    error_message: z.string().nullable(),
    attempt: z.int(),
    priority: z.int(),
    discard_reason: z.string().nullable(),
    phase: z.string().nullable(),
    done: z.int().nullable(),
    total: z.int().nullable(),
    queued_at: z.string(),
    /** Until when it was put off, by whoever did; null where it was not. */
    starts_at: z.string().nullable(),
    started_at: z.string().nullable(),
    finished_at: z.string().nullable(),
    duration_ms: z.number().nullable(),
  })
  .meta({ id: 'JobRun' });

/** Which runs are meant: all of what is given must fit. */
const runsFilter = {
  job_name: z.string().max(100).optional(),
  status: runStatus.optional(),
  /** Words that all stand in its input, of which the first 8,000 characters count, or its error. */
  q: z.string().trim().max(200).optional(),
};

/** Address parameters of the history. */
export const runsQuery = z.object({ ...runsFilter, ...page });

/** A page of the history, newest first. */
export const runsPage = z
  .object({ runs: z.array(jobRun), next_cursor: z.string().nullable() })
  .meta({ id: 'JobRunsPage' });

/** One attempt of a run. */
export const jobAttempt = z.object({
  attempt: z.int(),
  worker: z.string().nullable(),
  started_at: z.string(),
  finished_at: z.string().nullable(),
  /** `lost`: its worker fell silent. */
  outcome: z.enum(['running', 'completed', 'failed', 'cancelled', 'lost']),
  error_message: z.string().nullable(),
  error_stack: z.string().nullable(),
});

/** What became of a run attempt by attempt, and what it wrote into its log. */
export const runHistory = z
  .object({
    attempts: z.array(jobAttempt),
    lines: z.array(
      z.object({
        attempt: z.int(),
        at: z.string(),
        level: z.enum(['info', 'warning', 'error']),
        message: z.string(),
      }),
    ),
    checkpoint: z.unknown(),
  })
  .meta({ id: 'JobRunHistory' });

const runIds = z.array(id).min(1).max(1_000);

/** All runs that fit what is given, as they were counted. */
const runsThatFit = z.strictObject({
  ...runsFilter,
  /** The moment of the count: what came, or ended, after it is left alone. */
  as_of: z.iso.datetime({ offset: true }),
});

/** Runs by their ids, or all that fit, a thousand of them at a time. */
const whichRuns = { ids: runIds.optional(), filter: runsThatFit.optional() };
const oneOfThem = {
  path: ['ids'],
  message: 'Give ids or filter, one of the two.',
};
const hasOne = (body: { ids?: unknown; filter?: unknown }) =>
  (body.ids === undefined) !== (body.filter === undefined);

/** Body of trying failed runs again; `input`, for a single one, takes the place of what it was given. */
export const retryRunsInput = z
  .strictObject({ ...whichRuns, input: z.record(z.string(), z.unknown()).optional() })
  .refine(hasOne, oneOfThem)
  .refine((body) => body.input === undefined || body.ids?.length === 1, {
    path: ['input'],
    message: 'Input can be changed of one run at a time.',
  });
/** Body of cancelling runs that wait or run. */
export const cancelRunsInput = z.strictObject(whichRuns).refine(hasOne, oneOfThem);
/** Body of giving failed runs up. */
export const discardRunsInput = z
  .strictObject({ ...whichRuns, reason: z.string().trim().min(1).max(500) })
  .refine(hasOne, oneOfThem);
/** Longest that a run can be put off, in days. */
export const longestPostponement = 30;
/** Body of putting runs off that wait; until null, they begin at once, those that failed and wait for another attempt as well. */
export const postponeRunsInput = z.strictObject({
  ids: runIds,
  until: z.iso.datetime({ offset: true }).nullable(),
});
/** Body of changing which of the runs that wait begin first: the higher. People's are 10, those by the clock 0. */
export const prioritizeRunsInput = z.strictObject({
  ids: runIds,
  priority: z.int().min(-100).max(100),
});
/** How many runs it was done to, and to how many that fit it has yet to be: ask again for those. */
export const runsChanged = z.object({ success: z.literal(true), changed: z.int(), left: z.int() });

/** Address parameters of counting runs. */
export const runsCountQuery = z.object(runsFilter);
/** How many runs fit, by where they stand, at a moment. */
export const runsCount = z
  .object({ as_of: z.string(), counts: z.record(runStatus, z.int()) })
  .meta({ id: 'JobRunsCount' });

/** Body of pausing a queue, or letting it go on. */
export const changeQueueInput = z.strictObject({ paused: z.boolean() });

const window = z.object({
  ended: z.int(),
  completed: z.int(),
  success_rate: z.number().nullable(),
});

/** How the jobs are. Times are of the last 7 days, in milliseconds. */
export const jobHealth = z
  .object({
    windows: z.object({ '1h': window, '24h': window, '7d': window }),
    queues: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        paused: z.boolean(),
        ready: z.int(),
        later: z.int(),
        active: z.int(),
        /** How long the oldest that is ready has waited. */
        oldest_seconds: z.number().nullable(),
        wait_p50_ms: z.number().nullable(),
        wait_p95_ms: z.number().nullable(),
        run_p50_ms: z.number().nullable(),
        run_p95_ms: z.number().nullable(),
        failed_24h: z.int(),
        last_success: z.string().nullable(),
      }),
    ),
    /** Processes that work on jobs; for administrators. */
    workers: z.array(
      z.object({
        name: z.string(),
        started_at: z.string(),
        seen_at: z.string(),
        alive: z.boolean(),
        /** Of its process, as it last told; null where it has not yet. */
        memory_bytes: z.number().nullable(),
        running: z.array(z.object({ run_id: id, title: z.string(), since: z.string() })),
      }),
    ),
    alerts: z.array(
      z.object({
        id: z.int(),
        rule: z.string(),
        subject: z.string(),
        message: z.string(),
        raised_at: z.string(),
        resolved_at: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'JobHealth' });

/** Address parameters of how deep the queues were. */
export const queueDepthsQuery = z.object({
  over: z.enum(['1h', '24h', '7d']).default('24h'),
  /** One queue; all together where left out. */
  queue: z.enum(jobNames).optional(),
});

/** How deep the queues were, step by step, of a step the most, null where nothing counted; and how many runs ended in it. */
export const queueDepths = z
  .object({
    over: z.enum(['1h', '24h', '7d']),
    steps: z.array(
      z.object({
        /** Its beginning. */
        at: z.string(),
        /** Jobs that could have begun, and those that ran. */
        ready: z.int().nullable(),
        active: z.int().nullable(),
        /** How long the oldest of the ready had waited. */
        oldest_seconds: z.number().nullable(),
        /** Runs that ended well in it, and those that failed for good, whoever asked for them. */
        completed: z.int(),
        failed: z.int(),
      }),
    ),
  })
  .meta({ id: 'QueueDepths' });

/** Who did something: a person, or the service. */
const actor = z.union([id, z.literal('service')], {
  error: 'must be a person’s id or "service"',
});

/** Address parameters of the audit log: all of what is given must fit. */
export const auditQuery = z.object({
  who: actor.optional(),
  action: z.string().max(40).optional(),
  /** From this moment on, and before that one. */
  from: moment.optional(),
  to: moment.optional(),
  /** Words that all stand in what it was done to or in its details. */
  q: z.string().trim().max(200).optional(),
  ...page,
});

/** What administrators did, newest first. */
export const auditPage = z
  .object({
    /** Everybody who did something, and everything that was done, to filter by; on the first page alone. */
    filters: z.object({ who: z.array(actor), actions: z.array(z.string()) }).nullable(),
    entries: z.array(
      z.object({
        id: z.int(),
        at: z.string(),
        user_id: id.nullable(),
        action: z.string(),
        target: z.string(),
        details: z.record(z.string(), z.unknown()),
      }),
    ),
    /** How those who did it, and those to filter by, are called, by id, as far as that is known. */
    names: z.record(z.string(), z.string()),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'JobAudit' });

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

/** Which runs are meant, as they were counted. */
export type RunsThatFit = z.infer<typeof runsThatFit>;
/** What is done to runs. */
export type RunAct = 'retry' | 'cancel' | 'discard';
export type JobRun = z.infer<typeof jobRun>;
export type QueueDepths = z.infer<typeof queueDepths>;
export type JobHealth = z.infer<typeof jobHealth>;
export type RunHistory = z.infer<typeof runHistory>;
