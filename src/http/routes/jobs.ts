import { createRoute, z } from '@hono/zod-openapi';
import { enqueued, id } from '../../contract/common.ts';
import { PublicError } from '../../contract/errors.ts';
import { jobRun, runsPage, runsQuery } from '../../contract/job-manager.ts';
import { jobNames, jobs } from '../../contract/jobs.ts';
import { requireAdmin, service } from '../../database/identity.ts';
import { audit } from '../../database/queries/jobs/audit.ts';
import { enqueueJob } from '../../database/queries/jobs/enqueue.ts';
import { getRun, listRuns } from '../../database/queries/jobs/list-runs.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, openApiApp } from '../openapi.ts';

/** Runs, and starting one by hand. */
export function jobRoutes({ database }: Dependencies) {
  const app = openApiApp();

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
    requireAdmin(identity, 'start a job by hand');
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
