import { beforeEach, describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import type { Person } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';

/** The lines of an estimate, added, changed and removed by several. */
const { ask, query } = makeScene((url) => startNode(url));

const lines = `/api/estimates/${rows.estimate}/items`;
const add = async (body: object, person: Person = 'estimator') => ask(person, 'POST', lines, body);
const change = (line: { id: string }, body: object, person: Person = 'estimator') =>
  ask(person, 'PATCH', `${lines}/${line.id}`, body);
const remove = (line: { id: string; revision: string }, person: Person = 'estimator') =>
  ask(person, 'DELETE', `${lines}/${line.id}?revision=${line.revision}`);
const estimate = async () =>
  (await ask('owner', 'GET', `/api/projects/${rows.project}`)).body.estimates[0];
const uses = async () => {
  const [row] = await query(
    `select count(*)::int as recorded, (select usage_count_total from public.library_item_popularity p
        where p.library_item_id = $1) as counted
     from public.estimate_library_usage where library_item_id = $1`,
    [rows.otherItem],
  );
  return row;
};

beforeEach(() =>
  query('delete from public.estimate_items where library_item_id = $1', [rows.otherItem]),
);

describe('a line', () => {
  test('is given another quantity and an agreed price, and the total follows', async () => {
    const { body: line } = await add({
      library_item_id: rows.otherItem,
      quantity: 4,
      unit_price: '2.125',
    });
    expect(line).toMatchObject({ unit_price: 2.13, agreed_price: '2.125', amount: 8.5 });
    const before = (await estimate()).total;
    const more = await change(line, { revision: line.revision, quantity: '10.5' });
    expect(more).toMatchObject({
      status: 200,
      body: { id: line.id, quantity: 10.5, agreed_price: '2.125', amount: 22.31 },
    });
    const dearer = await change(line, { revision: more.body.revision, unit_price: '3' });
    expect(dearer.body).toMatchObject({ quantity: 10.5, unit_price: 3, price_source: 'agreed' });
    expect((await estimate()).total).toBe(before - 8.5 + 31.5);
  });

  test('adds what it is to the total, which is rounded once', async () => {
    const { total } = await estimate();
    for (let nth = 0; nth < 3; nth++) {
      const { body } = await add({
        ...{ library_item_id: rows.otherItem, quantity: 1, unit_price: '0.005' },
      });
      expect(body.amount).toBe(0.01);
    }
    expect((await estimate()).total).toBe(total + 0.02);
  });

  test('that is changed leaves the value of the list as it was captured, which says when', async () => {
    const listed = async () =>
      (await ask('owner', 'GET', '/api/projects?member=true')).body.projects[0];
    const before = await listed();
    expect(before).toMatchObject({ value: 0, value_at: '2026-06-01T00:00:00.000Z' });
    await add({ library_item_id: rows.otherItem, quantity: 4, unit_price: '2' });
    expect(await listed()).toMatchObject({ value: 0, value_at: before.value_at });
  });

  test('follows its build-up again where its agreed price is taken away', async () => {
    const { body: line } = await add({ library_item_id: rows.item, quantity: 1, unit_price: '1' });
    const { body } = await change(line, { revision: line.revision, unit_price: null });
    expect(body).toMatchObject({ price_source: 'build-up', unit_price: 126, agreed_price: null });
    await remove(body);
  });

  test('that somebody else changed meanwhile is not overwritten, nor removed; who is late is told what it is', async () => {
    const { body: line } = await add({ library_item_id: rows.otherItem, quantity: 4 });
    const first = await change(line, { revision: line.revision, quantity: '5' }, 'owner');
    for (const late of [
      await change(line, { revision: line.revision, quantity: '6' }),
      await remove(line),
    ]) {
      expect(late.status).toBe(409);
      expect(late.body.error).toBe(
        '"Rebar 12 mm" was changed by somebody else meanwhile: it is 5 kg now. Look at it, then change it again.',
      );
    }
    const again = await change(line, { revision: first.body.revision, quantity: '6' });
    expect(again.body.quantity).toBe(6);
  });

  test('changed by two at the same moment is changed by one of them', async () => {
    const { body: line } = await add({ library_item_id: rows.otherItem, quantity: 4 });
    const answers = await Promise.all(
      (['owner', 'estimator', 'owner', 'estimator'] as const).map((person, index) =>
        change(line, { revision: line.revision, quantity: `${index + 5}` }, person),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
  });

  test('that is removed takes its use back, and is put back as it was', async () => {
    const none = await uses();
    const added = await add({
      ...{ library_item_id: rows.otherItem, quantity: '0.12345678', unit_price: '7.00000001' },
      element_id: rows.element,
    });
    expect(await uses()).toEqual({ recorded: none.recorded + 1, counted: (none.counted ?? 0) + 1 });
    const removed = await remove(added.body);
    expect(removed).toEqual({
      status: 200,
      body: {
        ...{ id: added.body.id, library_item_id: rows.otherItem, element_id: rows.element },
        ...{ quantity: '0.12345678', unit_price: '7.00000001' },
      },
    });
    expect(await uses()).toEqual(none);
    expect((await estimate()).lines).toHaveLength(1);
    const back = await add(removed.body);
    expect(back.status).toBe(201);
    expect(back.body).toMatchObject({ id: added.body.id, agreed_price: '7.00000001' });
    expect(
      await query('select quantity::text from public.estimate_items where id = $1', [back.body.id]),
    ).toEqual([{ quantity: '0.12345678' }]);
    expect((await uses()).recorded).toBe(none.recorded + 1);
    const twice = await add(removed.body);
    expect(twice).toMatchObject({ status: 409, body: { details: { field: 'id' } } });
    expect((await uses()).recorded).toBe(none.recorded + 1);
    await remove(back.body);
  });

  test('that was a useful suggestion is none once it is removed, but while another line has the item', async () => {
    const accepted = async () =>
      (
        await query(
          'select accepted_at is not null as accepted from public.suggestion_feedback where estimate_id = $1 and library_item_id = $2',
          [rows.estimate, rows.otherItem],
        )
      )[0].accepted;
    await ask('estimator', 'POST', `/api/estimates/${rows.estimate}/suggestions`, {
      ...{ outcome: 'shown', library_item_ids: [rows.otherItem] },
    });
    const { body: one } = await add({ library_item_id: rows.otherItem, quantity: 4 });
    const { body: two } = await add({ library_item_id: rows.otherItem, quantity: 4 });
    await remove(one);
    expect(await accepted()).toBe(true);
    await remove(two);
    expect(await accepted()).toBe(false);
  });

  test('of a frozen version stays as it was bid', async () => {
    const { body: line } = await add({
      library_item_id: rows.otherItem,
      quantity: 4,
      unit_price: '1',
    });
    const { body: version } = await ask('owner', 'POST', `/api/estimates/${rows.estimate}/frozen`, {
      name: 'Before the lines change',
    });
    const { body: more } = await change(line, { revision: line.revision, quantity: '40' });
    await remove(more);
    const { body: kept } = await ask('owner', 'GET', `/api/frozen-estimates/${version.id}`);
    expect(kept.total).toBe(version.total);
    expect(kept.lines).toContainEqual(
      expect.objectContaining({ line_id: line.id, quantity: '4', unit_price: '1' }),
    );
  });
});

describe('who may', () => {
  test.each([
    ['stranger', 404],
    // They see every project, but an estimate is its members'.
    ['admin', 403],
    ['anonymous', 401],
  ] as const)('not change or remove a line: %s', async (person, status) => {
    const { body: line } = await add({ library_item_id: rows.otherItem, quantity: 4 });
    expect((await change(line, { revision: line.revision, quantity: '5' }, person)).status).toBe(
      status,
    );
    expect((await remove(line, person)).status).toBe(status);
    expect((await estimate()).lines).toContainEqual(
      expect.objectContaining({ id: line.id, quantity: 4 }),
    );
  });

  test('not change a public record, though everyone reads it', async () => {
    const at = `/api/estimates/${rows.publicEstimate}/items/${rows.publicLine}`;
    const refused = await ask('estimator', 'PATCH', at, { revision: '1', quantity: '5' });
    expect(refused.status).toBe(403);
    expect(refused.body.error).toMatch(/Only members/);
    expect((await ask('estimator', 'DELETE', `${at}?revision=1`)).status).toBe(403);
  });

  test('not work on an estimate that is frozen', async () => {
    const { body: line } = await add({ library_item_id: rows.otherItem, quantity: 4 });
    const set = (status: string) =>
      query('update public.estimates set status = $1 where id = $2', [status, rows.estimate]);
    await set('frozen');
    const refused = await change(line, { revision: line.revision, quantity: '5' });
    expect(refused).toMatchObject({
      status: 409,
      body: { error: 'The estimate "Estimate" is frozen; work on an open one.' },
    });
    expect((await remove(line)).status).toBe(409);
    await set('open');
  });
});

describe('bad input', () => {
  test.each([
    [{ quantity: '5' }, 400, 'revision'],
    [{ revision: '1' }, 400, ''],
    [{ revision: '1', quantity: '0' }, 400, 'quantity'],
    [{ revision: '1', quantity: '-1' }, 400, 'quantity'],
    [{ revision: '1', quantity: 'many' }, 400, 'quantity'],
    [{ revision: '1', quantity: null }, 400, 'quantity'],
    [{ revision: '1', unit_price: '-0.01' }, 400, 'unit_price'],
    [{ revision: '1', quantity: '1', library_item_id: rows.item }, 400, 'library_item_id'],
    [{ revision: 'never', quantity: '1' }, 409, 'revision'],
  ])('%j: %i', async (body, status, field) => {
    const answer = await change({ id: rows.line }, body);
    expect(answer.status).toBe(status);
    expect(answer.body.details?.field ?? '').toBe(field);
  });

  test('a line of another estimate, of none, and a removal without its revision', async () => {
    const at = (id: string) => `${lines}/${id}`;
    const body = { revision: '1', quantity: '1' };
    expect((await ask('estimator', 'PATCH', at(rows.foreignLine), body)).status).toBe(404);
    expect((await ask('estimator', 'PATCH', at('x'), body)).status).toBe(400);
    expect(await ask('estimator', 'DELETE', at(rows.line))).toMatchObject({
      status: 400,
      body: { details: { field: 'revision' } },
    });
    expect((await add({ library_item_id: rows.item, quantity: '0' })).status).toBe(400);
    expect((await add({ library_item_id: rows.item, quantity: 1, unit_price: '-1' })).status).toBe(
      400,
    );
  });
});
