import { createRoute, z } from '@hono/zod-openapi';
import { id } from '../../contract/common.ts';
import { movedLines, moveLinesInput } from '../../contract/estimate-elements.ts';
import {
  addedLines,
  addLinesInput,
  removedLines,
  removeLinesInput,
} from '../../contract/estimate-lines.ts';
import {
  addEstimateLineInput,
  changeEstimateLineInput,
  estimateLine,
  removedEstimateLine,
  removeEstimateLineQuery,
} from '../../contract/projects.ts';
import {
  addEstimateLine,
  addEstimateLines,
} from '../../database/queries/projects/add-estimate-lines.ts';
import {
  changeEstimateLine,
  removeEstimateLine,
} from '../../database/queries/projects/change-estimate-line.ts';
import { moveEstimateLines } from '../../database/queries/projects/move-estimate-lines.ts';
import { removeEstimateLines } from '../../database/queries/projects/remove-estimate-lines.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';

/** The lines of an estimate, one by one and many at once. */
export function estimateLineRoutes({ database, now }: Dependencies) {
  const app = openApiApp();

  app.openapi(addLine, async (c) => {
    const identity = c.get('identity');
    const { id: estimateId } = c.req.valid('param');
    const line = c.req.valid('json');
    const added = await database.as(identity, (tx) =>
      addEstimateLine(tx, identity, estimateId, line, now()),
    );
    return c.json(added, 201);
  });

  app.openapi(changeLine, async (c) => {
    const identity = c.get('identity');
    const { id: estimateId, lineId } = c.req.valid('param');
    const { revision, ...change } = c.req.valid('json');
    const seen = { estimateId, lineId, revision };
    const changed = await database.as(identity, (tx) =>
      changeEstimateLine(tx, identity, seen, change, now()),
    );
    return c.json(changed, 200);
  });

  app.openapi(removeLine, async (c) => {
    const identity = c.get('identity');
    const { id: estimateId, lineId } = c.req.valid('param');
    const { revision } = c.req.valid('query');
    const removed = await database.as(identity, (tx) =>
      removeEstimateLine(tx, identity, { estimateId, lineId, revision }),
    );
    return c.json(removed, 200);
  });

  app.openapi(addMany, async (c) => {
    const identity = c.get('identity');
    const { id: estimateId } = c.req.valid('param');
    const given = c.req.valid('json');
    const { lines } = await database.as(identity, (tx) =>
      addEstimateLines(tx, identity, estimateId, given),
    );
    return c.json({ lines }, 201);
  });

  app.openapi(removeMany, async (c) => {
    const identity = c.get('identity');
    const { id: estimateId } = c.req.valid('param');
    const seen = c.req.valid('json');
    const removed = await database.as(identity, (tx) =>
      removeEstimateLines(tx, identity, estimateId, seen),
    );
    return c.json(removed, 200);
  });

  app.openapi(moveMany, async (c) => {
    const identity = c.get('identity');
    const { id: estimateId } = c.req.valid('param');
    const { lines } = c.req.valid('json');
    const moved = await database.as(identity, (tx) =>
      moveEstimateLines(tx, identity, estimateId, lines),
    );
    return c.json(moved, 200);
  });

  return app;
}

const byId = z.object({ id });
const byLine = z.object({ id, lineId: id });

const addLine = createRoute({
  method: 'post',
  path: '/{id}/items',
  summary: 'Add an item to an estimate and record its use',
  description: 'For members of the project, while the estimate is open.',
  security: bearer,
  request: { params: byId, body: jsonBody(addEstimateLineInput) },
  responses: { 201: jsonAnswer('The line.', estimateLine), ...failures },
});

const changeLine = createRoute({
  method: 'patch',
  path: '/{id}/items/{lineId}',
  summary: 'Give a line another quantity, agreed price or element',
  description:
    'For members of the project, while the estimate is open. Refused (409) where somebody changed the line since it was seen, which `revision` tells. Frozen versions stay as they are.',
  security: bearer,
  request: { params: byLine, body: jsonBody(changeEstimateLineInput) },
  responses: { 200: jsonAnswer('The line, at this moment’s rates.', estimateLine), ...failures },
});

const removeLine = createRoute({
  method: 'delete',
  path: '/{id}/items/{lineId}',
  summary: 'Take a line out of an estimate, and its use back',
  description:
    'For members of the project, while the estimate is open. The answer, sent to `POST /estimates/{id}/items`, puts the line back.',
  security: bearer,
  request: { params: byLine, query: removeEstimateLineQuery },
  responses: { 200: jsonAnswer('What was removed.', removedEstimateLine), ...failures },
});

const addMany = createRoute({
  method: 'post',
  path: '/{id}/items/add',
  summary: 'Add items to an estimate and record their use, all of them or none',
  description:
    'For members of the project, while the estimate is open. Puts back what `POST /estimates/{id}/items/remove` answered.',
  security: bearer,
  request: { params: byId, body: jsonBody(addLinesInput) },
  responses: {
    201: jsonAnswer('The lines, as they may be removed again.', addedLines),
    ...failures,
  },
});

const removeMany = createRoute({
  method: 'post',
  path: '/{id}/items/remove',
  summary: 'Take lines out of an estimate, and their use back, all of them or none',
  description:
    'For members of the project, while the estimate is open. Refused (409) where somebody changed one of them since it was seen. The answer, sent to `POST /estimates/{id}/items/add`, puts them back.',
  security: bearer,
  request: { params: byId, body: jsonBody(removeLinesInput) },
  responses: { 200: jsonAnswer('What was removed.', removedLines), ...failures },
});

const moveMany = createRoute({
  method: 'post',
  path: '/{id}/items/move',
  summary: 'Move lines to other elements, all of them or none',
  description:
    'For members of the project, while the estimate is open. Refused (409) where somebody changed one of them since it was seen. The answer, sent again, moves them back.',
  security: bearer,
  request: { params: byId, body: jsonBody(moveLinesInput) },
  responses: { 200: jsonAnswer('Where each came from.', movedLines), ...failures },
});
