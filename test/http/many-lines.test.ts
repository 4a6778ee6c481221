import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import type { Person } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';

/** Lines of an estimate, added and removed together. */
const { ask, query } = makeScene((url) => startNode(url));

interface Line {
  id: string;
  revision: string;
}

const at = `/api/estimates/${rows.estimate}/items`;
const add = (lines: unknown, person: Person = 'estimator') =>
  ask(person, 'POST', `${at}/add`, { lines });
const remove = (lines: unknown, person: Person = 'estimator') =>
  ask(person, 'POST', `${at}/remove`, { lines });
const lineOf = (quantity: number | string, more: object = {}) => ({
  ...{ library_item_id: rows.otherItem, quantity },
  ...more,
});
/** Everything that is told of the lines of the other item, and of its use. */
const state = async () => ({
  lines: await query(
    `select id, element_id, trim_scale(quantity)::text as quantity, trim_scale(unit_price)::text as unit_price
     from public.estimate_items where estimate_id = $1 and library_item_id = $2 order by id`,
    [rows.estimate, rows.otherItem],
  ),
  uses: await query(
    `select element_id, trim_scale(quantity)::text as quantity from public.estimate_library_usage
     where library_item_id = $1 order by element_id, quantity`,
    [rows.otherItem],
  ),
  counted:
    (
      await query(
        'select usage_count_total from public.library_item_popularity where library_item_id = $1',
        [rows.otherItem],
      )
    )[0]?.usage_count_total ?? 0,
});
const ids = async () => (await state()).lines.map(({ id }) => id);

beforeEach(async () => {
  await query('delete from public.estimate_items where estimate_id = $1 and library_item_id = $2', [
    rows.estimate,
    rows.otherItem,
  ]);
  await query(
    'delete from public.estimate_library_usage where estimate_id = $1 and library_item_id = $2',
    [rows.estimate, rows.otherItem],
  );
  await query('delete from public.library_item_popularity where library_item_id = $1', [
    rows.otherItem,
  ]);
});

test('lines are added together, each with its use', async () => {
  const added = await add([lineOf(1), lineOf('2.5', { element_id: rows.element }), lineOf(4)]);
  expect(added.status).toBe(201);
  expect(added.body.lines).toHaveLength(3);
  const after = await state();
  expect(after.lines.map(({ id }) => id)).toEqual(
    added.body.lines.map(({ id }: Line) => id).sort(),
  );
  expect(after.uses).toEqual([
    { element_id: rows.element, quantity: '2.5' },
    { element_id: null, quantity: '1' },
    { element_id: null, quantity: '4' },
  ]);
  expect(after.counted).toBe(3);
});

test('lines are removed together and take their uses back; the answer puts all of them back as they were', async () => {
  const none = await state();
  const { body: added } = await add([
    lineOf('0.12345678', { unit_price: '7.00000001', element_id: rows.element }),
    lineOf(4),
    lineOf(5),
  ]);
  const before = await state();
  const [first, , third] = added.lines;
  const removed = await remove([third, first]);
  expect(removed).toEqual({
    status: 200,
    body: {
      lines: [
        {
          ...{ id: third.id, library_item_id: rows.otherItem, element_id: null },
          ...{ quantity: '5', unit_price: null },
        },
        {
          ...{ id: first.id, library_item_id: rows.otherItem, element_id: rows.element },
          ...{ quantity: '0.12345678', unit_price: '7.00000001' },
        },
      ],
    },
  });
  expect(await state()).toMatchObject({ uses: [{ element_id: null }], counted: 1 });
  const back = await add(removed.body.lines);
  expect(back.status).toBe(201);
  expect((await state()).lines).toEqual(before.lines);
  expect((await state()).counted).toBe(3);
  // The answer of putting them back takes them out again.
  expect((await remove([...back.body.lines, added.lines[1]])).status).toBe(200);
  expect(await state()).toEqual(none);
});

test('as many lines as are removed at once are put back at once', async () => {
  const lines = Array.from({ length: 4_000 }, () =>
    lineOf('123456789012.12345678', {
      ...{ unit_price: '123456789012.12345678', element_id: rows.element },
    }),
  );
  const { body: added } = await add(lines);
  const removed = await remove(added.lines);
  expect(removed.status).toBe(200);
  expect((await add(removed.body.lines)).status).toBe(201);
  expect((await state()).counted).toBe(4_000);
});

test('what was a useful suggestion is none once the last line with it is removed', async () => {
  const accepted = async () =>
    (
      await query(
        `select accepted_at is not null as accepted from public.suggestion_feedback
         where estimate_id = $1 and library_item_id = $2`,
        [rows.estimate, rows.otherItem],
      )
    )[0].accepted;
  await ask('estimator', 'POST', `/api/estimates/${rows.estimate}/suggestions`, {
    ...{ outcome: 'shown', library_item_ids: [rows.otherItem] },
  });
  const { body: added } = await add([lineOf(1), lineOf(2), lineOf(3)]);
  expect(await accepted()).toBe(true);
  await remove(added.lines.slice(0, 2));
  expect(await accepted()).toBe(true);
  await remove(added.lines.slice(2));
  expect(await accepted()).toBe(false);
});

