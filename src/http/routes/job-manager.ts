import { createRoute, z } from '@hono/zod-openapi';
import { id, page } from '../../contract/common.ts';
import { PublicError } from '../../contract/errors.ts';
import {
  auditPage,
  cancelRunsInput,
  changeQueueInput,
  discardRunsInput,
  jobHealth,
  retryRunsInput,
  runHistory,
  runsChanged,
} from '../../contract/job-manager.ts';
import { type JobName, jobNames, jobs } from '../../contract/jobs.ts';
import { restored } from '../../core/secrets/index.ts';
import type { Tx } from '../../database/database.ts';
import { type Identity, service } from '../../database/identity.ts';
import { listAlerts } from '../../database/queries/jobs/alerts.ts';
import { listAudit } from '../../database/queries/jobs/audit.ts';
import { getHealth, getRunHistory, listRunning } from '../../database/queries/jobs/health.ts';
import { getRun, jobTitle } from '../../database/queries/jobs/list-runs.ts';
import { setPaused } from '../../database/queries/jobs/queues.ts';
import type { Dependencies } from '../environment.ts';
import { invalidInput } from '../errors.ts';
import { bearer, failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';

/** What the manager needs from whoever runs the queue. */
export interface Control {
  retry(
    ids: readonly string[],
    by: string | null,
    input?: Record<string, unknown>,
  ): Promise<number>;
  cancel(ids: readonly string[], by: string | null): Promise<number>;
  discard(ids: readonly string[], by: string | null, reason: string): Promise<number>;
  inputOf(id: string): Promise<unknown>;
  workers(): Promise<{ name: string; started_at: string; seen_at: string; alive: boolean }[]>;
}

/** What administrators do with runs and queues, and how the jobs are. */
export function jobManagerRoutes({ database, control }: Dependencies & { control: Control }) {
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

  app.openapi(retry, async (c) => {
    const { ids, input } = c.req.valid('json');
    const identity = c.get('identity');
    const [first] = await visibleRuns(identity, ids, { own: input === undefined });
    const [only] = ids;
    if (input === undefined || !first || !only) {
      return c.json(done(await control.retry(ids, identity.userId)), 200);
    }
    const whole = restored(input, await control.inputOf(only)) as typeof input;
    refuseInput(first, whole);
    return c.json(done(await control.retry(ids, identity.userId, whole)), 200);
  });

  app.openapi(cancel, async (c) => {
    const { ids } = c.req.valid('json');
    const identity = c.get('identity');
    await visibleRuns(identity, ids, { own: true });
    return c.json(done(await control.cancel(ids, identity.userId)), 200);
  });

  app.openapi(discard, async (c) => {
    const { ids, reason } = c.req.valid('json');
    const identity = c.get('identity');
    await visibleRuns(identity, ids, { own: false });
    return c.json(done(await control.discard(ids, identity.userId, reason)), 200);
  });

  app.openapi(changeQueue, async (c) => {
    const { name } = c.req.valid('param');
    const { paused } = c.req.valid('json');
    const { admin, userId } = c.get('identity');
    if (!admin) throw new PublicError('forbidden', 'Only administrators may pause a queue.');
    await database.as(service, (tx) => setPaused(tx, name, paused, userId));
    return c.json(done(1), 200);
  });

  app.openapi(getAudit, async (c) => {
    const query = c.req.valid('query');
    const answer = await database.as(c.get('identity'), (tx) => listAudit(tx, query), {
      readOnly: true,
    });
    return c.json(answer, 200);
  });

  /**
   * The jobs of runs somebody may act on: administrators on all, others on `own` ones where that may be.
   * @throws {PublicError} `not_found` for a run they do not see, `forbidden` for what is not theirs to do.
   */
  function visibleRuns(identity: Identity, ids: readonly string[], { own }: { own: boolean }) {
    if (!identity.admin && !own) {
      throw new PublicError('forbidden', 'Only administrators may do this.');
    }
    return database.as(
      identity,
      async (tx: Tx) => {
        const names: string[] = [];
        for (const runId of ids) names.push((await getRun(tx, runId)).job_name);
        return names;
      },
      { readOnly: true },
    );
  }

  return app;
}

function done(changed: number) {
  return { success: true as const, changed };
}

/** Refuses, by the field, an input its job does not take. */
function refuseInput(jobName: string, input: unknown): void {
  const name = jobNames.find((known): known is JobName => known === jobName);
  if (!name) throw new PublicError('not_found', `There is no job ${jobName} any more.`);
  const parsed = jobs[name].input.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error);
}

const changed = jsonAnswer('How many runs it was done to.', runsChanged);

const health = createRoute({
  method: 'get',
  path: '/health',
  summary: 'How the jobs are: shares, times, depths, workers, alerts',
  security: bearer,
  responses: { 200: jsonAnswer('How they are.', jobHealth), ...failures },
});

const history = createRoute({
  method: 'get',
  path: '/runs/{id}/history',
  summary: 'The attempts of a run and its log',
  security: bearer,
  request: { params: z.object({ id }) },
  responses: { 200: jsonAnswer('What became of it.', runHistory), ...failures },
});

const retry = createRoute({
  method: 'post',
  path: '/runs/retry',
  summary: 'Try runs again that failed for good or were cancelled',
  description: 'Administrators, and whoever asked for them; other input is for administrators.',
  security: bearer,
  request: { body: jsonBody(retryRunsInput) },
  responses: { 200: changed, ...failures },
});

const cancel = createRoute({
  method: 'post',
  path: '/runs/cancel',
  summary: 'Cancel runs that wait or run',
  description: 'Administrators, and whoever asked for them.',
  security: bearer,
  request: { body: jsonBody(cancelRunsInput) },
  responses: { 200: changed, ...failures },
});

const discard = createRoute({
  method: 'post',
  path: '/runs/discard',
  summary: 'Give runs up that failed for good, for a reason',
  description: 'For administrators. It cannot be undone.',
  security: bearer,
  request: { body: jsonBody(discardRunsInput) },
  responses: { 200: changed, ...failures },
});

const changeQueue = createRoute({
  method: 'post',
  path: '/queues/{name}',
  summary: 'Pause a queue, or let it go on',
  description: 'For administrators. What runs is not stopped.',
  security: bearer,
  request: { params: z.object({ name: z.enum(jobNames) }), body: jsonBody(changeQueueInput) },
  responses: { 200: changed, ...failures },
});

const getAudit = createRoute({
  method: 'get',
  path: '/audit',
  summary: 'What administrators did, newest first',
  security: bearer,
  request: { query: z.object(page) },
  responses: { 200: jsonAnswer('A page of acts.', auditPage), ...failures },
});
