import { describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { type Person, people } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';

const scene = makeScene((databaseUrl) => startNode(databaseUrl, { queue: true }));
const unknownId = '00000000-0000-4000-8000-000000000000';
const raise = { method: 'percent', value: '10' };
const priced = { filter: { search: 'rebar' } };

const { ask } = scene;

const draft = (person: Person, body: Record<string, unknown>) =>
  ask(person, 'POST', '/api/bulk-updates', {
    target: 'items',
    selection: priced,
    change: raise,
    ...body,
  });
const price = (value: number | null) =>
  scene.query('update public.library_items set unit_price = $1 where id = $2', [
    value,
    rows.otherItem,
  ]);

/** Waits for the end of a run that was started. */
async function ended(person: Person, started: { status: number; body: { status_url: string } }) {
  expect(started.status).toBe(202);
  await expect
    .poll(async () => (await ask(person, 'GET', started.body.status_url)).body.status)
    .toBe('completed');
}

describe('who may', () => {
  const ofProject = (project_id: string) => ({
    target: 'project-rates',
    project_id,
    selection: { filter: {} },
  });
  test.each<[string, Record<string, unknown>, Record<Exclude<Person, 'service'>, number>]>([
    [
      'the catalogue’s prices: administrators',
      {},
      { anonymous: 401, stranger: 403, estimator: 403, owner: 403, admin: 201 },
    ],
    [
      'the catalogue’s rates: administrators',
      { target: 'resources', selection: { filter: {} } },
      { anonymous: 401, stranger: 403, estimator: 403, owner: 403, admin: 201 },
    ],
    [
      'a project’s rates: its members and administrators',
      ofProject(rows.project),
      { anonymous: 401, stranger: 403, estimator: 201, owner: 201, admin: 201 },
    ],
    [
      'rates of a project of others: not even where everyone may read them',
      ofProject(rows.publicProject),
      { anonymous: 401, stranger: 403, estimator: 403, owner: 403, admin: 201 },
    ],
    [
      'rates of a project that is not there',
      ofProject(unknownId),
      { anonymous: 401, stranger: 403, estimator: 403, owner: 403, admin: 404 },
    ],
  ])('change %s', async (_what, body, expected) => {
    await price(10);
    const statuses: Record<string, number> = {};
    for (const person of Object.keys(expected)) {
      statuses[person] = (await draft(person as Person, body)).status;
    }
    expect(statuses).toEqual(expected);
  });

  test('start a draft: its author alone; undo: whoever might have made it', async () => {
    const own = await draft('estimator', { ...ofProject(rows.project) });
    const path = `/api/bulk-updates/${own.body.update.id}`;
    for (const person of ['stranger', 'owner', 'admin'] as const) {
      expect((await ask(person, 'GET', path)).status).toBe(404);
      expect((await ask(person, 'POST', `${path}/start`, {})).status).toBe(404);
      expect((await ask(person, 'PATCH', path, { change: raise })).status).toBe(404);
    }
    await ended('estimator', await ask('estimator', 'POST', `${path}/start`, {}));
    expect((await ask('estimator', 'POST', `${path}/start`, {})).body.code).toBe('conflict');
    expect((await ask('estimator', 'PATCH', path, { change: raise })).body.code).toBe('conflict');
    // Seen by members, not by strangers.
    expect((await ask('stranger', 'POST', `${path}/undo`, {})).status).toBe(404);
    expect((await ask('owner', 'GET', path)).body).toMatchObject({ state: 'done', changed: 1 });
    await ended('owner', await ask('owner', 'POST', `${path}/undo`, {}));
  });
});

describe('what is refused is told with the field:', () => {
  test.each([
    [{ target: 'prices' }, 'target'],
    [{ selection: {} }, 'selection'],
    [{ selection: { ids: [] } }, 'selection.ids'],
    [{ selection: { ids: [unknownId] } }, 'selection.ids'],
    [{ selection: { filter: { search: 'no such thing' } } }, 'selection'],
    [{ selection: { filter: { kind: 'labor' } } }, 'selection.filter.kind'],
    [
      { target: 'resources', selection: { filter: { section: rows.section } } },
      'selection.filter.section',
    ],
    [{ target: 'project-rates', selection: { filter: {} } }, 'project_id'],
    [{ project_id: rows.project }, 'project_id'],
    [{ change: { method: 'percent', value: '-100.5' } }, 'change.value'],
    [{ change: { method: 'percent', value: 'ten' } }, 'change.value'],
    [{ change: { method: 'round' } }, 'change.round_to'],
    [{ change: { method: 'amount', value: '1', round_to: '0' } }, 'change.round_to'],
  ])('%j', async (body, field) => {
    const answer = await draft('admin', body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
    expect(answer.body.details.field).toBe(field);
  });

  test('an id that is twice in the choice is one row', async () => {
    const twice = await draft('admin', { selection: { ids: [rows.item, rows.item] } });
    expect(twice.body).toMatchObject({ rows: 1, without_value: 1, changes: 0 });
  });

  test('items priced by what they are made of are told apart from those without any price', async () => {
    await scene.query(
      `insert into public.library_items (section_id, code, name, unit) values ($1, 'BARE', 'Bid only', 'm')`,
      [rows.section],
    );
    const [bare] = await scene.query(`select id from public.library_items where code = 'BARE'`);
    const both = await draft('admin', { selection: { ids: [rows.item, bare?.id] } });
    expect(both.body).toMatchObject({ rows: 2, without_value: 2, built_up: 1, changes: 0 });
  });

  test('a change that lets a price fall below zero, or changes nothing, cannot be started', async () => {
    await price(10);
    const below = await draft('admin', { change: { method: 'amount', value: '-10.01' } });
    expect(below.body).toMatchObject({ rows: 1, below_zero: 1, changes: 0 });
    const path = `/api/bulk-updates/${below.body.update.id}`;
    const refused = await ask('admin', 'POST', `${path}/start`, {});
    expect(refused.body).toMatchObject({
      code: 'invalid_input',
      details: { field: 'change.value' },
    });
    const same = await ask('admin', 'PATCH', path, { change: { method: 'set', value: '10.00' } });
    expect(same.body).toMatchObject({ below_zero: 0, changes: 0, unchanged: 1 });
    expect((await ask('admin', 'POST', `${path}/start`, {})).body.details.field).toBe('change');
  });
});

describe('what a draft does to open estimates', () => {
  const effectOf = async (person: Person, id: string) =>
    (await ask(person, 'GET', `/api/bulk-updates/${id}/effect`)).body;

  test('is their totals before and after, at the rates of now, worked out on paper', async () => {
    // 10 m3 × 1.05 × the project's own rate of 120 = 1,260; ten per cent more are 1,386.
    const { body } = await draft('estimator', {
      target: 'project-rates',
      project_id: rows.project,
      selection: { ids: [rows.resource] },
    });
    expect(await effectOf('estimator', body.update.id)).toEqual({
      touched: 1,
      estimates: [
        {
          estimate_id: rows.estimate,
          name: 'Estimate',
          project_id: rows.project,
          project_code: 'project',
          project_name: 'project',
          currency: 'USD',
          lines: 1,
          before: 1260,
          after: 1386,
        },
      ],
    });
    // The catalogue's rate is not what these projects pay.
    const catalogue = await draft('admin', {
      target: 'resources',
      selection: { ids: [rows.resource] },
    });
    expect((await effectOf('admin', catalogue.body.update.id)).estimates).toEqual([]);
  });

  test('reaches through sub-items, and shows each reader the estimates they may see', async () => {
    await price(7);
    // 3 of the rebar in the members' estimate, at its own price of 7: 1,260 + 21, then + 23.10.
    await scene.query(
      `insert into public.estimate_items (estimate_id, project_id, library_item_id, quantity) values ($1, $2, $3, 3)`,
      [rows.estimate, rows.project, rows.otherItem],
    );
    const items = await draft('admin', {});
    expect((await effectOf('admin', items.body.update.id)).estimates).toMatchObject([
      { estimate_id: rows.estimate, lines: 1, before: 1281, after: 1283.1 },
    ]);
    // Twice the other item's build-up inside the rebar: it has a build-up then, and no price of its own any more.
    await scene.query(
      `insert into public.factors (library_item_id, kind, sub_item_id, quantity_per_unit) values ($1, 'item', $2, 2)`,
      [rows.otherItem, rows.item],
    );
    const again = await draft('admin', {});
    expect((await effectOf('admin', again.body.update.id)).estimates).toEqual([]);
    // 1,260 + 3 × 2 × 1.05 × 120 = 2,016, and a tenth more.
    const rates = await draft('owner', {
      target: 'project-rates',
      project_id: rows.project,
      selection: { filter: { kind: 'material' } },
    });
    expect((await effectOf('owner', rates.body.update.id)).estimates).toMatchObject([
      { lines: 2, before: 2016, after: 2217.6 },
    ]);
    await scene.query(`delete from public.factors where sub_item_id is not null`);
    await scene.query(`delete from public.estimate_items where library_item_id = $1`, [
      rows.otherItem,
    ]);
  });
});

test('rows are paged by code, before and after, and the history names who did it', async () => {
  await price(10);
  const chosen = await draft('admin', { target: 'resources', selection: { filter: {} } });
  const path = `/api/bulk-updates/${chosen.body.update.id}`;
  const first = await ask('admin', 'GET', `${path}/rows?limit=1`);
  expect(first.body).toMatchObject({
    total: 2,
    rows: [{ code: 'L1', old: 40, new: 44, currency: 'USD' }],
  });
  const second = await ask('admin', 'GET', `${path}/rows?limit=1&cursor=${first.body.next_cursor}`);
  expect(second.body).toMatchObject({
    rows: [{ code: 'M1', old: 100, new: 110 }],
    next_cursor: null,
  });
  expect((await ask('admin', 'GET', `${path}/rows?cursor=forged`)).body.details.field).toBe(
    'cursor',
  );

  await ended('admin', await ask('admin', 'POST', `${path}/start`, {}));
  expect((await ask('admin', 'GET', `${path}/effect`)).status).toBe(409);
  expect((await ask('admin', 'GET', `${path}/rows`)).body.rows).toMatchObject([
    { code: 'L1', old: 40, new: 44, present: 44 },
    { code: 'M1', old: 100, new: 110, present: 110 },
  ]);
  const { body: history } = await ask(
    'stranger',
    'GET',
    '/api/bulk-updates?target=resources&limit=1',
  );
  expect(history.updates).toMatchObject([
    { id: chosen.body.update.id, changed: 2, requested_by: people.admin.userId, value: '10' },
  ]);
  await scene.query('update public.resources set rate = 41 where id = $1', [rows.otherResource]);
  const refused = await ask('admin', 'POST', `${path}/undo`, {});
  expect(refused).toMatchObject({ status: 409, body: { details: { standing: 2, conflicts: 1 } } });
  expect((await ask('admin', 'GET', `${path}/rows?show=conflicts`)).body).toMatchObject({
    total: 1,
    rows: [{ code: 'L1', old: 40, new: 44, present: 41 }],
  });
  await ended('admin', await ask('admin', 'POST', `${path}/undo`, { rest: true }));
});

test('a saved filter is its owner’s, and chooses as the filter would', async () => {
  const saved = await ask('admin', 'POST', '/api/saved-filters', {
    target: 'items',
    name: 'Rebar',
    filter: { search: 'rebar' },
  });
  expect(saved.status).toBe(201);
  const { id } = saved.body;
  expect((await ask('admin', 'GET', '/api/saved-filters')).body.filters).toMatchObject([
    { id, name: 'Rebar', filter: { search: 'rebar' } },
  ]);
  expect((await ask('owner', 'GET', '/api/saved-filters')).body.filters).toEqual([]);
  await price(10);
  expect((await draft('admin', { selection: { saved_filter: id } })).body).toMatchObject({
    rows: 1,
    update: { selection: { filter: { search: 'rebar' } } },
  });
  expect(
    (await draft('admin', { target: 'resources', selection: { saved_filter: id } })).status,
  ).toBe(404);
  expect((await ask('owner', 'DELETE', `/api/saved-filters/${id}`)).status).toBe(404);
  expect((await ask('admin', 'DELETE', `/api/saved-filters/${id}`)).status).toBe(204);
  expect((await draft('admin', { selection: { saved_filter: id } })).status).toBe(404);
});

test('the catalogue’s resources are listed by code, searched and by kind', async () => {
  const all = await ask('estimator', 'GET', '/api/library/resources?limit=1');
  expect(all.body).toMatchObject({ total: 2, resources: [{ code: 'L1', kind: 'labor' }] });
  const next = await ask(
    'estimator',
    'GET',
    `/api/library/resources?cursor=${all.body.next_cursor}`,
  );
  expect(next.body).toMatchObject({ resources: [{ code: 'M1', used_in: 1 }], next_cursor: null });
  const labor = await ask('estimator', 'GET', '/api/library/resources?kind=labor&search=concre');
  expect(labor.body.resources).toHaveLength(1);
  expect(
    (await ask('estimator', 'GET', '/api/library/resources?kind=money')).body.details.field,
  ).toBe('kind');
});