test('where somebody changed one of them, none is removed, and it is told which', async () => {
  const { body: added } = await add([lineOf(1), lineOf(2)]);
  const [one, two] = added.lines;
  const changed = await ask('owner', 'PATCH', `${at}/${two.id}`, {
    ...{ revision: two.revision, quantity: '9' },
  });
  expect(await remove([one, two])).toMatchObject({
    status: 409,
    body: {
      error:
        '"Rebar 12 mm" was changed by somebody else meanwhile; nothing was removed. Look at it, then remove it again.',
      details: { field: 'lines' },
    },
  });
  expect(await ids()).toHaveLength(2);
  expect((await remove([one, { id: two.id, revision: changed.body.revision }])).status).toBe(200);
  expect(await remove([one])).toMatchObject({
    status: 404,
    body: { error: expect.stringMatching(/somebody may have removed it meanwhile\. Nothing was/) },
  });
});

test('where one cannot be added, none is, and the field is told', async () => {
  const { body: added } = await add([lineOf(1)]);
  const before = await state();
  const [{ id }] = added.lines;
  const unknown = randomUUID();
  for (const [line, status, field, error] of [
    [lineOf(2, { id }), 409, 'id', `There is a line ${id} already`],
    [lineOf(2, { element_id: unknown }), 404, 'element_id', `has no element ${unknown}`],
    [lineOf(2, { element_id: rows.publicElement }), 404, 'element_id', 'has no element'],
    [lineOf(2, { library_item_id: unknown }), 404, 'library_item_id', `no library item ${unknown}`],
    [lineOf(0), 400, 'lines[1].quantity', 'lines[1].quantity'],
    [lineOf(2, { unit_price: '-1' }), 400, 'lines[1].unit_price', 'must be 0 or more'],
    [lineOf(2, { project_id: rows.project }), 400, 'lines[1].project_id', 'lines[1]'],
  ] as const) {
    expect(await add([lineOf(3), line])).toMatchObject({
      status,
      body: { error: expect.stringContaining(error), details: { field } },
    });
  }
  expect(await state()).toEqual(before);
});

test('several who add and remove lines of the same items at once wait for each other in no ring', async () => {
  const both = [
    lineOf(1),
    { library_item_id: rows.item, quantity: 1, element_id: null, unit_price: null },
  ];
  const rounds = await Promise.all(
    Array.from({ length: 8 }, async (_, nth) => {
      const added = await add(nth % 2 ? both : both.toReversed(), nth % 3 ? 'owner' : 'estimator');
      return [added.status, (await remove(added.body.lines)).status];
    }),
  );
  expect(rounds).toEqual(Array.from({ length: 8 }, () => [201, 200]));
  expect(await state()).toEqual({ lines: [], uses: [], counted: 0 });
});

describe('who may', () => {
  test.each([
    ['stranger', 404],
    ['admin', 403],
    ['anonymous', 401],
  ] as const)('not add or remove lines: %s', async (person, status) => {
    const { body: added } = await add([lineOf(1)]);
    expect((await add([lineOf(2)], person)).status).toBe(status);
    expect((await remove(added.lines, person)).status).toBe(status);
    expect(await ids()).toHaveLength(1);
  });

  test('not take lines out of a public record, nor out of another estimate than their own', async () => {
    const theirs = [{ id: rows.publicLine, revision: '1' }];
    const path = `/api/estimates/${rows.publicEstimate}/items`;
    const refused = await ask('estimator', 'POST', `${path}/remove`, { lines: theirs });
    expect(refused).toMatchObject({
      status: 403,
      body: { error: expect.stringMatching(/^Only members/) },
    });
    expect((await ask('estimator', 'POST', `${path}/add`, { lines: [lineOf(1)] })).status).toBe(
      403,
    );
    expect((await remove(theirs)).status).toBe(404);
  });

  test('not work on the lines of an estimate that is frozen', async () => {
    const { body: added } = await add([lineOf(1)]);
    const set = (status: string) =>
      query('update public.estimates set status = $1 where id = $2', [status, rows.estimate]);
    await set('frozen');
    const refused = [await add([lineOf(2)]), await remove(added.lines)];
    await set('open');
    expect(refused.map(({ status }) => status)).toEqual([409, 409]);
    expect(await ids()).toHaveLength(1);
  });
});

test.each([
  ['nothing', undefined, 'lines'],
  ['none', [], 'lines'],
  ['one without its revision', [{ id: rows.line }], 'lines[0].revision'],
  ['one without an id', [{ revision: '1' }], 'lines[0].id'],
  [
    'one that goes elsewhere',
    [{ id: rows.line, revision: '1', element_id: null }],
    'lines[0].element_id',
  ],
  ['one twice', Array(2).fill({ id: rows.line, revision: '1' }), 'lines'],
  ['4,001', Array.from({ length: 4_001 }, () => ({ id: randomUUID(), revision: '1' })), 'lines'],
])('lines are refused by the field where they are %s', async (_, lines, field) => {
  expect(await remove(lines)).toMatchObject({ status: 400, body: { details: { field } } });
});
