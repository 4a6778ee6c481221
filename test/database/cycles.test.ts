import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeFixture, rows } from '../support/fixture.ts';

/* Items A to E, of which each contains the next. */
let testDatabase: TestDatabase;
let client: pg.Client;
const ids: Record<string, string> = {};

const contains = (outer: string, inner: string, by = client) =>
  by.query(
    `insert into public.factors (library_item_id, kind, sub_item_id, quantity_per_unit) values ($1, 'item', $2, 1)`,
    [ids[outer], ids[inner]],
  );

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  client = new pg.Client({ connectionString: testDatabase.url });
  await client.connect();
  await makeFixture(client);
  for (const code of 'ABCDEXY') {
    const item = await client.query(
      `insert into public.library_items (section_id, code, name, unit) values ($1, $2, $2, 'ea') returning id`,
      [rows.section, code],
    );
    ids[code] = item.rows[0].id;
  }
  for (const [outer, inner] of ['AB', 'BC', 'CD', 'DE']) await contains(outer ?? '', inner ?? '');
});
afterAll(async () => {
  await client.end();
  await testDatabase.drop();
});

test('an item may contain another twice, by two ways', async () => {
  await contains('A', 'E');
  await contains('A', 'E');
});

test('a cycle is refused where it would close, with its way round', async () => {
  await expect(contains('D', 'B')).rejects.toMatchObject({
    code: '22023',
    message: 'sub_item_id would make an item contain itself: D → B → C → D.',
  });
  await expect(contains('B', 'A')).rejects.toThrow('B → A → B');
});

test('one closed by a change, or within one statement, is refused as well', async () => {
  await contains('E', 'X');
  const turn = client.query(`update public.factors set sub_item_id = $1 where sub_item_id = $2`, [
    ids.A,
    ids.X,
  ]);
  await expect(turn).rejects.toThrow(/contain itself: E → A → E/);
  const both = client.query(
    `insert into public.factors (library_item_id, kind, sub_item_id, quantity_per_unit)
     values ($1, 'item', $2, 1), ($2, 'item', $1, 1)`,
    [ids.X, ids.Y],
  );
  await expect(both).rejects.toThrow(/contain itself: [XY] → [XY] → [XY]\./);
});

test('of two that would close one together, the second is refused', async () => {
  const other = new pg.Client({ connectionString: testDatabase.url });
  await other.connect();
  try {
    await client.query('begin');
    await contains('X', 'Y');
    const second = contains('Y', 'X', other);
    const outcome = expect(second).rejects.toThrow(/contain itself/);
    await client.query('commit');
    await outcome;
  } finally {
    await other.end();
  }
});
