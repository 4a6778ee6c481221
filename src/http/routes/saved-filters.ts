import { createRoute, z } from '@hono/zod-openapi';
import { savedFilter, savedFilters, saveFilterInput } from '../../contract/bulk-updates.ts';
import { id } from '../../contract/common.ts';
import {
  listSavedFilters,
  removeFilter,
  saveFilter,
} from '../../database/queries/bulk-updates/saved-filters.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';

/** Filters people keep under names of their own. */
export function savedFilterRoutes({ database }: Dependencies) {
  const app = openApiApp();

  app.openapi(list, async (c) =>
    c.json(await database.as(c.get('identity'), listSavedFilters, { readOnly: true }), 200),
  );

  app.openapi(save, async (c) => {
    const input = c.req.valid('json');
    return c.json(await database.as(c.get('identity'), (tx) => saveFilter(tx, input)), 201);
  });

  app.openapi(remove, async (c) => {
    const { id: filterId } = c.req.valid('param');
    await database.as(c.get('identity'), (tx) => removeFilter(tx, filterId));
    return c.body(null, 204);
  });

  return app;
}

const list = createRoute({
  method: 'get',
  path: '/',
  summary: 'Your saved filters, by name',
  security: bearer,
  responses: { 200: jsonAnswer('The filters.', savedFilters), ...failures },
});

const save = createRoute({
  method: 'post',
  path: '/',
  summary: 'Keep a filter under a name',
  description: 'One of the same name is replaced.',
  security: bearer,
  request: { body: jsonBody(saveFilterInput) },
  responses: { 201: jsonAnswer('The filter.', savedFilter), ...failures },
});

const remove = createRoute({
  method: 'delete',
  path: '/{id}',
  summary: 'Remove a saved filter',
  security: bearer,
  request: { params: z.object({ id }) },
  responses: { 204: { description: 'It is removed.' }, ...failures },
});
