import { createRoute, z } from '@hono/zod-openapi';
import { id } from '../../contract/common.ts';
import {
  indexQuery,
  priceDrivers,
  priceIndex,
  priceTrend,
  trendQuery,
  trendsPage,
  trendsQuery,
} from '../../contract/price-trends.ts';
import { getPriceDrivers } from '../../database/queries/prices/get-drivers.ts';
import { getPriceIndex } from '../../database/queries/prices/get-index.ts';
import { getItemTrend, getResourceTrend } from '../../database/queries/prices/get-trend.ts';
import { listTrends } from '../../database/queries/prices/list-trends.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, openApiApp } from '../openapi.ts';

/** How prices move: of an item, a resource, a project, or the library. */
export function priceTrendRoutes({ database }: Dependencies) {
  const app = openApiApp();

  app.openapi(itemTrend, async (c) => {
    const { id: itemId } = c.req.valid('param');
    const query = c.req.valid('query');
    const read = { readOnly: true };
    const trend = await database.as(
      c.get('identity'),
      (tx) => getItemTrend(tx, itemId, query),
      read,
    );
    return c.json(trend, 200);
  });

  app.openapi(resourceTrend, async (c) => {
    const { id: resourceId } = c.req.valid('param');
    const query = c.req.valid('query');
    const trend = await database.as(
      c.get('identity'),
      (tx) => getResourceTrend(tx, resourceId, query),
      { readOnly: true },
    );
    return c.json(trend, 200);
  });

  app.openapi(drivers, async (c) => {
    const { id: itemId } = c.req.valid('param');
    const query = c.req.valid('query');
    const found = await database.as(c.get('identity'), (tx) => getPriceDrivers(tx, itemId, query), {
      readOnly: true,
    });
    return c.json(found, 200);
  });

  app.openapi(trends, async (c) => {
    const query = c.req.valid('query');
    const page = await database.as(c.get('identity'), (tx) => listTrends(tx, query), {
      readOnly: true,
    });
    return c.json(page, 200);
  });

  app.openapi(index, async (c) => {
    const query = c.req.valid('query');
    const found = await database.as(c.get('identity'), (tx) => getPriceIndex(tx, query), {
      readOnly: true,
    });
    return c.json(found, 200);
  });

  return app;
}

const ofRow = z.object({ id });

const itemTrend = createRoute({
  method: 'get',
  path: '/library/items/{id}/trend',
  summary: 'How an item’s price moves, month by month',
  security: bearer,
  request: { params: ofRow, query: trendQuery },
  responses: { 200: jsonAnswer('Its trend, or null without prices.', priceTrend), ...failures },
});

const resourceTrend = createRoute({
  method: 'get',
  path: '/library/resources/{id}/trend',
  summary: 'How a resource’s rate moves, by the snapshots that used it',
  security: bearer,
  request: { params: ofRow, query: trendQuery },
  responses: { 200: jsonAnswer('Its trend, or null without rates.', priceTrend), ...failures },
});

const drivers = createRoute({
  method: 'get',
  path: '/library/items/{id}/price-drivers',
  summary: 'Which resource moved an item’s price between two snapshots of a project',
  security: bearer,
  request: { params: ofRow, query: trendQuery },
  responses: { 200: jsonAnswer('The parts of the change.', priceDrivers), ...failures },
});

const trends = createRoute({
  method: 'get',
  path: '/price-trends',
  summary: 'The trends of many items, the strongest movers first',
  security: bearer,
  request: { query: trendsQuery },
  responses: { 200: jsonAnswer('A page of trends.', trendsPage), ...failures },
});

const index = createRoute({
  method: 'get',
  path: '/price-index',
  summary: 'A price index over a basket of items',
  security: bearer,
  request: { query: indexQuery },
  responses: { 200: jsonAnswer('The index by month.', priceIndex), ...failures },
});
