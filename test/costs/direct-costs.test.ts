import Big from 'big.js';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connect, type Database } from '../../src/database/database.ts';
import { service } from '../../src/database/identity.ts';
import { getDirectCosts } from '../../src/database/queries/costs/get-direct-costs.ts';
import { getDirectLines } from '../../src/database/queries/costs/get-direct-lines.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeFixture, rows } from '../support/fixture.ts';

/** Costs by kind without their lines, through the real database: what they are of, and where there are none. */
let testDatabase: TestDatabase;
let client: pg.Client;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  client = new pg.Client({ connectionString: testDatabase.url });
  await client.connect();
  await makeFixture(client);
  database = connect(testDatabase.url);
});
afterAll(async () => {
  await database.close();
  await client.end();
  await testDatabase.drop();
});
beforeEach(() =>
  client.query('delete from public.factors where library_item_id <> $1', [rows.item]),
);

const at = new Date('2026-06-01T00:00:00Z');
const costsOf = (...ids: string[]) =>
  database.as(service, (tx) => getDirectCosts(tx, ids, rows.project, at));

/** Adds an item of those parts; gives its id. */
async function add(code: string, parts: [id: string, quantity: string][]): Promise<string> {
  const { rows: added } = await client.query(
    `insert into public.library_items (section_id, code, name, unit) values ($1, $2, $2, 'u') returning id`,
    [rows.section, code],
  );
  for (const [id, quantity] of parts) await contain(added[0].id, id, quantity);
  return added[0].id;
}

const contain = (item: string, part: string, quantity: string) =>
  client.query(
    `insert into public.factors (library_item_id, kind, sub_item_id, quantity_per_unit) values ($1, 'item', $2, $3)`,
    [item, part, quantity],
  );

test('a sub-item that is come to by several ways counts for each of them, as its lines do', async () => {
  const left = await add('LEFT', [[rows.item, '2']]);
  const right = await add('RIGHT', [
    [rows.item, '0.5'],
    [rows.item, '1'],
  ]);
  const top = await add('TOP', [
    [left, '3'],
    [right, '4'],
  ]);
  // 3 × 2 + 4 × (0.5 + 1) of the one that takes 1.05 of concrete at 120.
  const cost = (await costsOf(top)).get(top);
  expect(cost).toEqual({
    library_item_id: top,
    material: expect.any(String),
    labor: '0',
    equipment: '0',
    cycle: null,
    foreign_code: null,
  });
  expect(Number(cost?.material)).toBe(12 * 126);
  const lines = await database.as(service, (tx) => getDirectLines(tx, [top], rows.project, at));
  expect(lines).toHaveLength(3);
  const sum = lines.reduce((so, line) => so.plus(line.cost ?? 0), new Big(0));
  expect(sum.eq(cost?.material ?? 0)).toBe(true);
});

test('an item that contains itself has no cost and tells the way round; one without factors is not there', async () => {
  const outer = await add('OUTER', [[rows.item, '1']]);
  const inner = await add('INNER', [[outer, '1']]);
  const bare = await add('BARE', []);
  // As it may be there from before cycles were refused.
  await client.query('alter table public.factors disable trigger refuse_cycles_added');
  await contain(outer, inner, '1');
  await client.query('alter table public.factors enable trigger refuse_cycles_added');
  const found = await costsOf(outer, bare, rows.item);
  expect(found.get(outer)).toMatchObject({
    material: null,
    labor: null,
    equipment: null,
    cycle: ['OUTER', 'INNER', 'OUTER'],
  });
  expect(found.has(bare)).toBe(false);
  expect(Number(found.get(rows.item)?.material)).toBe(126);
});

test('an item with a rate in another currency has no cost, also where it stands in a sub-item', async () => {
  const { rows: added } = await client.query(
    `insert into public.resources (kind, code, name, unit, rate, currency) values ('labor', 'L-EUR', 'Crew', 'h', 40, 'EUR') returning id`,
  );
  const inner = await add('INNER-EUR', []);
  await client.query(
    `insert into public.factors (library_item_id, kind, resource_id, hours_per_unit) values ($1, 'labor', $2, 0.5)`,
    [inner, added[0].id],
  );
  const outer = await add('OUTER-EUR', [
    [inner, '2'],
    [rows.item, '1'],
  ]);
  const before = (await costsOf(outer)).get(outer);
  expect(before).toMatchObject({ material: null, labor: null, foreign_code: 'L-EUR' });
  // A rate of the project's own is in its currency.
  await client.query(
    `insert into public.project_rates (project_id, resource_id, rate, effective_from) values ($1, $2, 44, '2026-01-01')`,
    [rows.project, added[0].id],
  );
  const after = (await costsOf(outer)).get(outer);
  expect(after?.foreign_code).toBeNull();
  expect(Number(after?.labor)).toBe(44);
});
