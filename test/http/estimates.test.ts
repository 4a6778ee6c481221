import { beforeEach, describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import type { Person } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';

/** The estimates of a project, begun and renamed by several. */
const { ask, query } = makeScene((url) => startNode(url));

const begin = (body: object, person: Person = 'estimator', project = rows.project) =>
  ask(person, 'POST', `/api/projects/${project}/estimates`, body);
const rename = (
  estimate: { id: string; revision: string },
  name: string,
  person: Person = 'estimator',
) => ask(person, 'PATCH', `/api/estimates/${estimate.id}`, { revision: estimate.revision, name });
const estimates = async (): Promise<{ name: string; total: number; lines: unknown[] }[]> =>
  (await ask('owner', 'GET', `/api/projects/${rows.project}`)).body.estimates;
const names = async () => (await estimates()).map(({ name }) => name);

beforeEach(() =>
  query('delete from public.estimates where project_id = $1 and id <> $2', [
    rows.project,
    rows.estimate,
  ]),
);

test('an estimate is begun without lines, and worked on at once', async () => {
  const begun = await begin({ name: ' Option B ' });
  expect(begun).toMatchObject({ status: 201, body: { name: 'Option B', status: 'open' } });
  expect((await estimates()).at(-1)).toMatchObject({ name: 'Option B', total: 0, lines: [] });
  const at = `/api/estimates/${begun.body.id}`;
  const { body: element } = await ask('estimator', 'POST', `${at}/elements`, { name: 'Roof' });
  const line = { library_item_id: rows.item, quantity: 2, element_id: element.id };
  expect((await ask('estimator', 'POST', `${at}/items`, line)).status).toBe(201);
  expect((await estimates()).at(-1)).toMatchObject({ total: 252 });
});

test('an estimate is renamed, and who saw its name before is told what it is', async () => {
  const { body: begun } = await begin({ name: 'Option B' });
  const renamed = await rename(begun, 'Option C', 'owner');
  expect(renamed).toMatchObject({ status: 200, body: { id: begun.id, name: 'Option C' } });
  expect(await rename(begun, 'Option D')).toMatchObject({
    status: 409,
    body: {
      error:
        'The estimate was renamed by somebody else meanwhile: it is "Option C" now. Look at it, then change it again.',
      details: { field: 'revision' },
    },
  });
  expect((await rename(renamed.body, 'OPTION C')).body.name).toBe('OPTION C');
});

test('a project has no two estimates of one name, however they are written and whoever is quicker', async () => {
  expect(await begin({ name: 'ESTIMATE' })).toMatchObject({
    status: 409,
    body: {
      error: 'The project has an estimate "Estimate" already; give this one another name.',
      details: { field: 'name' },
    },
  });
  const { body: begun } = await begin({ name: 'Option B' });
  expect((await rename(begun, 'estimate')).status).toBe(409);
  const answers = await Promise.all(
    (['owner', 'estimator', 'owner'] as const).map((person) => begin({ name: 'Option C' }, person)),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  expect(await names()).toEqual(['Estimate', 'Option B', 'Option C']);
});

describe('who may', () => {
  test.each([
    ['stranger', 404],
    ['admin', 403],
    ['anonymous', 401],
  ] as const)('not begin or rename one: %s', async (person, status) => {
    const { body: begun } = await begin({ name: 'Option B' });
    expect((await begin({ name: 'Option C' }, person)).status).toBe(status);
    expect((await rename(begun, 'Option C', person)).status).toBe(status);
    expect(await names()).toEqual(['Estimate', 'Option B']);
  });

  test('not change a public record, though everyone reads it', async () => {
    expect((await begin({ name: 'New' }, 'estimator', rows.publicProject)).status).toBe(403);
    const seen = { id: rows.publicEstimate, revision: '1' };
    expect((await rename(seen, 'New')).status).toBe(403);
  });

  test('not rename one that is frozen', async () => {
    const { body: begun } = await begin({ name: 'Option B' });
    await query(`update public.estimates set status = 'frozen' where id = $1`, [begun.id]);
    expect((await rename(begun, 'Option C')).status).toBe(409);
  });
});

test.each([
  [{}, 'name'],
  [{ name: ' ' }, 'name'],
  [{ name: 'x'.repeat(201) }, 'name'],
  [{ name: 'New', status: 'frozen' }, 'status'],
])('an estimate begun as %j is refused by the field', async (body, field) => {
  expect(await begin(body)).toMatchObject({ status: 400, body: { details: { field } } });
  expect(
    await ask('estimator', 'PATCH', `/api/estimates/${rows.estimate}`, { revision: '1', ...body }),
  ).toMatchObject({ status: 400, body: { details: { field } } });
});
