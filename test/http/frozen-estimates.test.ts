import { beforeAll, describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { type Person, userIdOf } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';

/**
 * Estimates as they were bid, beside today's prices. The estimate of the fixture has 10 m³ of concrete C25: 1.05 of a
 * material at the project's 120 and half an hour at the catalogue's 40, so 146 a cubic metre.
 */
const scene = makeScene(startNode);
const { ask, query } = scene;
const freeze = (name: string, person: Person = 'estimator', estimate: string = rows.estimate) =>
  ask(person, 'POST', `/api/estimates/${estimate}/frozen`, { name });
const compare = (id: string, person: Person = 'owner', query = 'show=all&sort=place') =>
  ask(person, 'GET', `/api/frozen-estimates/${id}/comparison?${query}`);
const listed = async (person: Person) =>
  (await ask(person, 'GET', `/api/projects/${rows.project}/frozen-estimates`)).body;
const rateOf = (rate: number) =>
  query('update public.project_rates set rate = $1 where id = $2', [rate, rows.rate]);
const line = (change: string) =>
  query(`update public.estimate_items set ${change} where id = $1`, [rows.line]);

beforeAll(() =>
  query(
    `insert into public.factors (library_item_id, kind, resource_id, hours_per_unit) values ($1, 'labor', $2, 0.5)`,
    [rows.item, rows.otherResource],
  ),
);

test('an estimate’s total follows the rates of its project at once', async () => {
  const total = async () =>
    (await ask('estimator', 'GET', `/api/projects/${rows.project}`)).body.estimates[0];
  expect(await total()).toMatchObject({
    total: 1460,
    lines: [{ unit_price: 146, price_source: 'build-up' }],
  });
  await rateOf(130);
  expect((await total()).total).toBe(1565);
  await rateOf(120);
});

describe('a frozen version', () => {
  test('keeps lines, prices and what they were built of, whatever changes afterwards', async () => {
    const made = await ask('estimator', 'POST', `/api/estimates/${rows.estimate}/frozen`, {
      name: 'Bid of 12 May',
      note: 'As sent.',
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      name: 'Bid of 12 May',
      note: 'As sent.',
      estimate_name: 'Estimate',
      currency: 'USD',
      line_count: 1,
      unpriced_count: 0,
      total: '1460',
      frozen_by: userIdOf('estimator'),
    });
    await rateOf(999);
    await line('quantity = 3');
    await query(`update public.library_items set name = 'Renamed' where id = $1`, [rows.item]);
    const { body } = await ask('owner', 'GET', `/api/frozen-estimates/${made.body.id}`);
    expect(body.total).toBe('1460');
    expect(body.lines).toMatchObject([
      {
        name: 'Concrete C25',
        element_name: 'Foundations',
        quantity: '10',
        unit_price: '146',
        parts: [
          { code: 'L1', amount: '0.5', rate: '40', rate_source: 'catalogue', cost: '20' },
          { code: 'M1', amount: '1.05', rate: '120', rate_source: 'project', cost: '126' },
        ],
      },
    ]);
    await query(`update public.library_items set name = 'Concrete C25' where id = $1`, [rows.item]);
    await line('quantity = 10');
    await rateOf(120);
    expect((await listed('owner')).versions[0].id).toBe(made.body.id);
  });
});

describe('a frozen version beside today’s prices', () => {
  test('of an estimate that is as it was did not move', async () => {
    const { body } = await freeze('Unmoved');
    const compared = await compare(body.id);
    expect(compared.body).toMatchObject({
      version: { id: body.id },
      frozen: '1460',
      now: '1460',
      difference: '0',
      moves: [],
      lines: [{ difference: '0', moves: [] }],
    });
  });

  test('tells apart what a quantity, a rate and another amount in the build-up moved', async () => {
    const { body } = await freeze('Moved');
    await line('quantity = 12');
    await rateOf(130);
    await query(`update public.factors set hours_per_unit = 0.6 where resource_id = $1`, [
      rows.otherResource,
    ]);
    await query(`update public.factors set quantity_per_unit = 1.1 where id = $1`, [rows.factor]);
    const compared = await compare(body.id);
    // Then 10 × (126 + 20), now 12 × (1.1 × 130 + 0.6 × 40).
    expect(compared.body).toMatchObject({ frozen: '1460', now: '2004', difference: '544' });
    const [only] = compared.body.lines;
    expect(only).toMatchObject({
      frozen: { quantity: '10', unit_price: '146', amount: '1460' },
      now: { quantity: '12', unit_price: '167', amount: '2004' },
      difference: '544',
    });
    const moves = [
      { kind: 'quantity', resource_id: null, difference: '292', by_rate: null },
      // 12 × (143 − 126), of which 12 × 1.1 × 10 by the rate.
      { kind: 'material', resource_id: rows.resource, difference: '204', by_rate: '132' },
      { kind: 'labor', resource_id: rows.otherResource, difference: '48', by_rate: '0' },
    ];
    expect(only.moves).toMatchObject(moves);
    expect(compared.body.moves).toMatchObject(moves);
    expect(compared.body.resources).toMatchObject([
      { code: 'L1', rate_frozen: '40', rate_now: '40' },
      { code: 'M1', name: 'Ready-mixed concrete', rate_frozen: '120', rate_now: '130' },
    ]);
    await query(`update public.factors set hours_per_unit = 0.5 where resource_id = $1`, [
      rows.otherResource,
    ]);
    await query(`update public.factors set quantity_per_unit = 1.05 where id = $1`, [rows.factor]);
    await line('quantity = 10');
    await rateOf(120);
  });

  test('says of a resource that is new in a build-up, and of one that left it', async () => {
    const { body } = await freeze('Another mix');
    await query('delete from public.factors where resource_id = $1', [rows.otherResource]);
    await query(
      `with pump as (insert into public.resources (kind, code, name, unit, rate) values ('equipment', 'E1', 'Pump', 'h', 50) returning id)
       insert into public.factors (library_item_id, kind, resource_id, hours_per_unit) select $1, 'equipment', id, 0.1 from pump`,
      [rows.item],
    );
    const compared = await compare(body.id);
    expect(compared.body.lines[0].moves).toMatchObject([
      { kind: 'labor', difference: '-200', by_rate: '0' },
      { kind: 'equipment', difference: '50', by_rate: '0' },
    ]);
    expect(compared.body.resources).toMatchObject([
      { code: 'E1', rate_frozen: null, rate_now: '50' },
      { code: 'L1', rate_frozen: '40', rate_now: null },
    ]);
    await query(`delete from public.factors where kind = 'equipment'`);
    await query(
      `insert into public.factors (library_item_id, kind, resource_id, hours_per_unit) values ($1, 'labor', $2, 0.5)`,
      [rows.item, rows.otherResource],
    );
  });

  test('says of an agreed price in place of a build-up that the price moved, and of none that it is gone', async () => {
    const { body } = await freeze('Agreed');
    await line('unit_price = 150');
    expect((await compare(body.id)).body.lines[0]).toMatchObject({
      now: { price_source: 'agreed' },
      moves: [{ kind: 'price', resource_id: null, difference: '40' }],
    });
    await line('unit_price = null');
    await query(`update public.resources set currency = 'EUR' where id = $1`, [rows.otherResource]);
    expect((await compare(body.id)).body.lines[0]).toMatchObject({
      now: { unit_price: null, price_source: null, amount: '0' },
      moves: [{ kind: 'price', difference: '-1460' }],
    });
    await query(`update public.resources set currency = 'USD' where id = $1`, [rows.otherResource]);
  });

  test('names lines that were added and removed since; another unit is another line', async () => {
    const { body } = await freeze('Before');
    await query(
      `insert into public.estimate_items (estimate_id, project_id, library_item_id, quantity, unit_price) values ($1, $2, $3, 100, 1.5)`,
      [rows.estimate, rows.project, rows.otherItem],
    );
    const added = await compare(body.id);
    expect(added.body).toMatchObject({
      difference: '150',
      moves: [{ kind: 'added', difference: '150' }],
    });
    expect(added.body.lines).toMatchObject([
      { code: 'C25', moves: [] },
      { code: 'R12', frozen: null, moves: [{ kind: 'added', difference: '150' }] },
    ]);
    const both = await freeze('After');
    await query('delete from public.estimate_items where library_item_id = $1', [rows.otherItem]);
    const removed = await compare(both.body.id);
    expect(removed.body.lines[1]).toMatchObject({
      code: 'R12',
      now: null,
      moves: [{ kind: 'removed', difference: '-150' }],
    });
    await query(`update public.library_items set unit = 'yd3' where id = $1`, [rows.item]);
    expect((await compare(body.id)).body.moves).toMatchObject([
      { kind: 'added', difference: '1460' },
      { kind: 'removed', difference: '-1460' },
    ]);
    await query(`update public.library_items set unit = 'm3' where id = $1`, [rows.item]);
  });

  test('is not compared in another currency', async () => {
    const { body } = await freeze('In dollars');
    await query(`update public.projects set currency = 'EUR' where id = $1`, [rows.project]);
    const refused = await compare(body.id);
    expect(refused.status).toBe(409);
    expect(refused.body.error).toMatch(/"In dollars" is in USD and the project in EUR/);
    await query(`update public.projects set currency = 'USD' where id = $1`, [rows.project]);
  });
});

describe('who may', () => {
  test.each([
    ['stranger', 404],
    // An administrator is no member: a bid is not theirs to make.
    ['admin', 403],
    ['anonymous', 401],
  ] as const)('not freeze an estimate: %s', async (person, status) => {
    const before = (await listed('owner')).versions.length;
    expect((await freeze('Not mine', person)).status).toBe(status);
    expect((await listed('owner')).versions).toHaveLength(before);
  });

  test('not freeze a public record, though everyone reads it', async () => {
    expect((await freeze('Not mine', 'estimator', rows.publicEstimate)).status).toBe(403);
  });

  test('see and compare versions: members and administrators, nobody else', async () => {
    for (const [person, status] of [
      ['estimator', 200],
      ['admin', 200],
      ['stranger', 404],
      ['anonymous', 401],
    ] as const) {
      const at = `/api/frozen-estimates/${rows.frozen}`;
      expect((await ask(person, 'GET', at)).status, person).toBe(status);
      expect((await compare(rows.frozen, person)).status, person).toBe(status);
      const list = await ask(person, 'GET', `/api/projects/${rows.project}/frozen-estimates`);
      expect(list.status, person).toBe(status);
    }
    const ofPublic = `/api/projects/${rows.publicProject}/frozen-estimates`;
    expect((await ask('stranger', 'GET', ofPublic)).body).toEqual({ versions: [], removed: [] });
  });

  test('remove one: members and administrators; that it was removed is kept', async () => {
    const { body } = await freeze('To be removed');
    const remove = (person: Person) =>
      ask(person, 'DELETE', `/api/frozen-estimates/${body.id}`).then(({ status }) => status);
    expect(await remove('anonymous')).toBe(401);
    expect(await remove('stranger')).toBe(404);
    expect(await remove('owner')).toBe(204);
    expect(await remove('owner')).toBe(404);
    expect((await compare(body.id)).status).toBe(404);
    expect((await listed('estimator')).removed[0]).toMatchObject({
      name: 'To be removed',
      total: '1460',
      frozen_by: userIdOf('estimator'),
      removed_by: userIdOf('owner'),
    });
    const next = await freeze('To be removed');
    expect(next.status).toBe(201);
    expect((await ask('admin', 'DELETE', `/api/frozen-estimates/${next.body.id}`)).status).toBe(
      204,
    );
  });
});

describe('bad input', () => {
  const at = `/api/estimates/${rows.estimate}/frozen`;
  test.each([
    [at, {}, 400, 'name'],
    [at, { name: '   ' }, 400, 'name'],
    [at, { name: 'x'.repeat(101) }, 400, 'name'],
    [at, { name: 'x', note: 'y'.repeat(2001) }, 400, 'note'],
    [at, { name: 'x', frozen_at: '2020-01-01' }, 400, 'frozen_at'],
    [at, { name: 'First bid' }, 409, 'name'],
    ['/api/estimates/x/frozen', { name: 'x' }, 400, 'id'],
  ])('%s %j: %i', async (path, body, status, field) => {
    const answer = await ask('estimator', 'POST', path, body);
    expect(answer.status).toBe(status);
    expect(answer.body.details?.field ?? '').toBe(field);
  });

  test('an estimate without lines has nothing to freeze', async () => {
    const [{ id }] = await query(
      `insert into public.estimates (project_id, name) values ($1, 'Empty') returning id`,
      [rows.project],
    );
    const refused = await freeze('Nothing', 'estimator', id);
    expect(refused.status).toBe(409);
    expect(refused.body.error).toBe('"Empty" has no lines yet; add items to it first.');
  });

  test('an id of nothing', async () => {
    const nothing = '90000000-0000-4000-8000-000000000000';
    expect((await compare(nothing)).status).toBe(404);
    expect((await freeze('x', 'estimator', nothing)).status).toBe(404);
  });
});
