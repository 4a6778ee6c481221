import { beforeAll, describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import type { Person } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';

const scene = makeScene((url) => startNode(url, { queue: true }));
const { ask, query } = scene;
const path = '/api/cost-calculations';
const keep = (what: object, person: Person = 'estimator', project: string = rows.project) =>
  ask(person, 'POST', path, { project_id: project, what });
const ofEstimate = { estimate_id: rows.estimate };

beforeAll(() =>
  // The concretor's time for a cubic metre: 0.5 h at 40, so that there are two kinds of cost.
  query(
    `insert into public.factors (library_item_id, kind, resource_id, hours_per_unit) values ($1, 'labor', $2, 0.5)`,
    [rows.item, rows.otherResource],
  ),
);

describe('the costs of an estimate', () => {
  test('are kept with its quantities, at the project’s rates, and marked up side by side without being calculated anew', async () => {
    const kept = await keep(ofEstimate);
    expect(kept.status).toBe(201);
    expect(kept.body).toMatchObject({
      name: 'Estimate',
      state: 'done',
      item_count: 1,
      calculated: 1,
      failed: 0,
      run_id: null,
    });
    const at = `${path}/${kept.body.id}`;
    // 10 m³: 1.05 × 120 of concrete and 0.5 × 40 of labor each.
    const compared = await ask('owner', 'POST', `${at}/compare`, {
      options: [
        {},
        { includeIndirectCosts: true, indirectCostPercentage: 12, bulkDiscountPercentage: 10 },
      ],
    });
    expect(compared.body).toMatchObject({
      material: 1260,
      labor: 200,
      equipment: 0,
      direct_total: 1460,
    });
    expect(compared.body.options[0].total).toBe(1460);
    expect(compared.body.options[1]).toEqual({
      total: 1471.68,
      steps: [
        { name: 'indirect', base: 1460, rate: 0.12, result: 175.2 },
        { name: 'overhead', base: 1635.2, rate: 0, result: 0 },
        { name: 'contingency', base: 1635.2, rate: 0, result: 0 },
        { name: 'bulk_discount', base: 1635.2, rate: -0.1, result: -163.52 },
        { name: 'location_adjustment', base: 1471.68, rate: 0, result: 0 },
        { name: 'seasonal_adjustment', base: 1471.68, rate: 0, result: 0 },
      ],
    });
    const items = await ask('owner', 'POST', `${at}/items`, {
      options: [{}, { locationAdjustmentFactor: 1.1 }],
    });
    expect(items.body).toMatchObject({
      total: 1,
      next_cursor: null,
      items: [{ code: 'C25', quantity: 10, direct: 146, totals: [146, 160.6], error: null }],
    });
    const listed = await ask('estimator', 'GET', `${path}?project_id=${rows.project}`);
    expect(listed.body.calculations[0]).toEqual(kept.body);
  });

  test('stay what they were when rates change afterwards', async () => {
    const { body } = await keep(ofEstimate);
    await query(`update public.project_rates set rate = 999 where id = $1`, [rows.rate]);
    const after = await ask('estimator', 'POST', `${path}/${body.id}/compare`, { options: [{}] });
    expect(after.body.direct_total).toBe(1460);
    await query(`update public.project_rates set rate = 120 where id = $1`, [rows.rate]);
  });
});

test('an item that has no cost says why, and holds up no other', async () => {
  const { body } = await keep({ library_item_ids: [rows.item, rows.otherItem] });
  expect(body).toMatchObject({ item_count: 2, calculated: 1, failed: 1 });
  const items = await ask('estimator', 'POST', `${path}/${body.id}/items`, {
    options: [{}],
    show: 'failed',
  });
  expect(items.body).toMatchObject({
    total: 1,
    items: [{ code: 'R12', direct: null, totals: [], error: expect.stringMatching(/no factors/) }],
  });
});

test('many items go to the background by themselves, are kept, and paged', async () => {
  await query(
    `with added as (
       insert into public.library_items (section_id, code, name, unit)
       select $1, 'many-' || lpad(n::text, 4, '0'), 'One of many ' || n, 'm' from generate_series(1, 1201) n returning id, code)
     insert into public.factors (library_item_id, kind, resource_id, quantity_per_unit)
     select id, 'material', $2, right(code, 4)::int from added`,
    [rows.section, rows.resource],
  );
  const { body } = await keep({ filter: { search: 'one of many' } });
  expect(body).toMatchObject({ state: 'queued', item_count: 1201 });
  await expect
    .poll(async () => (await ask('estimator', 'GET', `${path}/${body.id}`)).body)
    .toMatchObject({ state: 'done', calculated: 1201, failed: 0 });
  const run = await ask('estimator', 'GET', `/api/jobs/runs/${body.run_id}`);
  expect(run.body).toMatchObject({ status: 'completed', done: 1201, total: 1201 });
  const first = await ask('estimator', 'POST', `${path}/${body.id}/items`, {
    options: [{}],
    limit: 2,
  });
  expect(first.body).toMatchObject({ total: 1201, items: [{ direct: 120 }, { direct: 240 }] });
  const second = await ask('estimator', 'POST', `${path}/${body.id}/items`, {
    options: [{}],
    limit: 1,
    cursor: first.body.next_cursor,
  });
  expect(second.body.items).toMatchObject([{ code: 'many-0003', direct: 360 }]);
  const sum = await ask('estimator', 'POST', `${path}/${body.id}/compare`, { options: [{}] });
  expect(sum.body.direct_total).toBe((120 * 1201 * 1202) / 2);
});

describe('who may', () => {
  test.each([
    ['stranger', 403],
    ['admin', 403],
    ['anonymous', 401],
  ] as const)('not calculate: %s', async (person, status) => {
    expect((await keep(ofEstimate, person)).status).toBe(status);
  });

  test('see what was calculated: members and administrators, nobody else', async () => {
    const { body } = await keep(ofEstimate);
    for (const [person, status] of [
      ['owner', 200],
      ['admin', 200],
      ['stranger', 404],
    ] as const) {
      expect((await ask(person, 'GET', `${path}/${body.id}`)).status).toBe(status);
      const compared = await ask(person, 'POST', `${path}/${body.id}/compare`, { options: [{}] });
      expect(compared.status).toBe(status);
    }
  });

  test.each([
    [{ estimate_id: rows.foreignEstimate }, 404, 'no estimate'],
    [{ filter: { search: 'nothing is called that' } }, 400, 'what'],
    [{ library_item_ids: [] }, 400, 'what'],
    [{}, 400, 'what'],
  ])('%j is refused with %s', async (what, status, says) => {
    const answer = await keep(what);
    expect(answer.status).toBe(status);
    expect(answer.body.error).toContain(says);
  });

  test('look at it with options that are none: refused, naming them', async () => {
    const { body } = await keep(ofEstimate);
    for (const options of [[], [{ overheadPercentage: -1 }], Array(7).fill({})]) {
      const answer = await ask('estimator', 'POST', `${path}/${body.id}/compare`, { options });
      expect(answer.status).toBe(400);
      expect(answer.body.error).toContain('options');
    }
  });
});

test('markups are kept under names by members, replaced and removed', async () => {
  const presets = `/api/projects/${rows.project}/cost-presets`;
  const winter = { name: 'Winter', options: { seasonalAdjustmentFactor: 1.08 } };
  expect((await ask('stranger', 'POST', presets, winter)).status).toBe(403);
  expect((await ask('estimator', 'POST', presets, winter)).status).toBe(201);
  const replaced = await ask('owner', 'POST', presets, {
    ...winter,
    options: { seasonalAdjustmentFactor: 1.1 },
  });
  const listed = await ask('estimator', 'GET', presets);
  expect(listed.body.presets).toMatchObject([
    { name: 'Usual' },
    { name: 'Winter', options: { seasonalAdjustmentFactor: 1.1, includeOverheads: false } },
  ]);
  expect((await ask('owner', 'DELETE', `${presets}/${replaced.body.id}`)).status).toBe(204);
  expect((await ask('owner', 'DELETE', `${presets}/${replaced.body.id}`)).status).toBe(404);
});
