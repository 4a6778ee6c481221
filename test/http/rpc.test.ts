import { describe, expect, test } from 'vitest';
import type { Identity } from '../../src/database/identity.ts';
import { rows } from '../support/fixture.ts';
import { people } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';
import { sign, tokenOf } from '../support/tokens.ts';

const scene = makeScene(startNode);
const unknownId = '00000000-0000-4000-8000-000000000000';

/** Calls a database function by `supabase-js`: its status with what it gave or why it refused. */
async function rpc(name: string, identity: Identity, args: Record<string, unknown> = {}) {
  const supabase = await scene.supabaseOf(identity);
  const { data, error, status } = await supabase.rpc(name, args);
  return { status, data, error };
}

describe('each database function answers whom the contract says', () => {
  test.each([
    [
      'track_library_item_usage',
      { p_library_item_id: rows.item, p_project_id: rows.project, p_quantity: 2.5 },
      { anonymous: 401, stranger: 403, estimator: 200, owner: 200, admin: 403, service: 200 },
    ],
    [
      'get_library_item_statistics',
      { item_id: rows.item },
      { anonymous: 401, stranger: 200, estimator: 200, owner: 200, admin: 200, service: 200 },
    ],
    [
      'get_job_execution_summary',
      { days_back: 30 },
      { anonymous: 401, stranger: 200, estimator: 200, owner: 200, admin: 200, service: 200 },
    ],
    [
      'clean_old_job_logs',
      {},
      { anonymous: 401, stranger: 403, estimator: 403, owner: 403, admin: 200, service: 200 },
    ],
  ])('%s', async (name, args, expected) => {
    const statuses: Record<string, number> = {};
    for (const [person, identity] of Object.entries(people)) {
      const before = await scene.state();
      const { status, error } = await rpc(name, identity, args);
      statuses[person] = status;
      if (status === 200) continue;
      expect(error).toMatchObject({ code: '42501', message: expect.any(String) });
      expect(await scene.state()).toEqual(before);
    }
    expect(statuses).toEqual(expected);
  });
});

test('a use gives its id as a number, and counts', async () => {
  const before = await rpc('get_library_item_statistics', people.owner, { item_id: rows.item });
  const { data } = await rpc('track_library_item_usage', people.owner, {
    p_library_item_id: rows.item,
    p_project_id: rows.project,
    p_estimate_id: rows.estimate,
    p_element_id: rows.element,
  });
  expect(data).toEqual(expect.any(Number));
  expect(
    await scene.query(
      'select quantity::float8 as quantity, used_by from public.estimate_library_usage where id = $1',
      [data],
    ),
  ).toEqual([{ quantity: 1, used_by: people.owner.userId }]);
  const after = await rpc('get_library_item_statistics', people.owner, { item_id: rows.item });
  expect(after.data.usage_count_30d).toBe(before.data.usage_count_30d + 1);
  expect(after.data.popularity_score).toBeGreaterThan(before.data.popularity_score);
});

describe('what is refused is told in PostgREST’s form:', () => {
  test.each([
    [
      'an item that is not there',
      'get_library_item_statistics',
      { item_id: unknownId },
      404,
      'PT404',
    ],
    [
      'a use of an item that is not there',
      'track_library_item_usage',
      { p_library_item_id: unknownId, p_project_id: rows.project },
      409,
      '23503',
    ],
    [
      'a quantity that is none',
      'track_library_item_usage',
      { p_library_item_id: rows.item, p_project_id: rows.project, p_quantity: -1 },
      400,
      '22023',
    ],
    ['an id that is none', 'get_library_item_statistics', { item_id: 'x' }, 400, '22P02'],
    ['an object for an id', 'get_library_item_statistics', { item_id: { a: 1 } }, 400, '22P02'],
    [
      'a number of days that is none',
      'get_job_execution_summary',
      { days_back: 1.5 },
      400,
      '22P02',
    ],
    ['an argument left out', 'get_library_item_statistics', {}, 404, 'PGRST202'],
    ['an argument too many', 'clean_old_job_logs', { all: true }, 404, 'PGRST202'],
    ['a function that is not there', 'drop_everything', {}, 404, 'PGRST202'],
    ['a function of PostgreSQL’s own', 'pg_sleep', { seconds: 1 }, 404, 'PGRST202'],
  ])('%s', async (_what, name, args, status, code) => {
    const before = await scene.state();
    const refused = await rpc(name, people.owner, args);
    expect(refused).toMatchObject({ status, error: { code, message: expect.any(String) } });
    expect(await scene.state()).toEqual(before);
  });

  test.each([
    ['no JSON', '{"item_id":', 400, 'PGRST102'],
    ['a list', '[]', 400, 'PGRST102'],
    [
      'a body that is too large',
      JSON.stringify({ item_id: 'x'.repeat(1_100_000) }),
      413,
      'PGRST102',
    ],
  ])('%s', async (_what, body, status, code) => {
    const answer = await scene.post('/rest/v1/rpc/get_library_item_statistics', body, {
      authorization: `Bearer ${await tokenOf(people.owner)}`,
    });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code, details: null });
  });

  test('a token that has expired', async () => {
    const answer = await scene.post('/rest/v1/rpc/clean_old_job_logs', '{}', {
      authorization: `Bearer ${await sign(people.admin.claims, { expires: new Date(0) })}`,
    });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'PGRST301' });
  });
});

test('none of all this was a mistake of ours', () => {
  expect(scene.failures()).toEqual([]);
});
