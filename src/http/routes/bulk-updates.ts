import { createRoute, z } from '@hono/zod-openapi';
import {
  bulkDraft,
  bulkEffect,
  bulkEffectQuery,
  bulkHistoryPage,
  bulkHistoryQuery,
  bulkRowsPage,
  bulkRowsQuery,
  bulkStarted,
  bulkUpdate,
  changeDraftInput,
  draftBulkUpdateInput,
  startBulkUpdateInput,
  undoBulkUpdateInput,
} from '../../contract/bulk-updates.ts';
import { id } from '../../contract/common.ts';
import { PublicError } from '../../contract/errors.ts';
import { getEffect } from '../../database/queries/bulk-updates/get-effect.ts';
import { getUpdate, listUpdates } from '../../database/queries/bulk-updates/get-update.ts';
import { listRows } from '../../database/queries/bulk-updates/list-rows.ts';
import {
  changeBulkDraft,
  draftBulkUpdate,
  startBulkUpdate,
  undoBulkUpdate,
} from '../../operations/bulk-update.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';

/** Many prices or rates changed at once: looked at first, done in the background, taken back. */
export function bulkUpdateRoutes({ database, now }: Dependencies) {
  const app = openApiApp();
  const readOnly = { readOnly: true };

  app.openapi(draft, async (c) => {
    const identity = c.get('identity');
    const input = c.req.valid('json');
    return c.json(await database.as(identity, (tx) => draftBulkUpdate(tx, identity, input)), 201);
  });

  app.openapi(change, async (c) => {
    const { id: updateId } = c.req.valid('param');
    const input = c.req.valid('json');
    const changed = await database.as(c.get('identity'), (tx) =>
      changeBulkDraft(tx, updateId, input.change),
    );
    return c.json(changed, 200);
  });

  app.openapi(history, async (c) => {
    const query = c.req.valid('query');
    const page = await database.as(c.get('identity'), (tx) => listUpdates(tx, query), readOnly);
    return c.json(page, 200);
  });

  app.openapi(one, async (c) => {
    const { id: updateId } = c.req.valid('param');
    const update = await database.as(c.get('identity'), (tx) => getUpdate(tx, updateId), readOnly);
    return c.json(update, 200);
  });

  app.openapi(rows, async (c) => {
    const { id: updateId } = c.req.valid('param');
    const query = c.req.valid('query');
    const page = await database.as(
      c.get('identity'),
      async (tx) => listRows(tx, await getUpdate(tx, updateId), query),
      readOnly,
    );
    return c.json(page, 200);
  });

  app.openapi(effect, async (c) => {
    const { id: updateId } = c.req.valid('param');
    const { limit } = c.req.valid('query');
    const answer = await database.as(
      c.get('identity'),
      async (tx) => {
        const update = await getUpdate(tx, updateId);
        if (update.state !== 'draft') {
          throw new PublicError(
            'conflict',
            'The effect is shown before a bulk update is started; look at the estimates themselves.',
          );
        }
        return getEffect(tx, update, now(), limit);
      },
      readOnly,
    );
    return c.json(answer, 200);
  });

  app.openapi(start, async (c) => {
    const identity = c.get('identity');
    const { id: updateId } = c.req.valid('param');
    const { batch_size } = c.req.valid('json');
    const answer = await database.as(identity, (tx) =>
      startBulkUpdate(tx, identity, updateId, batch_size),
    );
    return c.json(answer, 202);
  });

  app.openapi(undo, async (c) => {
    const identity = c.get('identity');
    const { id: updateId } = c.req.valid('param');
    const { rest } = c.req.valid('json');
    const answer = await database.as(identity, (tx) =>
      undoBulkUpdate(tx, identity, updateId, rest),
    );
    return c.json(answer, 202);
  });

  return app;
}

const params = z.object({ id });

const draft = createRoute({
  method: 'post',
  path: '/',
  summary: 'Choose rows and say what becomes of them',
  description:
    'Nothing is changed yet: the answer is a draft with what it would do. For administrators; of a project’s rates, for its members.',
  security: bearer,
  request: { body: jsonBody(draftBulkUpdateInput) },
  responses: { 201: jsonAnswer('The draft.', bulkDraft), ...failures },
});

const change = createRoute({
  method: 'patch',
  path: '/{id}',
  summary: 'Give a draft another change',
  description: 'What was chosen stays, each row with the value it had then.',
  security: bearer,
  request: { params, body: jsonBody(changeDraftInput) },
  responses: { 200: jsonAnswer('The draft.', bulkDraft), ...failures },
});

const history = createRoute({
  method: 'get',
  path: '/',
  summary: 'Bulk updates and their undos, newest first',
  security: bearer,
  request: { query: bulkHistoryQuery },
  responses: { 200: jsonAnswer('A page of them.', bulkHistoryPage), ...failures },
});

const one = createRoute({
  method: 'get',
  path: '/{id}',
  summary: 'A bulk update, or a draft of one’s own',
  security: bearer,
  request: { params },
  responses: { 200: jsonAnswer('The bulk update.', bulkUpdate), ...failures },
});

const rows = createRoute({
  method: 'get',
  path: '/{id}/rows',
  summary: 'What changes or was changed, row by row',
  security: bearer,
  request: { params, query: bulkRowsQuery },
  responses: { 200: jsonAnswer('A page of rows, by code.', bulkRowsPage), ...failures },
});

const effect = createRoute({
  method: 'get',
  path: '/{id}/effect',
  summary: 'What a draft does to the open estimates you may see',
  security: bearer,
  request: { params, query: bulkEffectQuery },
  responses: {
    200: jsonAnswer('The estimates, largest difference first.', bulkEffect),
    ...failures,
  },
});

const start = createRoute({
  method: 'post',
  path: '/{id}/start',
  summary: 'Start a draft in the background',
  security: bearer,
  request: { params, body: jsonBody(startBulkUpdateInput) },
  responses: { 202: jsonAnswer('It is enqueued.', bulkStarted), ...failures },
});

const undo = createRoute({
  method: 'post',
  path: '/{id}/undo',
  summary: 'Take a bulk update back in the background',
  description:
    'Refused (409) where a later change would be overwritten; with `rest` these rows are left as they are. `GET …/rows?show=conflicts` names them.',
  security: bearer,
  request: { params, body: jsonBody(undoBulkUpdateInput) },
  responses: { 202: jsonAnswer('It is enqueued.', bulkStarted), ...failures },
});
