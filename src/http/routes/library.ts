import { createRoute, z } from '@hono/zod-openapi';
import { id } from '../../contract/common.ts';
import { libraryHeadings, libraryItem, libraryPage, libraryQuery } from '../../contract/library.ts';
import {
  jobPrice,
  jobPriceQuery,
  priceHistory,
  priceHistoryQuery,
} from '../../contract/price-snapshots.ts';
import { resourcesPage, resourcesQuery } from '../../contract/resources.ts';
import { getHeadings } from '../../database/queries/library/get-headings.ts';
import { getItem } from '../../database/queries/library/get-item.ts';
import { listItems } from '../../database/queries/library/list-items.ts';
import { listResources } from '../../database/queries/library/list-resources.ts';
import { getPriceHistory } from '../../database/queries/prices/get-price-history.ts';
import { buildUpOf } from '../../operations/build-up.ts';
import { priceJob } from '../../operations/price-job.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, openApiApp } from '../openapi.ts';

/** The library, its items and what they cost. */
export function libraryRoutes({ database, now }: Dependencies) {
  const app = openApiApp();

  app.openapi(headings, async (c) =>
    c.json(await database.as(c.get('identity'), getHeadings, { readOnly: true }), 200),
  );

  app.openapi(items, async (c) => {
    const query = c.req.valid('query');
    const page = await database.as(c.get('identity'), (tx) => listItems(tx, query), {
      readOnly: true,
    });
    return c.json(page, 200);
  });

  app.openapi(resources, async (c) => {
    const query = c.req.valid('query');
    const page = await database.as(c.get('identity'), (tx) => listResources(tx, query), {
      readOnly: true,
    });
    return c.json(page, 200);
  });

  app.openapi(item, async (c) => {
    const { id: itemId } = c.req.valid('param');
    const answer = await database.as(
      c.get('identity'),
      async (tx) => ({ ...(await getItem(tx, itemId)), ...(await buildUpOf(tx, itemId, now())) }),
      { readOnly: true },
    );
    return c.json(answer, 200);
  });

  app.openapi(prices, async (c) => {
    const { id: itemId } = c.req.valid('param');
    const range = c.req.valid('query');
    const history = await database.as(
      c.get('identity'),
      (tx) => getPriceHistory(tx, itemId, range),
      { readOnly: true },
    );
    return c.json(history, 200);
  });

  app.openapi(price, async (c) => {
    const { id: itemId } = c.req.valid('param');
    const asked = c.req.valid('query');
    const told = await database.as(c.get('identity'), (tx) => priceJob(tx, itemId, asked, now()), {
      readOnly: true,
    });
    return c.json(told, 200);
  });

  return app;
}

const itemParameter = z.object({ id });

const headings = createRoute({
  method: 'get',
  path: '/headings',
  summary: 'Divisions and sections with the number of their items',
  security: bearer,
  responses: { 200: jsonAnswer('The headings.', libraryHeadings), ...failures },
});

const items = createRoute({
  method: 'get',
  path: '/items',
  summary: 'Search the library',
  security: bearer,
  request: { query: libraryQuery },
  responses: { 200: jsonAnswer('A page of items.', libraryPage), ...failures },
});

const resources = createRoute({
  method: 'get',
  path: '/resources',
  summary: 'The resources with the catalogue’s rates',
  security: bearer,
  request: { query: resourcesQuery },
  responses: { 200: jsonAnswer('A page of resources.', resourcesPage), ...failures },
});

const item = createRoute({
  method: 'get',
  path: '/items/{id}',
  summary: 'An item with its statistics and its build-up at the rates of the catalogue',
  security: bearer,
  request: { params: itemParameter },
  responses: { 200: jsonAnswer('The item.', libraryItem), ...failures },
});

const prices = createRoute({
  method: 'get',
  path: '/items/{id}/prices',
  summary: 'What an item cost over time',
  security: bearer,
  request: { params: itemParameter, query: priceHistoryQuery },
  responses: { 200: jsonAnswer('Its prices, oldest first.', priceHistory), ...failures },
});

const price = createRoute({
  method: 'get',
  path: '/items/{id}/price',
  summary: 'What an item is likely to cost in a quantity, at a place and day',
  description:
    'By the prices bid before, with the range that holds four of five; see docs/prices.md.',
  security: bearer,
  request: { params: itemParameter, query: jobPriceQuery },
  responses: { 200: jsonAnswer('The price, or null where none was seen.', jobPrice), ...failures },
});
