import { createRoute, z } from '@hono/zod-openapi';
import { id } from '../../contract/common.ts';
import {
  auditPage,
  auditQuery,
  changeQueueInput,
  jobHealth,
  queueDepths,
  queueDepthsQuery,
  runHistory,
  runsChanged,
} from '../../contract/job-manager.ts';
import { jobNames } from '../../contract/jobs.ts';
import { requireAdmin, service } from '../../database/identity.ts';
import { listAlerts } from '../../database/queries/jobs/alerts.ts';
import { listAudit } from '../../database/queries/jobs/audit.ts';
import { listDepths } from '../../database/queries/jobs/depths.ts';
import { getHealth, getRunHistory, listRunning } from '../../database/queries/jobs/health.ts';
import { getRun, jobTitle } from '../../database/queries/jobs/list-runs.ts';
import { setPaused } from '../../database/queries/jobs/queues.ts';
import type { JobControl } from '../../operations/job-control.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';

/** How the jobs are, what became of a run, pauses of queues, and what administrators did. */
export function jobManagerRoutes({
  database,
  control,
  now,
}: Dependencies & { control: JobControl }) {
  const app = openApiApp();

  app.openapi(health, async (c) => {
    const identity = c.get('identity');
    const workers = identity.admin ? await control.workers() : [];
    const answer = await database.as(
      identity,
      async (tx) => {
        const running = identity.admin ? await listRunning(tx) : [];
        return {
          ...(await getHealth(tx)),
          alerts: await listAlerts(tx),
          workers: workers.map((worker) => ({
            ...worker,
            running: running
              .filter((run) => run.worker === worker.name)
              .map(({ run_id, job_name, since }) => ({ run_id, title: jobTitle(job_name), since })),
          })),
        };
      },
      { readOnly: true },
    );
    return c.json(answer, 200);
  });

  app.openapi(depths, async (c) => {
    const query = c.req.valid('query');
    const answer = await database.as(c.get('identity'), (tx) => listDepths(tx, query, now()), {
      readOnly: true,
    });
    return c.json(answer, 200);
  });

  app.openapi(history, async (c) => {
    const { id: runId } = c.req.valid('param');
    const answer = await database.as(
      c.get('identity'),
      async (tx) => {
        await getRun(tx, runId);
        return getRunHistory(tx, runId);
      },
      { readOnly: true },
    );
    return c.json(answer, 200);
  });

  app.openapi(changeQueue, async (c) => {
    const { name } = c.req.valid('param');
    const { paused } = c.req.valid('json');
    const identity = c.get('identity');
    requireAdmin(identity, 'pause a queue');
    await database.as(service, (tx) => setPaused(tx, name, paused, identity.userId));
    return c.json({ success: true as const, changed: 1, left: 0 }, 200);
  });

  app.openapi(getAudit, async (c) => {
    const query = c.req.valid('query');
    const answer = await database.as(c.get('identity'), (tx) => listAudit(tx, query), {
      readOnly: true,
    });
    return c.json(answer, 200);
  });

  return app;
}

const health = createRoute({
  method: 'get',
  path: '/health',
  summary: 'How the jobs are: shares, times, depths, workers, alerts',
  security: bearer,
  responses: { 200: jsonAnswer('How they are.', jobHealth), ...failures },
});

const depths = createRoute({
  method: 'get',
  path: '/depths',
  summary: 'How deep the queues were, and how long the oldest job had waited',
  description:
    'Over an hour by the minute, a day by 15 minutes, a week by 2 hours; of each step the most.',
  security: bearer,
  request: { query: queueDepthsQuery },
  responses: { 200: jsonAnswer('Step by step.', queueDepths), ...failures },
});

const history = createRoute({
  method: 'get',
  path: '/runs/{id}/history',
  summary: 'The attempts of a run and its log',
  security: bearer,
  request: { params: z.object({ id }) },
  responses: { 200: jsonAnswer('What became of it.', runHistory), ...failures },
});

const changeQueue = createRoute({
  method: 'post',
  path: '/queues/{name}',
  summary: 'Pause a queue, or let it go on',
  description: 'For administrators. What runs is not stopped.',
  security: bearer,
  request: { params: z.object({ name: z.enum(jobNames) }), body: jsonBody(changeQueueInput) },
  responses: { 200: jsonAnswer('How many queues it was done to.', runsChanged), ...failures },
});

const getAudit = createRoute({
  method: 'get',
  path: '/audit',
  summary: 'What administrators did, newest first',
  description: 'For administrators: by who did what, when, and the words of it.',
  security: bearer,
  request: { query: auditQuery },
  responses: { 200: jsonAnswer('A page of acts.', auditPage), ...failures },
});
