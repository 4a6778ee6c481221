import { createRoute, z } from '@hono/zod-openapi';
import { enqueued, id } from '../../contract/common.ts';
import { PublicError } from '../../contract/errors.ts';
import {
  changeScheduleInput,
  type JobRun,
  type JobSchedule,
  jobRun,
  jobSchedule,
  runsPage,
  runsQuery,
  schedulesAnswer,
} from '../../contract/job-manager.ts';
import { jobNames, jobs } from '../../contract/jobs.ts';
import { asService } from '../../database/database.ts';
import { service } from '../../database/identity.ts';
import { audit } from '../../database/queries/jobs/audit.ts';
import { enqueueJob } from '../../database/queries/jobs/enqueue.ts';
import { getRun, jobTitle, latestRuns, listRuns } from '../../database/queries/jobs/list-runs.ts';
import {
  changeSchedule,
  listSchedules,
  type ScheduleRow,
} from '../../database/queries/jobs/schedules.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';

/** What the job routes need from whoever runs the schedules. */
export interface Schedules {
  /** Time zone of the schedules that name none. */
  timeZone: string;
  /**
   * The next moments of a cron expression in a time zone.
   * @throws what says why the expression or the zone cannot be read.
   */
  preview(cron: string, timeZone: string, from: Date, count: number): Date[];
  /** Is called after a schedule was changed. */
  changed(): Promise<void>;
}

/** Runs shown ahead of each schedule. */
const shownRuns = 5;

/** The job manager: schedules, runs and starting one by hand. */
export function jobRoutes({ database, now, schedules }: Dependencies & { schedules: Schedules }) {
  const app = openApiApp();

  const toSchedule = (row: ScheduleRow, lastRun: JobRun | undefined): JobSchedule => {
    const timeZone = row.time_zone ?? schedules.timeZone;
    const next = row.enabled ? schedules.preview(row.cron, timeZone, now(), shownRuns) : [];
    return {
      id: row.id,
      job_name: row.job_name,
      title: jobTitle(row.job_name),
      cron: row.cron,
      time_zone: timeZone,
      enabled: row.enabled,
      next_runs: next.map((moment) => moment.toISOString()),
      last_run: lastRun ?? null,
      updated_at: row.updated_at,
    };
  };

  app.openapi(getSchedules, async (c) => {
    const answer = await database.as(
      c.get('identity'),
      async (tx) => {
        const rows = await listSchedules(tx);
        const latest = await latestRuns(
          tx,
          rows.map((row) => row.job_name),
        );
        return { schedules: rows.map((row) => toSchedule(row, latest.get(row.job_name))) };
      },
      { readOnly: true },
    );
    return c.json(answer, 200);
  });

  app.openapi(patchSchedule, async (c) => {
    const { id: scheduleId } = c.req.valid('param');
    const change = c.req.valid('json');
    const identity = c.get('identity');
    const changed = await database.as(identity, async (tx) => {
      const row = await changeSchedule(tx, scheduleId, change, identity.userId);
      refuseUnreadable(schedules, row, now());
      const act = { by: identity.userId, action: 'reschedule', target: scheduleId } as const;
      await asService(tx, identity, () => audit(tx, [{ ...act, details: change }]));
      const latest = await latestRuns(tx, [row.job_name]);
      return toSchedule(row, latest.get(row.job_name));
    });
    await schedules.changed();
    return c.json(changed, 200);
  });

  app.openapi(getRuns, async (c) => {
    const query = c.req.valid('query');
    const page = await database.as(c.get('identity'), (tx) => listRuns(tx, query), {
      readOnly: true,
    });
    return c.json(page, 200);
  });

  app.openapi(getOneRun, async (c) => {
    const { id: runId } = c.req.valid('param');
    const run = await database.as(c.get('identity'), (tx) => getRun(tx, runId), {
      readOnly: true,
    });
    return c.json(run, 200);
  });

  app.openapi(runNow, async (c) => {
    const { name } = c.req.valid('param');
    const identity = c.get('identity');
    if (!identity.admin) {
      throw new PublicError('forbidden', 'Only administrators may start a job by hand.');
    }
    if (!jobs[name].runNow) {
      throw new PublicError(
        'invalid_input',
        `name: "${jobs[name].title}" needs input; ask for it through its own function.`,
        { field: 'name' },
      );
    }
    const by = {
      trigger: identity.role === 'service_role' ? 'service' : 'person',
      userId: identity.userId,
    } as const;
    const runId = await database.as(service, async (tx) => {
      const enqueuedId = await enqueueJob(tx, name, {}, by);
      const details = { job: name };
      await audit(tx, [{ by: identity.userId, action: 'run', target: enqueuedId, details }]);
      return enqueuedId;
    });
    return c.json(
      { success: true as const, job_id: runId, status_url: `/api/jobs/runs/${runId}` },
      202,
    );
  });

  return app;
}

/** Refuses, by the field at fault, a schedule that could never fire. */
function refuseUnreadable(schedules: Schedules, row: ScheduleRow, from: Date): void {
  const attempt = (cron: string, timeZone: string) => {
    try {
      return schedules.preview(cron, timeZone, from, 1).length > 0 ? null : 'it never fires';
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  const everyMinute = '* * * * *';
  if (row.time_zone !== null && attempt(everyMinute, row.time_zone) !== null) {
    const message = `time_zone: "${row.time_zone}" is not an IANA time zone, such as Europe/Berlin.`;
    throw new PublicError('invalid_input', message, { field: 'time_zone' });
  }
  const reason = attempt(row.cron, row.time_zone ?? schedules.timeZone);
  if (reason !== null) {
    const message = `cron: "${row.cron}" cannot be used: ${reason}. Write it as "minute hour day month weekday", such as "0 2 * * *".`;
    throw new PublicError('invalid_input', message, { field: 'cron' });
  }
}

const getSchedules = createRoute({
  method: 'get',
  path: '/schedules',
  summary: 'The schedules, each with the next five runs',
  security: bearer,
  responses: { 200: jsonAnswer('The schedules.', schedulesAnswer), ...failures },
});

const patchSchedule = createRoute({
  method: 'patch',
  path: '/schedules/{id}',
  summary: 'Change a schedule',
  description: 'For administrators.',
  security: bearer,
  request: { params: z.object({ id: z.string().max(100) }), body: jsonBody(changeScheduleInput) },
  responses: { 200: jsonAnswer('The schedule as it is now.', jobSchedule), ...failures },
});

const getRuns = createRoute({
  method: 'get',
  path: '/runs',
  summary: 'Runs of jobs, newest first',
  description: 'Administrators see all, others those they asked for.',
  security: bearer,
  request: { query: runsQuery },
  responses: { 200: jsonAnswer('A page of runs.', runsPage), ...failures },
});

const getOneRun = createRoute({
  method: 'get',
  path: '/runs/{id}',
  summary: 'One run',
  security: bearer,
  request: { params: z.object({ id }) },
  responses: { 200: jsonAnswer('The run.', jobRun), ...failures },
});

const runNow = createRoute({
  method: 'post',
  path: '/{name}/run',
  summary: 'Start a job by hand',
  description: 'For administrators and the service.',
  security: bearer,
  request: { params: z.object({ name: z.enum(jobNames) }) },
  responses: { 202: jsonAnswer('It is enqueued.', enqueued), ...failures },
});
