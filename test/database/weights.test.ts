import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, type Database } from '../../src/database/database.ts';
import { service } from '../../src/database/identity.ts';
import { learnInThread } from '../../src/jobs/threads/learn.ts';
import { aggregatePopularity } from '../../src/operations/aggregate-popularity.ts';
import { rankItems } from '../../src/operations/rank-items.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeFixture, rows } from '../support/fixture.ts';

/*
 * Sixty past estimates of an own kind: A and B go together in the even ones, C and D in the odd ones; E is in two of
 * three, and M in all.
 */
let testDatabase: TestDatabase;
let database: Database;
let client: pg.Client;
const ids: Record<string, string> = {};

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = connect(testDatabase.url, { max: 2 });
  client = new pg.Client({ connectionString: testDatabase.url });
  await client.connect();
  await makeFixture(client);
  for (const code of 'ABCDEM') {
    const item = await client.query(
      `insert into public.library_items (section_id, code, name, unit) values ($1, $2, $2, 'ea') returning id`,
      [rows.section, code],
    );
    ids[code] = item.rows[0].id;
  }
  await past(60);
});
afterAll(async () => {
  await client.end();
  await database.close();
  await testDatabase.drop();
});

async function past(count: number) {
  await client.query('delete from public.estimate_library_usage');
  for (let n = 0; n < count; n++) {
    const codes = [...(n % 2 ? 'CDM' : 'ABM'), ...(n % 3 ? 'E' : '')];
    await client.query(
      `with e as (insert into public.estimates (project_id, name) values ($1, 'Past') returning id)
       insert into public.estimate_library_usage (estimate_id, project_id, library_item_id, quantity)
       select e.id, $1, i, 1 from e, unnest($2::uuid[]) as i`,
      [rows.project, codes.map((code) => ids[code])],
    );
  }
}

const codeOf = (id: string) => Object.keys(ids).find((code) => ids[code] === id);
const ranked = async (...codes: string[]) => {
  const items = codes.map((code) => ids[code] ?? code);
  const found = await database.as(service, (tx) => rankItems(tx, items, 10));
  return found.map(({ itemId, because, ...rest }) => ({
    ...rest,
    code: codeOf(itemId),
    because: because.map(({ itemId: speaker, ...figures }) => ({
      code: codeOf(speaker),
      ...figures,
    })),
  }));
};
// As of the next millisecond: a use of this very one was made some microseconds after its beginning.
const learn = () =>
  database.as(service, (tx) =>
    aggregatePopularity(tx, new Date(Date.now() + 1), { learn: learnInThread }),
  );

describe('the library ranked by weights', () => {
  test('names what belongs together, with the estimates that say so', async () => {
    await learn();
    const [first, ...others] = await ranked('A', 'M');
    expect(first).toMatchObject({
      code: 'B',
      isRoutine: true,
      because: [{ code: 'A', together: 30, of: 30, confidence: 1, lift: 2 }],
    });
    const codes = others.map(({ code }) => code);
    expect(codes).not.toContain('A');
    expect(codes).not.toContain('M');
  });

  test('knows nothing of an estimate of new items, nor of an empty one', async () => {
    expect(await ranked('00000000-0000-4000-8000-00000000abcd')).toEqual([]);
    expect(await ranked()).toEqual([]);
  });

  test('is ranked by pairs where there is but a handful of estimates; what was learned before is gone', async () => {
    await past(20);
    await learn();
    expect(await client.query('select from library_item_weights')).toMatchObject({ rowCount: 0 });
    expect((await ranked('A'))[0]).toMatchObject({
      code: 'B',
      isRoutine: false,
      because: [{ code: 'A', together: 10, of: 10 }],
    });
  });

  test('comes with what changed since the night before', async () => {
    await past(20);
    await learn();
    expect((await learn()).changes).toEqual({ added: 0, removed: 0, strongest: [] });
    // X is new, beside A and B in some; C and D are not used any more.
    const item = await client.query(
      `insert into public.library_items (section_id, code, name, unit) values ($1, 'X', 'X', 'ea') returning id`,
      [rows.section],
    );
    await client.query(
      `delete from public.estimate_library_usage where library_item_id = any ($1)`,
      [[ids.C, ids.D]],
    );
    await client.query(
      `insert into public.estimate_library_usage (estimate_id, project_id, library_item_id, quantity)
       select estimate_id, project_id, $1, 1 from public.estimate_library_usage where library_item_id = $2 limit 6`,
      [item.rows[0].id, ids.A],
    );
    const { changes, message } = await learn();
    expect(changes.removed).toBeGreaterThan(0);
    expect(changes.strongest[0]).toMatchObject({ together: 6 });
    expect(changes.strongest.every(({ item: one, paired }) => one === 'X' || paired === 'X')).toBe(
      true,
    );
    expect(message).toMatch(/: \d+ new, \d+ gone\.$/);
  });
});
