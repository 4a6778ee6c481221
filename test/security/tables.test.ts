import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeFixture, rows } from '../support/fixture.ts';
import {
  actingAs,
  outcomeOf,
  type Person,
  people,
  pretender,
  userIdOf,
} from '../support/people.ts';
import { type Case, matrix, type Verb, verbs } from './matrix.ts';

let testDatabase: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  client = new pg.Client({ connectionString: testDatabase.url });
  await client.connect();
  await makeFixture(client);
});

afterAll(async () => {
  await client.end();
  await testDatabase.drop();
});

function statement({ table, where, set, insert }: Case, verb: Verb): string {
  switch (verb) {
    case 'select':
      return `select 1 from public.${table} where ${where}`;
    case 'insert':
      return `insert into public.${table} ${insert}`;
    case 'update':
      return `update public.${table} set ${set} where ${where}`;
    case 'delete':
      return `delete from public.${table} where ${where}`;
  }
}

/** What the rule says comes of it: an SQLSTATE, or how many rows are touched. */
function expected({ rules, ungranted }: Case, verb: Verb, person: Person): string | number {
  if (rules[verb].includes(person)) return 1;
  const noGrant = person === 'anonymous' || ungranted.includes(verb);
  return noGrant || verb === 'insert' ? '42501' : 0;
}

test('every table of the exposed schema stands in the matrix', async () => {
  const { rows: tables } = await client.query(
    `select tablename from pg_tables where schemaname = 'public' order by 1`,
  );
  expect([...new Set(matrix.map(({ table }) => table))].sort()).toEqual(
    tables.map(({ tablename }) => tablename),
  );
});

describe.each(matrix)('$table, of $rows:', (entry) => {
  test.each(verbs)('%s', async (verb) => {
    const outcomes: Record<string, string | number> = {};
    const rules: Record<string, string | number> = {};
    for (const [person, identity] of Object.entries(people)) {
      rules[person] = expected(entry, verb, person as Person);
      outcomes[person] = await actingAs(client, identity, () =>
        outcomeOf(client.query(statement(entry, verb))),
      );
      // A row that others hang on is kept by its foreign keys (23503), after the policy let it be removed.
      if (verb === 'delete' && outcomes[person] === '23503') outcomes[person] = 1;
    }
    expect(outcomes).toEqual(rules);
  });
});

describe('nobody', () => {
  test('becomes an administrator by saying so in user_metadata', async () => {
    const touched = await actingAs(client, pretender, () =>
      outcomeOf(client.query(`update public.library_items set name = 'mine'`)),
    );
    expect(touched).toBe(0);
  });

  test('moves a row into a project of others', async () => {
    for (const [table, row] of [
      ['estimates', rows.estimate],
      ['project_rates', rows.rate],
    ]) {
      const refused = await actingAs(client, people.owner, () =>
        outcomeOf(
          client.query(`update public.${table} set project_id = $1 where id = $2`, [
            rows.foreignProject,
            row,
          ]),
        ),
      );
      expect(refused, table).toBe('42501');
    }
  });

  test('adds themselves to a project of others, nor makes an owner of themselves', async () => {
    const joined = await actingAs(client, people.stranger, () =>
      outcomeOf(
        client.query(`insert into public.project_members (project_id, user_id) values ($1, $2)`, [
          rows.project,
          userIdOf('stranger'),
        ]),
      ),
    );
    expect(joined).toBe('42501');
    const raised = await actingAs(client, people.estimator, () =>
      outcomeOf(
        client.query(`update public.project_members set role = 'owner' where user_id = $1`, [
          userIdOf('estimator'),
        ]),
      ),
    );
    expect(raised).toBe(0);
  });

  test('starts a project in another’s name', async () => {
    const refused = await actingAs(client, people.stranger, () =>
      outcomeOf(
        client.query(`insert into public.projects (code, name, created_by) values ('x', 'x', $1)`, [
          userIdOf('owner'),
        ]),
      ),
    );
    expect(refused).toBe('42501');
  });
});

test('whoever starts a project owns it', async () => {
  await actingAs(client, people.stranger, async () => {
    const { rows: made } = await client.query(
      `insert into public.projects (code, name, created_by) values ('mine', 'Mine', auth.uid()) returning id`,
    );
    const { rows: found } = await client.query(
      'select user_id, role from public.project_members where project_id = $1',
      [made[0].id],
    );
    expect(found).toEqual([{ user_id: userIdOf('stranger'), role: 'owner' }]);
    expect(
      await outcomeOf(
        client.query(`insert into public.estimates (project_id, name) values ($1, 'First')`, [
          made[0].id,
        ]),
      ),
    ).toBe(1);
  });
});
