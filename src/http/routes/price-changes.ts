import { createRoute, z } from '@hono/zod-openapi';
import { id } from '../../contract/common.ts';
import {
  changeEvidence,
  priceChangesPage,
  priceChangesQuery,
  settleInput,
  thresholdInput,
  thresholds,
  thresholdTarget,
} from '../../contract/price-changes.ts';
import { forecastQuery, priceForecast } from '../../contract/price-forecast.ts';
import {
  getEvidence,
  listPriceChanges,
  settleChange,
} from '../../database/queries/price-changes/list-changes.ts';
import {
  listThresholds,
  removeThreshold,
  setThreshold,
} from '../../database/queries/price-changes/thresholds.ts';
import { forecastItem } from '../../operations/forecast-item.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';

/** Prices that changed, from which size on that is told, and where prices are likely to go. */
export function priceChangeRoutes({ database, now }: Dependencies) {
  const app = openApiApp();
  const readOnly = { readOnly: true };

  app.openapi(list, async (c) => {
    const query = c.req.valid('query');
    const as = c.get('identity');
    return c.json(await database.as(as, (tx) => listPriceChanges(tx, query), readOnly), 200);
  });

  app.openapi(evidence, async (c) => {
    const { id: changeId } = c.req.valid('param');
    const as = c.get('identity');
    return c.json(await database.as(as, (tx) => getEvidence(tx, changeId), readOnly), 200);
  });

  app.openapi(settle, async (c) => {
    const { id: changeId } = c.req.valid('param');
    const { state } = c.req.valid('json');
    await database.as(c.get('identity'), (tx) => settleChange(tx, changeId, state));
    return c.body(null, 204);
  });

  app.openapi(listLimits, async (c) =>
    c.json(await database.as(c.get('identity'), listThresholds, readOnly), 200),
  );

  app.openapi(setLimit, async (c) => {
    const input = c.req.valid('json');
    await database.as(c.get('identity'), (tx) => setThreshold(tx, input));
    return c.body(null, 204);
  });

  app.openapi(removeLimit, async (c) => {
    const target = c.req.valid('query');
    await database.as(c.get('identity'), (tx) => removeThreshold(tx, target));
    return c.body(null, 204);
  });

  app.openapi(forecast, async (c) => {
    const { id: itemId } = c.req.valid('param');
    const { project } = c.req.valid('query');
    const told = await database.as(
      c.get('identity'),
      (tx) => forecastItem(tx, itemId, project, now()),
      readOnly,
    );
    return c.json(told, 200);
  });

  return app;
}

const ofRow = z.object({ id });
const done = { 204: { description: 'Done.' } };

const list = createRoute({
  method: 'get',
  path: '/price-changes',
  summary: 'Prices that changed level or stood alone, with the open estimates they touch',
  security: bearer,
  request: { query: priceChangesQuery },
  responses: {
    200: jsonAnswer('A page of them, the newest first.', priceChangesPage),
    ...failures,
  },
});

const listLimits = createRoute({
  method: 'get',
  path: '/price-changes/thresholds',
  summary: 'From which size on changes are told',
  security: bearer,
  responses: { 200: jsonAnswer('The thresholds that were set.', thresholds), ...failures },
});

const setLimit = createRoute({
  method: 'put',
  path: '/price-changes/thresholds',
  summary: 'Set the threshold of an item, a section, or the library (administrators)',
  security: bearer,
  request: { body: jsonBody(thresholdInput) },
  responses: { ...done, ...failures },
});

const removeLimit = createRoute({
  method: 'delete',
  path: '/price-changes/thresholds',
  summary: 'Remove a threshold (administrators)',
  security: bearer,
  request: { query: thresholdTarget },
  responses: { ...done, ...failures },
});

const evidence = createRoute({
  method: 'get',
  path: '/price-changes/{id}/evidence',
  summary: 'The prices a change rests on',
  security: bearer,
  request: { params: ofRow },
  responses: {
    200: jsonAnswer('Those you may read, the newest first.', changeEvidence),
    ...failures,
  },
});

const settle = createRoute({
  method: 'patch',
  path: '/price-changes/{id}',
  summary: 'Settle a change, or open it again (administrators; members of its project)',
  security: bearer,
  request: { params: ofRow, body: jsonBody(settleInput) },
  responses: { ...done, ...failures },
});

const forecast = createRoute({
  method: 'get',
  path: '/library/items/{id}/forecast',
  summary: 'What an item’s monthly median will be, up to six months ahead',
  security: bearer,
  request: { params: ofRow, query: forecastQuery },
  responses: {
    200: jsonAnswer('The forecast; no points without prices.', priceForecast),
    ...failures,
  },
});
