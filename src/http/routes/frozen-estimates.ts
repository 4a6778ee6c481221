import { createRoute, z } from '@hono/zod-openapi';
import { id } from '../../contract/common.ts';
import {
  comparisonQuery,
  freezeInput,
  frozenComparison,
  frozenDetail,
  frozenEstimate,
  frozenEstimates,
} from '../../contract/frozen-estimates.ts';
import { compareWithNow } from '../../database/queries/frozen-estimates/compare.ts';
import {
  freezeEstimate,
  getFrozenDetail,
  listVersions,
  removeVersion,
} from '../../database/queries/frozen-estimates/versions.ts';
import { getReadableProject } from '../../database/queries/projects/get-access.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';

/** Estimates as they stood when they were bid, and beside today's prices. */
export function frozenEstimateRoutes({ database, now }: Dependencies) {
  const app = openApiApp();
  const readOnly = { readOnly: true };

  app.openapi(freeze, async (c) => {
    const { id: estimateId } = c.req.valid('param');
    const input = c.req.valid('json');
    const version = await database.as(c.get('identity'), (tx) =>
      freezeEstimate(tx, estimateId, input, now()),
    );
    return c.json(version, 201);
  });

  app.openapi(list, async (c) => {
    const { id: projectId } = c.req.valid('param');
    const versions = await database.as(
      c.get('identity'),
      async (tx) => listVersions(tx, (await getReadableProject(tx, projectId)).id),
      readOnly,
    );
    return c.json(versions, 200);
  });

  app.openapi(one, async (c) => {
    const { id: versionId } = c.req.valid('param');
    const version = await database.as(
      c.get('identity'),
      (tx) => getFrozenDetail(tx, versionId),
      readOnly,
    );
    return c.json(version, 200);
  });

  app.openapi(compare, async (c) => {
    const { id: versionId } = c.req.valid('param');
    const query = c.req.valid('query');
    const comparison = await database.as(
      c.get('identity'),
      (tx) => compareWithNow(tx, versionId, query, now()),
      readOnly,
    );
    return c.json(comparison, 200);
  });

  app.openapi(remove, async (c) => {
    const { id: versionId } = c.req.valid('param');
    await database.as(c.get('identity'), (tx) => removeVersion(tx, versionId));
    return c.body(null, 204);
  });

  return app;
}

const byId = z.object({ id });

const freeze = createRoute({
  method: 'post',
  path: '/estimates/{id}/frozen',
  summary: 'Freeze an estimate as it stands',
  description:
    'For members of the project: quantities, prices at this moment’s rates and what each is built of, under a name. A version is never changed.',
  security: bearer,
  request: { params: byId, body: jsonBody(freezeInput) },
  responses: { 201: jsonAnswer('The version.', frozenEstimate), ...failures },
});

const list = createRoute({
  method: 'get',
  path: '/projects/{id}/frozen-estimates',
  summary: 'The frozen versions of a project’s estimates',
  description: 'For its members and administrators; who removed one, and when, is told too.',
  security: bearer,
  request: { params: byId },
  responses: { 200: jsonAnswer('Newest first.', frozenEstimates), ...failures },
});

const one = createRoute({
  method: 'get',
  path: '/frozen-estimates/{id}',
  summary: 'A frozen version with its lines',
  security: bearer,
  request: { params: byId },
  responses: { 200: jsonAnswer('The version.', frozenDetail), ...failures },
});

const compare = createRoute({
  method: 'get',
  path: '/frozen-estimates/{id}/comparison',
  summary: 'A frozen version beside the estimate as it stands, at today’s prices',
  description:
    'Line by line what moved it: quantities, prices, and for a build-up each resource. Amounts are exact; what moved a line adds up to its difference.',
  security: bearer,
  request: { params: byId, query: comparisonQuery },
  responses: {
    200: jsonAnswer('The whole, and a page of its lines.', frozenComparison),
    ...failures,
  },
});

const remove = createRoute({
  method: 'delete',
  path: '/frozen-estimates/{id}',
  summary: 'Remove a frozen version',
  description: 'For members of the project and administrators; that it was removed is kept.',
  security: bearer,
  request: { params: byId },
  responses: { 204: { description: 'It is removed.' }, ...failures },
});
