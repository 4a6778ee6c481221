import { createRoute, z } from '@hono/zod-openapi';
import { id } from '../../contract/common.ts';
import {
  calculationInput,
  calculationItemsInput,
  calculationItemsPage,
  calculationsQuery,
  compareInput,
  costCalculation,
  costCalculations,
  costComparison,
  costPreset,
  costPresets,
  savePresetInput,
} from '../../contract/cost-calculations.ts';
import {
  getCalculation,
  listCalculations,
} from '../../database/queries/cost-calculations/get-calculation.ts';
import {
  listPresets,
  removePreset,
  savePreset,
} from '../../database/queries/cost-calculations/presets.ts';
import {
  getReadableProject,
  getWritableProject,
} from '../../database/queries/projects/get-access.ts';
import { compareCosts, keepCosts, listCosts } from '../../operations/keep-costs.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';

/** Costs that were calculated for a project and are kept, with sets of markups side by side. */
export function costCalculationRoutes({ database, now }: Dependencies) {
  const app = openApiApp();
  const readOnly = { readOnly: true };

  app.openapi(calculate, async (c) => {
    const identity = c.get('identity');
    const input = c.req.valid('json');
    const kept = await database.as(identity, (tx) => keepCosts(tx, identity, input, now()));
    return c.json(kept, 201);
  });

  app.openapi(list, async (c) => {
    const { project_id } = c.req.valid('query');
    const calculations = await database.as(
      c.get('identity'),
      async (tx) => listCalculations(tx, (await getReadableProject(tx, project_id)).id),
      readOnly,
    );
    return c.json({ calculations }, 200);
  });

  app.openapi(one, async (c) => {
    const { id: calculationId } = c.req.valid('param');
    const kept = await database.as(
      c.get('identity'),
      (tx) => getCalculation(tx, calculationId),
      readOnly,
    );
    return c.json(kept, 200);
  });

  app.openapi(compare, async (c) => {
    const { id: calculationId } = c.req.valid('param');
    const { options } = c.req.valid('json');
    const answer = await database.as(
      c.get('identity'),
      (tx) => compareCosts(tx, calculationId, options),
      readOnly,
    );
    return c.json(answer, 200);
  });

  app.openapi(items, async (c) => {
    const { id: calculationId } = c.req.valid('param');
    const input = c.req.valid('json');
    const answer = await database.as(
      c.get('identity'),
      (tx) => listCosts(tx, calculationId, input),
      readOnly,
    );
    return c.json(answer, 200);
  });

  return app;
}

/** The markups a project uses, under names. */
export function costPresetRoutes({ database }: Dependencies) {
  const app = openApiApp();

  app.openapi(presets, async (c) => {
    const { id: projectId } = c.req.valid('param');
    const kept = await database.as(
      c.get('identity'),
      async (tx) => listPresets(tx, (await getReadableProject(tx, projectId)).id),
      { readOnly: true },
    );
    return c.json({ presets: kept }, 200);
  });

  app.openapi(save, async (c) => {
    const identity = c.get('identity');
    const { id: projectId } = c.req.valid('param');
    const input = c.req.valid('json');
    const kept = await database.as(identity, async (tx) => {
      const project = await getWritableProject(tx, identity, projectId, { administrators: true });
      return savePreset(tx, project.id, input);
    });
    return c.json(kept, 201);
  });

  app.openapi(remove, async (c) => {
    const identity = c.get('identity');
    const { id: projectId, presetId } = c.req.valid('param');
    await database.as(identity, async (tx) => {
      const project = await getWritableProject(tx, identity, projectId, { administrators: true });
      await removePreset(tx, project.id, presetId);
    });
    return c.body(null, 204);
  });

  return app;
}

const params = z.object({ id });

const calculate = createRoute({
  method: 'post',
  path: '/',
  summary: 'Calculate a project’s costs and keep them',
  description:
    'For members of the project. More than 500 items are calculated in the background: the answer names the run.',
  security: bearer,
  request: { body: jsonBody(calculationInput) },
  responses: { 201: jsonAnswer('What is kept.', costCalculation), ...failures },
});

const list = createRoute({
  method: 'get',
  path: '/',
  summary: 'The newest calculations of a project',
  security: bearer,
  request: { query: calculationsQuery },
  responses: { 200: jsonAnswer('Newest first.', costCalculations), ...failures },
});

const one = createRoute({
  method: 'get',
  path: '/{id}',
  summary: 'A calculation, and how far it is',
  security: bearer,
  request: { params },
  responses: { 200: jsonAnswer('The calculation.', costCalculation), ...failures },
});

const compare = createRoute({
  method: 'post',
  path: '/{id}/compare',
  summary: 'What a calculation comes to with sets of markups, side by side',
  description: 'Nothing is calculated anew, and nothing is kept.',
  security: bearer,
  request: { params, body: jsonBody(compareInput) },
  responses: {
    200: jsonAnswer('Every step with its base and result.', costComparison),
    ...failures,
  },
});

const items = createRoute({
  method: 'post',
  path: '/{id}/items',
  summary: 'The items of a calculation, and what one unit comes to with each set of markups',
  security: bearer,
  request: { params, body: jsonBody(calculationItemsInput) },
  responses: { 200: jsonAnswer('A page of them, by code.', calculationItemsPage), ...failures },
});

const presets = createRoute({
  method: 'get',
  path: '/{id}/cost-presets',
  summary: 'The markups a project uses, by name',
  security: bearer,
  request: { params },
  responses: { 200: jsonAnswer('The markups.', costPresets), ...failures },
});

const save = createRoute({
  method: 'post',
  path: '/{id}/cost-presets',
  summary: 'Keep markups of a project under a name',
  description: 'For its members and administrators. Those of the same name are replaced.',
  security: bearer,
  request: { params, body: jsonBody(savePresetInput) },
  responses: { 201: jsonAnswer('The markups.', costPreset), ...failures },
});

const remove = createRoute({
  method: 'delete',
  path: '/{id}/cost-presets/{presetId}',
  summary: 'Remove markups of a project',
  security: bearer,
  request: { params: z.object({ id, presetId: id }) },
  responses: { 204: { description: 'They are removed.' }, ...failures },
});
