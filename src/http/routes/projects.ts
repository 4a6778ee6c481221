import { createRoute, z } from '@hono/zod-openapi';
import { id } from '../../contract/common.ts';
import {
  addEstimateInput,
  estimateHead,
  projectDetail,
  projectsPage,
  projectsQuery,
  renameEstimateInput,
} from '../../contract/projects.ts';
import { addEstimate, renameEstimate } from '../../database/queries/projects/estimates.ts';
import { getProject } from '../../database/queries/projects/get-project.ts';
import { listProjects } from '../../database/queries/projects/list-projects.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';

/** Projects and their estimates. */
export function projectRoutes({ database, now }: Dependencies) {
  const app = openApiApp();

  app.openapi(list, async (c) => {
    const query = c.req.valid('query');
    const page = await database.as(c.get('identity'), (tx) => listProjects(tx, query), {
      readOnly: true,
    });
    return c.json(page, 200);
  });

  app.openapi(one, async (c) => {
    const { id: projectId } = c.req.valid('param');
    const project = await database.as(c.get('identity'), (tx) => getProject(tx, projectId, now()), {
      readOnly: true,
    });
    return c.json(project, 200);
  });

  app.openapi(addOne, async (c) => {
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

  return app;
}

const byId = z.object({ id });

const list = createRoute({
  method: 'get',
  path: '/projects',
  summary: 'The projects you may see, newest first',
  security: bearer,
  request: { query: projectsQuery },
  responses: { 200: jsonAnswer('A page of projects.', projectsPage), ...failures },
});

const one = createRoute({
  method: 'get',
  path: '/projects/{id}',
  summary: 'A project with its estimates and snapshots',
  security: bearer,
  request: { params: byId },
  responses: { 200: jsonAnswer('The project.', projectDetail), ...failures },
});

const addOne = createRoute({
  method: 'post',
  path: '/projects/{id}/estimates',
  summary: 'Begin an estimate of a project',
  description: 'For members of the project. The names of its estimates are unique.',
  security: bearer,
  request: { params: byId, body: jsonBody(addEstimateInput) },
  responses: { 201: jsonAnswer('The estimate, without lines.', estimateHead), ...failures },
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
