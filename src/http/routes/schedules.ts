import { createRoute, z } from '@hono/zod-openapi';
import { enqueued } from '../../contract/common.ts';
import { PublicError } from '../../contract/errors.ts';
import type { JobRun } from '../../contract/job-manager.ts';
import { type JobInput, type JobName, jobNames, jobs } from '../../contract/jobs.ts';
import {
  changeScheduleInput,
  type JobSchedule,
  jobKinds,
  jobSchedule,
  newScheduleInput,
  previewScheduleInput,
  schedulePreview,
  schedulesAnswer,
} from '../../contract/schedules.ts';
import { restored } from '../../core/secrets/index.ts';
import { asService, type Tx } from '../../database/database.ts';
import { requireAdmin } from '../../database/identity.ts';
import { audit } from '../../database/queries/jobs/audit.ts';
import { enqueueJob } from '../../database/queries/jobs/enqueue.ts';
import { jobTitle, runsById } from '../../database/queries/jobs/list-runs.ts';
import {
  changeInput,
  changeSchedule,
  getSchedule,
  inputOfSchedule,
  listSchedules,
  noteRun,
  type ScheduleRow,
} from '../../database/queries/jobs/schedules.ts';
import { builtIn, projectOf, removeSchedule, saveSchedule } from '../../operations/schedules.ts';
import type { Dependencies } from '../environment.ts';
import { invalidInput } from '../errors.ts';
import { bearer, failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';
import { comingRuns, refuseUnreadable, type Schedules } from '../schedules.ts';

/** The schedules: what comes when, changed, tried on paper, and started at once. */
export function scheduleRoutes({
  database,
  now,
  schedules,
}: Dependencies & { schedules: Schedules }) {
  const app = openApiApp();

  const toSchedule = (row: ScheduleRow, lastRun: JobRun | undefined): JobSchedule => ({
    id: row.id,
    job_name: row.job_name,
    title: jobTitle(row.job_name),
    cron: row.cron,
    every_minutes: row.every_minutes,
    time_zone: row.time_zone ?? schedules.timeZone,
    missed: row.missed,
    enabled: row.enabled,
    input: row.input,
    project_id: row.project_id,
    owner_id: row.owner_id,
    built_in: builtIn.has(row.id),
    ...(row.enabled ? comingRuns(row, schedules, now()) : { next_runs: [], clock_changes: [] }),
    last_run: lastRun ?? null,
    updated_at: row.updated_at,
  });

  app.openapi(list, async (c) => {
    const answer = await database.as(
      c.get('identity'),
      async (tx) => {
        const rows = await listSchedules(tx);
        const last = await runsById(
          tx,
          rows.flatMap((row) => row.last_run_id ?? []),
        );
        return {
          schedules: rows.map((row) => toSchedule(row, last.get(row.last_run_id ?? ''))),
        };
      },
      { readOnly: true },
    );
    return c.json(answer, 200);
  });

  app.openapi(kinds, (c) => c.json({ kinds: schedulable }, 200));

  app.openapi(make, async (c) => {
    const { job_name: jobName, every_minutes, time_zone, ...body } = c.req.valid('json');
    const identity = c.get('identity');
    requireAdmin(identity, 'make schedules');
    refuseUnreadable({ ...body, time_zone }, schedules, now());
    refuseUnschedulable(jobName, 'job_name');
    const { input } = readInput({ job_name: jobName, input: body.input });
    const schedule = { ...body, jobName, everyMinutes: every_minutes, timeZone: time_zone, input };
    const made = await database.as(identity, (tx) =>
      asService(tx, identity, () => saveSchedule(tx, schedule, identity.userId)),
    );
    return c.json(toSchedule(made, undefined), 201);
  });

  app.openapi(remove, async (c) => {
    const { id } = c.req.valid('param');
    const identity = c.get('identity');
    requireAdmin(identity, 'remove schedules');
    await database.as(identity, (tx) =>
      asService(tx, identity, () => removeSchedule(tx, id, identity.userId)),
    );
    return c.body(null, 204);
  });

  app.openapi(change, async (c) => {
    const { id } = c.req.valid('param');
    const body = c.req.valid('json');
    const identity = c.get('identity');
    const changed = await database.as(identity, async (tx) => {
      const before = await changeSchedule(tx, id, body, identity.userId);
      refuseUnreadable(before, schedules, now());
      const act = { by: identity.userId, action: 'reschedule', target: id } as const;
      await asService(tx, identity, async () => {
        if (body.input) await giveInput(tx, before, body.input);
        await audit(tx, [{ ...act, details: body }]);
      });
      const row = await getSchedule(tx, id);
      const last = await runsById(tx, row.last_run_id === null ? [] : [row.last_run_id]);
      return toSchedule(row, last.get(row.last_run_id ?? ''));
    });
    return c.json(changed, 200);
  });

  app.openapi(preview, (c) => {
    const body = c.req.valid('json');
    refuseUnreadable(body, schedules, now());
    return c.json(comingRuns(body, schedules, now()), 200);
  });

  app.openapi(run, async (c) => {
    const { id } = c.req.valid('param');
    const identity = c.get('identity');
    requireAdmin(identity, 'start a schedule by hand');
    const by = {
      trigger: identity.role === 'service_role' ? 'service' : 'person',
      userId: identity.userId,
    } as const;
    const runId = await database.as(identity, async (tx) => {
      const { job_name } = await getSchedule(tx, id);
      return asService(tx, identity, async () => {
        const { name, input } = readInput({ job_name, input: await inputOfSchedule(tx, id) });
        const started = await enqueueJob(tx, name, input, by);
        await noteRun(tx, id, started);
        const details = { job: name, schedule: id };
        await audit(tx, [{ by: identity.userId, action: 'run', target: started, details }]);
        return started;
      });
    });
    return c.json(
      { success: true as const, job_id: runId, status_url: `/api/jobs/runs/${runId}` },
      202,
    );
  });

  return app;
}

/** What a schedule's job is given. @throws {PublicError} where the job is gone or does not take it. */
function readInput(row: Pick<ScheduleRow, 'job_name' | 'input'>): {
  name: JobName;
  input: JobInput<JobName>;
} {
  const name = jobNames.find((known): known is JobName => known === row.job_name);
  if (!name) throw new PublicError('not_found', `There is no job ${row.job_name} any more.`);
  const parsed = jobs[name].input.safeParse(row.input);
  if (!parsed.success) throw invalidInput(parsed.error, ['input']);
  return { name, input: parsed.data };
}

/** Has a schedule's runs given what its job takes; a secret that is written as `[redacted]` stays. As the service. */
async function giveInput(tx: Tx, row: ScheduleRow, input: Record<string, unknown>): Promise<void> {
  const whole = restored(input, await inputOfSchedule(tx, row.id));
  const { name, input: read } = readInput({
    job_name: row.job_name,
    input: whole as Record<string, unknown>,
  });
  refuseUnschedulable(name, 'input');
  await changeInput(tx, row.id, read, (await projectOf(tx, name, read)) ?? row.project_id);
}

/** @throws {PublicError} for a job whose input is made by what starts it, such as a report that somebody asked for. */
function refuseUnschedulable(name: JobName, field: string): void {
  if (jobs[name].schedulable) return;
  const message = `${field}: "${jobs[name].title}" is started by what it belongs to; choose another job.`;
  throw new PublicError('invalid_input', message, { field });
}

/** The jobs that may be scheduled, with the form of what they are given. */
const schedulable = jobNames
  .filter((name) => jobs[name].schedulable)
  .map((name) => ({
    name,
    title: jobs[name].title,
    input_schema: z.toJSONSchema(jobs[name].input, { io: 'input' }) as Record<string, unknown>,
  }));

const named = z.object({ id: z.string().max(200) });

const list = createRoute({
  method: 'get',
  path: '/schedules',
  summary: 'The schedules, each with the next five runs and what clock changes do to them',
  security: bearer,
  responses: { 200: jsonAnswer('The schedules.', schedulesAnswer), ...failures },
});

const kinds = createRoute({
  method: 'get',
  path: '/kinds',
  summary: 'The jobs that may be scheduled, with the form of their input',
  security: bearer,
  responses: { 200: jsonAnswer('The jobs.', jobKinds), ...failures },
});

const make = createRoute({
  method: 'post',
  path: '/schedules',
  summary: 'Make a schedule',
  description:
    'For administrators. Secrets in its input are kept for its runs, and are told to nobody.',
  security: bearer,
  request: { body: jsonBody(newScheduleInput) },
  responses: { 201: jsonAnswer('The schedule.', jobSchedule), ...failures },
});

const remove = createRoute({
  method: 'delete',
  path: '/schedules/{id}',
  summary: 'Remove a schedule',
  description: 'For administrators. Those a job has by itself can be switched off, not removed.',
  security: bearer,
  request: { params: named },
  responses: { 204: { description: 'It is gone; its runs stay.' }, ...failures },
});

const change = createRoute({
  method: 'patch',
  path: '/schedules/{id}',
  summary: 'Change a schedule',
  description: 'For administrators.',
  security: bearer,
  request: { params: named, body: jsonBody(changeScheduleInput) },
  responses: { 200: jsonAnswer('The schedule as it is now.', jobSchedule), ...failures },
});

const preview = createRoute({
  method: 'post',
  path: '/schedules/preview',
  summary: 'When a schedule would come, before it is kept',
  security: bearer,
  request: { body: jsonBody(previewScheduleInput) },
  responses: { 200: jsonAnswer('The next five runs.', schedulePreview), ...failures },
});

const run = createRoute({
  method: 'post',
  path: '/schedules/{id}/run',
  summary: 'Start what a schedule starts, now',
  description: 'For administrators and the service.',
  security: bearer,
  request: { params: named },
  responses: { 202: jsonAnswer('It is enqueued.', enqueued), ...failures },
});
