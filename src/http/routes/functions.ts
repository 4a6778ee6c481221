import { createRoute } from '@hono/zod-openapi';
import type { z } from 'zod';
import { enqueued } from '../../contract/common.ts';
import { calculateCostsAnswer, calculateCostsInput } from '../../contract/complex-costs.ts';
import { PublicError } from '../../contract/errors.ts';
import type { JobInput, JobName } from '../../contract/jobs.ts';
import { aggregatePopularityAnswer, aggregatePopularityInput } from '../../contract/popularity.ts';
import { captureSnapshotAnswer, captureSnapshotInput } from '../../contract/price-snapshots.ts';
import { asService, type Database, type Tx } from '../../database/database.ts';
import { type Identity, service } from '../../database/identity.ts';
import { enqueueJob } from '../../database/queries/jobs/enqueue.ts';
import { getWritableProject } from '../../database/queries/projects/get-access.ts';
import { aggregatePopularity } from '../../operations/aggregate-popularity.ts';
import { calculateCosts } from '../../operations/calculate-costs.ts';
import { capturePriceSnapshot } from '../../operations/capture-price-snapshot.ts';
import { runLogged } from '../../operations/run-logged.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';

/** The three functions of the contract, the same on Node and on Supabase's edge. */
export function functionRoutes({ database, now, learn }: Dependencies) {
  const app = openApiApp();

  app.openapi(aggregate, async (c) => {
    const { background, asOf } = c.req.valid('json');
    const identity = c.get('identity');
    requireAdministrator(identity, 'aggregate the popularity');
    if (background) {
      const input = asOf === undefined ? {} : { asOf };
      return c.json(await enqueue(database, identity, 'aggregate-library-popularity', input), 202);
    }
    const moment = asOf === undefined ? now() : new Date(asOf);
    const { id, result } = await runLogged(
      database,
      {
        jobName: 'aggregate-library-popularity',
        input: { asOf: moment.toISOString() },
        by: identity,
        // Popularity belongs to no one; only the service writes it.
        as: service,
      },
      (tx) => aggregatePopularity(tx, moment, learn && { learn }),
    );
    return c.json({ success: true as const, ...result, job_id: id }, 200);
  });

  app.openapi(capture, async (c) => {
    const { background, ...input } = c.req.valid('json');
    const identity = c.get('identity');
    if (background) {
      const run = await enqueue(database, identity, 'capture-price-snapshot', input, (tx) =>
        getWritableProject(tx, identity, input.projectId, { administrators: true }),
      );
      return c.json(run, 202);
    }
    const { result } = await runLogged(
      database,
      { jobName: 'capture-price-snapshot', input, by: identity },
      async (tx) => {
        await getWritableProject(tx, identity, input.projectId, { administrators: true });
        return capturePriceSnapshot(tx, input, now());
      },
    );
    return c.json(result, 200);
  });

  app.openapi(calculate, async (c) => {
    const { background, ...input } = c.req.valid('json');
    const identity = c.get('identity');
    const project = (tx: Tx) =>
      getWritableProject(tx, identity, input.projectId, { administrators: false });
    if (background) {
      const run = await enqueue(database, identity, 'calculate-complex-factors', input, project);
      return c.json(run, 202);
    }
    const answer = await database.as(
      identity,
      async (tx) =>
        calculateCosts(
          tx,
          { itemIds: input.libraryItemIds, project: await project(tx), options: input.options },
          now(),
        ),
      { readOnly: true },
    );
    return c.json(answer, 200);
  });

  for (const { path } of [aggregate, capture, calculate]) {
    app.all(path, (c) => {
      c.header('Allow', 'POST, OPTIONS');
      throw new PublicError('method_not_allowed', 'Functions are called by POST.');
    });
  }
  return app;
}

/** Enqueues a job for somebody, after `allow` has let them; nothing is enqueued where it throws. */
async function enqueue<Name extends JobName>(
  database: Database,
  identity: Identity,
  name: Name,
  input: JobInput<Name>,
  allow?: (tx: Tx) => Promise<unknown>,
): Promise<z.infer<typeof enqueued>> {
  const id = await database.as(identity, async (tx) => {
    await allow?.(tx);
    const trigger = identity.role === 'service_role' ? 'service' : 'person';
    return asService(tx, identity, () =>
      enqueueJob(tx, name, input, { trigger, userId: identity.userId }),
    );
  });
  return { success: true, job_id: id, status_url: `/api/jobs/runs/${id}` };
}

function requireAdministrator(identity: Identity, what: string): void {
  if (!identity.admin) {
    throw new PublicError('forbidden', `Only administrators and the service may ${what}.`);
  }
}

const accepted = jsonAnswer(
  'With `background`: what was enqueued, and where to watch it.',
  enqueued,
);

const aggregate = createRoute({
  method: 'post',
  path: '/aggregate-library-popularity',
  summary: 'Count the use of each item and learn which belong together',
  description: 'For administrators and the service.',
  security: bearer,
  request: { body: jsonBody(aggregatePopularityInput) },
  responses: {
    200: jsonAnswer('What was counted.', aggregatePopularityAnswer),
    202: accepted,
    ...failures,
  },
});

const capture = createRoute({
  method: 'post',
  path: '/capture-price-snapshot',
  summary: "Capture a project's prices at this moment",
  description: 'For members of the project, administrators and the service.',
  security: bearer,
  request: { body: jsonBody(captureSnapshotInput) },
  responses: {
    200: jsonAnswer('What was captured.', captureSnapshotAnswer),
    202: accepted,
    ...failures,
  },
});

const calculate = createRoute({
  method: 'post',
  path: '/calculate-complex-factors',
  summary: 'Calculate the cost of items from their build-up',
  description:
    'For members of the project and the service. An item that cannot be calculated is a failed result.',
  security: bearer,
  request: { body: jsonBody(calculateCostsInput) },
  responses: {
    200: jsonAnswer('The cost of one unit of each item.', calculateCostsAnswer),
    202: accepted,
    ...failures,
  },
});
