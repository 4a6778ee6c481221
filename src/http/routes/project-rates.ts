import { createRoute, z } from '@hono/zod-openapi';
import { id } from '../../contract/common.ts';
import {
  addRateInput,
  changeRateInput,
  importedRates,
  importRatesInput,
  projectRatesPage,
  rateHistory,
  ratesQuery,
} from '../../contract/project-rates.ts';
import type { Tx } from '../../database/database.ts';
import type { Identity } from '../../database/identity.ts';
import { getRateHistory } from '../../database/queries/project-rates/get-history.ts';
import { listRates } from '../../database/queries/project-rates/list-rates.ts';
import {
  getReadableProject,
  getWritableProject,
} from '../../database/queries/projects/get-access.ts';
import { addRate, changeRate, importRates, removeRate } from '../../operations/project-rates.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';

/** What a project pays instead of the catalogue's rates, from when until when, and who said so. */
export function projectRateRoutes({ database, now }: Dependencies) {
  const app = openApiApp();
  const writable = (tx: Tx, identity: Identity, projectId: string) =>
    getWritableProject(tx, identity, projectId, { administrators: true });

  app.openapi(list, async (c) => {
    const { id: projectId } = c.req.valid('param');
    const query = c.req.valid('query');
    const at = query.at === undefined ? now() : new Date(query.at);
    const page = await database.as(
      c.get('identity'),
      async (tx) => listRates(tx, await getReadableProject(tx, projectId), query, at),
      { readOnly: true },
    );
    return c.json(page, 200);
  });

  app.openapi(history, async (c) => {
    const { id: projectId, resourceId } = c.req.valid('param');
    const answer = await database.as(
      c.get('identity'),
      async (tx) => getRateHistory(tx, await getReadableProject(tx, projectId), resourceId),
      { readOnly: true },
    );
    return c.json(answer, 200);
  });

  app.openapi(add, async (c) => {
    const identity = c.get('identity');
    const { id: projectId } = c.req.valid('param');
    const input = c.req.valid('json');
    const answer = await database.as(identity, async (tx) =>
      addRate(tx, await writable(tx, identity, projectId), input, now()),
    );
    return c.json(answer, 201);
  });

  app.openapi(change, async (c) => {
    const identity = c.get('identity');
    const { id: projectId, rateId } = c.req.valid('param');
    const input = c.req.valid('json');
    const answer = await database.as(identity, async (tx) =>
      changeRate(tx, await writable(tx, identity, projectId), rateId, input),
    );
    return c.json(answer, 200);
  });

  app.openapi(remove, async (c) => {
    const identity = c.get('identity');
    const { id: projectId, rateId } = c.req.valid('param');
    const answer = await database.as(identity, async (tx) =>
      removeRate(tx, await writable(tx, identity, projectId), rateId),
    );
    return c.json(answer, 200);
  });

  app.openapi(takeOver, async (c) => {
    const identity = c.get('identity');
    const { id: projectId } = c.req.valid('param');
    const input = c.req.valid('json');
    const answer = await database.as(identity, async (tx) =>
      importRates(tx, await writable(tx, identity, projectId), input, now()),
    );
    return c.json(answer, 200);
  });

  return app;
}

const byProject = z.object({ id });
const byRate = z.object({ id, rateId: id });

const list = createRoute({
  method: 'get',
  path: '/{id}/rates',
  summary: 'The rates of a project at a moment: its own, else the catalogue’s',
  security: bearer,
  request: { params: byProject, query: ratesQuery },
  responses: { 200: jsonAnswer('A page of resources, by code.', projectRatesPage), ...failures },
});

const history = createRoute({
  method: 'get',
  path: '/{id}/resources/{resourceId}/rates',
  summary: 'The rates a project has, had and will have for a resource, and who said so',
  security: bearer,
  request: { params: z.object({ id, resourceId: id }) },
  responses: { 200: jsonAnswer('Newest first.', rateHistory), ...failures },
});

const add = createRoute({
  method: 'post',
  path: '/{id}/rates',
  summary: 'Give a project a rate of its own',
  description:
    'For its members and administrators. Refused (409) where another is in force then, naming it; with `end_earlier` that one ends.',
  security: bearer,
  request: { params: byProject, body: jsonBody(addRateInput) },
  responses: { 201: jsonAnswer('The rates of the resource.', rateHistory), ...failures },
});

const change = createRoute({
  method: 'patch',
  path: '/{id}/rates/{rateId}',
  summary: 'Correct a rate',
  security: bearer,
  request: { params: byRate, body: jsonBody(changeRateInput) },
  responses: { 200: jsonAnswer('The rates of the resource.', rateHistory), ...failures },
});

const remove = createRoute({
  method: 'delete',
  path: '/{id}/rates/{rateId}',
  summary: 'Remove a rate, as one that was never in force',
  security: bearer,
  request: { params: byRate },
  responses: { 200: jsonAnswer('The rates of the resource.', rateHistory), ...failures },
});

const takeOver = createRoute({
  method: 'post',
  path: '/{id}/rates/import',
  summary: 'Take over the rates another project has in force',
  description: 'With `dry_run` it says what it would do, and changes nothing.',
  security: bearer,
  request: { params: byProject, body: jsonBody(importRatesInput) },
  responses: { 200: jsonAnswer('What was taken over, by code.', importedRates), ...failures },
});
