import { createRoute, z } from '@hono/zod-openapi';
import { id } from '../../contract/common.ts';
import {
  addEstimateInput,
  estimateHead,
  removedEstimate,
  removeEstimateQuery,
  renameEstimateInput,
} from '../../contract/projects.ts';
import {
  addEstimate,
  removeEstimate,
  renameEstimate,
} from '../../database/queries/projects/estimates.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';

/** The estimates of projects, as a whole. */
export function estimateRoutes({ database }: Dependencies) {
  const app = openApiApp();

  app.openapi(add, async (c) => {
    const identity = c.get('identity');
    const { id: projectId } = c.req.valid('param');
    const estimate = c.req.valid('json');
    const added = await database.as(identity, (tx) =>
      addEstimate(tx, identity, projectId, estimate),
    );
    return c.json(added, 201);
  });

  app.openapi(rename, async (c) => {
    const identity = c.get('identity');
    const { id: estimateId } = c.req.valid('param');
    const change = c.req.valid('json');
    const renamed = await database.as(identity, (tx) =>
      renameEstimate(tx, identity, estimateId, change),
    );
    return c.json(renamed, 200);
  });

  app.openapi(remove, async (c) => {
    const identity = c.get('identity');
    const { id: estimateId } = c.req.valid('param');
    const seen = c.req.valid('query');
    const removed = await database.as(identity, (tx) =>
      removeEstimate(tx, identity, estimateId, seen),
    );
    return c.json(removed, 200);
  });

  return app;
}

const byId = z.object({ id });

const add = createRoute({
  method: 'post',
  path: '/projects/{id}/estimates',
  summary: 'Begin an estimate of a project, or copy one into it',
  description:
    'For members of the project. The names of its estimates are unique. With `copy_of` it has elements and lines of that estimate, of any project one may see, also of a frozen one; their use is recorded.',
  security: bearer,
  request: { params: byId, body: jsonBody(addEstimateInput) },
  responses: { 201: jsonAnswer('The estimate.', estimateHead), ...failures },
});

const rename = createRoute({
  method: 'patch',
  path: '/estimates/{id}',
  summary: 'Rename an estimate',
  description:
    'For members of the project, while the estimate is open. Refused (409) where somebody renamed it since it was seen, which `revision` tells.',
  security: bearer,
  request: { params: byId, body: jsonBody(renameEstimateInput) },
  responses: { 200: jsonAnswer('The estimate.', estimateHead), ...failures },
});

const remove = createRoute({
  method: 'delete',
  path: '/estimates/{id}',
  summary: 'Remove an estimate with its lines, and take back their use',
  description:
    'For members of the project, while the estimate is open. There is no way back. Refused (409) where somebody renamed it or it has another number of lines than was seen, and while there are frozen versions of it.',
  security: bearer,
  request: { params: byId, query: removeEstimateQuery },
  responses: { 200: jsonAnswer('What was removed.', removedEstimate), ...failures },
});
