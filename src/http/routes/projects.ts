import { createRoute, z } from '@hono/zod-openapi';
import { id } from '../../contract/common.ts';
import {
  addProjectInput,
  changeProjectInput,
  projectDetail,
  projectsPage,
  projectsQuery,
} from '../../contract/projects.ts';
import { getProject } from '../../database/queries/projects/get-project.ts';
import { listProjects } from '../../database/queries/projects/list-projects.ts';
import { addProject, changeProject } from '../../database/queries/projects/projects.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';

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

  app.openapi(add, async (c) => {
    const identity = c.get('identity');
    const project = c.req.valid('json');
    const added = await database.as(identity, async (tx) =>
      getProject(tx, await addProject(tx, identity, project), now()),
    );
    return c.json(added, 201);
  });

  app.openapi(change, async (c) => {
    const { id: projectId } = c.req.valid('param');
    const given = c.req.valid('json');
    const changed = await database.as(c.get('identity'), async (tx) => {
      await changeProject(tx, projectId, given);
      return getProject(tx, projectId, now());
    });
    return c.json(changed, 200);
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

const add = createRoute({
  method: 'post',
  path: '/projects',
  summary: 'Make a project',
  description: 'For everyone who is signed in; who makes it owns it. Its code is unique.',
  security: bearer,
  request: { body: jsonBody(addProjectInput) },
  responses: { 201: jsonAnswer('The project, without estimates.', projectDetail), ...failures },
});

const change = createRoute({
  method: 'patch',
  path: '/projects/{id}',
  summary: 'Change what a project is, close it, or open it again',
  description:
    'For its owners and administrators. Refused (409) where somebody changed it since it was seen, which `revision` tells. Its currency changes only while nothing in it has been priced.',
  security: bearer,
  request: { params: byId, body: jsonBody(changeProjectInput) },
  responses: { 200: jsonAnswer('The project.', projectDetail), ...failures },
});
