import { createRoute, z } from '@hono/zod-openapi';
import { id } from '../../contract/common.ts';
import {
  addElementInput,
  changeElementInput,
  estimateElement,
  removedElement,
  removeElementQuery,
} from '../../contract/estimate-elements.ts';
import {
  addElement,
  changeElement,
  removeElement,
} from '../../database/queries/projects/estimate-elements.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';

/** The elements of an estimate, which its lines stand under. */
export function estimateElementRoutes({ database }: Dependencies) {
  const app = openApiApp();

  app.openapi(add, async (c) => {
    const identity = c.get('identity');
    const { id: estimateId } = c.req.valid('param');
    const element = c.req.valid('json');
    const added = await database.as(identity, (tx) =>
      addElement(tx, identity, estimateId, element),
    );
    return c.json(added, 201);
  });

  app.openapi(change, async (c) => {
    const identity = c.get('identity');
    const { id: estimateId, elementId } = c.req.valid('param');
    const { revision, ...changes } = c.req.valid('json');
    const seen = { estimateId, elementId, revision };
    const changed = await database.as(identity, (tx) => changeElement(tx, identity, seen, changes));
    return c.json(changed, 200);
  });

  app.openapi(remove, async (c) => {
    const identity = c.get('identity');
    const { id: estimateId, elementId } = c.req.valid('param');
    const { revision, lines } = c.req.valid('query');
    const seen = { estimateId, elementId, revision };
    const removed = await database.as(identity, (tx) => removeElement(tx, identity, seen, lines));
    return c.json(removed, 200);
  });

  return app;
}

const byId = z.object({ id });
const byElement = z.object({ id, elementId: id });

const add = createRoute({
  method: 'post',
  path: '/{id}/elements',
  summary: 'Make an element of an estimate, or put one back that was removed',
  description: 'For members of the project, while the estimate is open. Its names are unique.',
  security: bearer,
  request: { params: byId, body: jsonBody(addElementInput) },
  responses: { 201: jsonAnswer('The element.', estimateElement), ...failures },
});

const change = createRoute({
  method: 'patch',
  path: '/{id}/elements/{elementId}',
  summary: 'Give an element another name or place among the others',
  description:
    'For members of the project, while the estimate is open. Refused (409) where somebody renamed the element since it was seen, which `revision` tells. Frozen versions keep its name of then.',
  security: bearer,
  request: { params: byElement, body: jsonBody(changeElementInput) },
  responses: { 200: jsonAnswer('The element.', estimateElement), ...failures },
});

const remove = createRoute({
  method: 'delete',
  path: '/{id}/elements/{elementId}',
  summary: 'Remove an element; its lines stay in the estimate',
  description:
    'For members of the project, while the estimate is open. Refused (409) where it has lines, unless `lines` is `release`: then they are in no element. The answer, sent to `POST /estimates/{id}/elements`, puts it back with them.',
  security: bearer,
  request: { params: byElement, query: removeElementQuery },
  responses: { 200: jsonAnswer('What was removed.', removedElement), ...failures },
});
