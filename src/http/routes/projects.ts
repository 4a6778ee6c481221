import { createRoute, z } from '@hono/zod-openapi';
import { id } from '../../contract/common.ts';
import { projectDetail, projectsPage, projectsQuery } from '../../contract/projects.ts';
import { getProject } from '../../database/queries/projects/get-project.ts';
import { listProjects } from '../../database/queries/projects/list-projects.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, openApiApp } from '../openapi.ts';

/** Projects. */
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
