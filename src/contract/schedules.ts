import { z } from 'zod';
import { id } from './common.ts';
import { jobRun } from './job-manager.ts';
import { jobNames } from './jobs.ts';

/** A minute or more, a year at most. */
const everyMinutes = z.int().min(1).max(527_040);
const cron = z.string().trim().min(1).max(200);
const timeZone = z.string().trim().min(1).max(100);

/** What a clock change of the coming year does to a schedule's runs. */
const clockEffect = z.object({
  at: z.string(),
  effect: z.enum(['moved', 'skipped', 'doubled']),
  message: z.string(),
});

/** When a schedule comes next, in UTC, and what the clock changes of a year do to it. */
const comingRuns = {
  next_runs: z.array(z.string()),
  clock_changes: z.array(clockEffect),
};

/**
 * A schedule with the runs to come. `cron`, read in `time_zone`, or `every_minutes`, in real time, says when; the other is
 * null.
 */
export const jobSchedule = z
  .object({
    id: z.string(),
    job_name: z.string(),
    title: z.string(),
    cron: z.string().nullable(),
    every_minutes: z.int().nullable(),
    time_zone: z.string(),
    /** Of runs that came due while no worker was there: none is made up for, or the last one is. */
    missed: z.enum(['skip', 'once']),
    enabled: z.boolean(),
    input: z.record(z.string(), z.unknown()),
    project_id: id.nullable(),
    owner_id: id.nullable(),
    /** One that its job has by itself: it can be switched off, not removed. */
    built_in: z.boolean(),
    ...comingRuns,
    last_run: jobRun.nullable(),
    updated_at: z.string(),
  })
  .meta({ id: 'JobSchedule' });

/** All schedules the reader may see. */
export const schedulesAnswer = z.object({ schedules: z.array(jobSchedule) });

/** Body of changing a schedule; what is left out stays. `cron` and `every_minutes` take each other's place. */
export const changeScheduleInput = z
  .strictObject({
    enabled: z.boolean().optional(),
    cron: cron.optional(),
    every_minutes: everyMinutes.optional(),
    missed: z.enum(['skip', 'once']).optional(),
    time_zone: timeZone.nullable().optional(),
    /** What its runs are given, in place of all that was; a secret that stays is written as `[redacted]`. */
    input: z.record(z.string(), z.unknown()).optional(),
  })
  .refine((body) => Object.keys(body).length > 0, {
    message: 'Give at least one of enabled, cron, every_minutes, missed, time_zone, input.',
  })
  .refine((body) => body.cron === undefined || body.every_minutes === undefined, {
    path: ['every_minutes'],
    message: 'Give cron or every_minutes, not both.',
  });

const when = {
  cron: cron.optional(),
  every_minutes: everyMinutes.optional(),
  time_zone: timeZone.optional(),
};
const hasOneWhen = (body: { cron?: unknown; every_minutes?: unknown }) =>
  (body.cron === undefined) !== (body.every_minutes === undefined);
const oneWhen = { path: ['cron'], message: 'Give cron or every_minutes, one of the two.' };

/** Body of looking at a schedule before it is kept. */
export const previewScheduleInput = z.strictObject(when).refine(hasOneWhen, oneWhen);

/** Body of making a schedule: what of, with what input, and when. */
export const newScheduleInput = z
  .strictObject({
    ...when,
    job_name: z.enum(jobNames),
    /** What its runs are given; of the form that the job's `input_schema` says. */
    input: z.record(z.string(), z.unknown()).default({}),
    missed: z.enum(['skip', 'once']).default('once'),
    enabled: z.boolean().default(true),
  })
  .refine(hasOneWhen, oneWhen);

/** The kinds of jobs administrators may schedule. */
export const jobKinds = z
  .object({
    kinds: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        /** JSON Schema of what a run is given. */
        input_schema: z.record(z.string(), z.unknown()),
      }),
    ),
  })
  .meta({ id: 'JobKinds' });

/** When it would come. */
export const schedulePreview = z.object(comingRuns).meta({ id: 'JobSchedulePreview' });

export type JobSchedule = z.infer<typeof jobSchedule>;
export type ScheduleChange = z.infer<typeof changeScheduleInput>;
export type NewScheduleInput = z.input<typeof newScheduleInput>;
export type JobKind = z.infer<typeof jobKinds>['kinds'][number];
export type SchedulePreview = z.infer<typeof schedulePreview>;
