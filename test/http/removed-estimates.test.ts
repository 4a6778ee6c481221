import pg from 'pg';
import { beforeEach, describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { actingAs, outcomeOf, type Person, people } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';

/** Estimates that are removed, while others work on them. */
const { ask, query, databaseUrl } = makeScene((url) => startNode(url));

interface Estimate {
  id: string;
  revision: string;
}

const begin = async (name: string): Promise<Estimate> =>
  (await ask('estimator', 'POST', `/api/projects/${rows.project}/estimates`, { name })).body;
const addLines = async ({ id }: Estimate, count: number) => {
  const lines = Array.from({ length: count }, () => ({
    ...{ library_item_id: rows.otherItem, quantity: 1 },
  }));
  expect((await ask('owner', 'POST', `/api/estimates/${id}/items/add`, { lines })).status).toBe(
    201,
  );
};
const remove = ({ id, revision }: Estimate, lines: number, person: Person = 'estimator') =>
  ask(person, 'DELETE', `/api/estimates/${id}?revision=${revision}&lines=${lines}`);
const estimates = async (): Promise<(Estimate & { name: string })[]> =>
  (await ask('owner', 'GET', `/api/projects/${rows.project}`)).body.estimates;
const names = async () => (await estimates()).map(({ name }) => name);
/** Of the other item. */
const uses = async () =>
  (await ask('owner', 'GET', `/api/library/items/${rows.otherItem}`)).body.statistics
    .total_usage_all_time;

beforeEach(async () => {
  await query('delete from public.frozen_estimates where id <> all($1)', [
    [rows.frozen, rows.publicFrozen],
  ]);
  await query('delete from public.estimates where project_id = $1 and id <> $2', [
    rows.project,
    rows.estimate,
  ]);
});

test('an estimate is removed with its lines and elements, and what was used in it counts no more', async () => {
  const before = await uses();
  const option = await begin('Option B');
  await ask('owner', 'POST', `/api/estimates/${option.id}/elements`, { name: 'Roof' });
  await addLines(option, 3);
  expect(await uses()).toBe(before + 3);
  expect(await remove(option, 3)).toEqual({
    status: 200,
    body: { id: option.id, name: 'Option B', lines: 3 },
  });
  expect(await names()).toEqual(['Estimate']);
  expect(await uses()).toBe(before);
  for (const table of ['estimate_items', 'estimate_elements', 'estimate_library_usage']) {
    expect(await query(`select from public.${table} where estimate_id = $1`, [option.id])).toEqual(
      [],
    );
  }
  expect((await remove(option, 3)).status).toBe(404);
  // Its name is free again.
  expect((await begin('Option B')).revision).toBe(option.revision);
});

test('an estimate with frozen versions is kept until these are removed, and the refusal names them', async () => {
  const [kept] = await estimates();
  const refused = await remove(kept as Estimate, 1);
  expect(refused).toMatchObject({
    status: 409,
    body: {
      error:
        '"Estimate" has a frozen version, "First bid", which is kept with it. Remove that version first, if what was bid is not to be kept.',
    },
  });
  const option = await begin('Option B');
  await addLines(option, 1);
  for (const name of ['Bid', 'Bid again']) {
    await ask('owner', 'POST', `/api/estimates/${option.id}/frozen`, { name });
  }
  expect((await remove(option, 1)).body.error).toBe(
    '"Option B" has 2 frozen versions, the newest "Bid again", which are kept with it. Remove these versions first, if what was bid is not to be kept.',
  );
  const path = `/api/projects/${rows.project}/frozen-estimates`;
  const { versions } = (await ask('owner', 'GET', path)).body;
  for (const { id, estimate_id } of versions) {
    if (estimate_id !== option.id) continue;
    expect((await ask('owner', 'DELETE', `/api/frozen-estimates/${id}`)).status).toBe(204);
  }
  expect((await remove(option, 1)).status).toBe(200);
  // That they were there stays known.
  expect((await ask('owner', 'GET', path)).body.removed).toContainEqual(
    expect.objectContaining({ name: 'Bid again' }),
  );
});

test('who saw another estimate than is there removes nothing, and is told what it is', async () => {
  const option = await begin('Option B');
  await addLines(option, 2);
  expect(await remove(option, 1)).toMatchObject({
    status: 409,
    body: {
      error:
        '"Option B" was changed by somebody else meanwhile: it has 2 lines now. Look at it, then remove it again.',
      details: { field: 'lines' },
    },
  });
  const { body: renamed } = await ask('owner', 'PATCH', `/api/estimates/${option.id}`, {
    ...{ revision: option.revision, name: 'Option C' },
  });
  expect(await remove(option, 2)).toMatchObject({
    status: 409,
    body: { error: expect.stringContaining('is "Option C" now'), details: { field: 'revision' } },
  });
  expect((await remove(renamed, 2)).status).toBe(200);
});

test('while some add lines and others remove it, whoever was told of a line finds it there', async () => {
  const option = await begin('Option B');
  const line = { library_item_id: rows.otherItem, quantity: 1 };
  const before = await uses();
  const adding = Array.from({ length: 6 }, () =>
    ask('owner', 'POST', `/api/estimates/${option.id}/items`, line),
  );
  const removing = [remove(option, 0), remove(option, 0, 'owner')];
  const added = (await Promise.all(adding)).map(({ status }) => status);
  const removed = (await Promise.all(removing)).map(({ status }) => status);
  const gone = removed.includes(200);
  expect(removed.every((status) => [200, 404, 409].includes(status))).toBe(true);
  expect(added.every((status) => status === 201 || (gone && status === 404))).toBe(true);
  const count = added.filter((status) => status === 201).length;
  expect(gone).toBe(count === 0);
  expect(await uses()).toBe(before + count);
});

describe('what was bid', () => {
  test('goes with no estimate, whoever removes it by whatever way, but with its whole project', async () => {
    const client = new pg.Client({ connectionString: databaseUrl() });
    await client.connect();
    const gone = (table: string, id: string) =>
      actingAs(client, people.owner, () =>
        outcomeOf(client.query(`delete from public.${table} where id = '${id}'`)),
      );
    expect(await gone('estimates', rows.estimate)).toBe('23503');
    expect(await gone('projects', rows.project)).toBe(1);
    await client.end();
  });
});

describe('who may', () => {
  test.each([
    ['stranger', 404],
    ['admin', 403],
    ['anonymous', 401],
  ] as const)('not remove one: %s', async (person, status) => {
    const option = await begin('Option B');
    expect((await remove(option, 0, person)).status).toBe(status);
    expect(await names()).toEqual(['Estimate', 'Option B']);
  });

  test('not remove one of a public record, of others, or one that is frozen', async () => {
    expect((await remove({ id: rows.publicEstimate, revision: '1' }, 1)).status).toBe(403);
    expect((await remove({ id: rows.foreignEstimate, revision: '1' }, 1)).status).toBe(404);
    const option = await begin('Option B');
    await query(`update public.estimates set status = 'frozen' where id = $1`, [option.id]);
    expect((await remove(option, 0)).status).toBe(409);
  });
});

test.each([
  ['', 'revision'],
  ['?lines=1', 'revision'],
  ['?revision=1', 'lines'],
  ['?revision=1&lines=-1', 'lines'],
  ['?revision=1&lines=some', 'lines'],
])('a removal asked for as %s is refused by the field', async (search, field) => {
  expect(
    await ask('estimator', 'DELETE', `/api/estimates/${rows.estimate}${search}`),
  ).toMatchObject({ status: 400, body: { details: { field } } });
});
