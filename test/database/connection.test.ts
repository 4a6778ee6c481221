import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { connect, type Tx } from '../../src/database/database.ts';
import { publicErrorOf } from '../../src/database/errors.ts';
import { service } from '../../src/database/identity.ts';
import { PlanKeepingClient, planKept } from '../../src/database/kept-plans.ts';
import { ownDatabase } from '../support/database.ts';
import { people } from '../support/people.ts';
import { execute } from '../support/template.ts';

const database = ownDatabase({ max: 1 });

test('a connection lost between two statements fails its transaction, not the process; the next one is made anew', async () => {
  const lost = database.as(service, async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await execute(database.url(), `select pg_terminate_backend(${rows[0]?.pid}, 5000)`);
    await sql`select 1`.execute(tx);
  });
  await expect(lost).rejects.toThrow();
  await expect(database.ping()).resolves.toBeUndefined();
});

test('who finds no connection free, or no server, is told to come again', async () => {
  // Long enough for a busy machine to make the first connection.
  const narrow = connect(database.url(), { max: 1, patience: 1_000 });
  const nobody = connect('postgres://ratebook@127.0.0.1:1/ratebook');
  const reason = async (asked: Promise<unknown>) =>
    publicErrorOf(await asked.catch((error) => error));
  try {
    await narrow.as(service, async () => {
      expect(await reason(narrow.ping())).toMatchObject({ code: 'unavailable', status: 503 });
    });
    await expect(narrow.ping()).resolves.toBeUndefined();
    expect(await reason(nobody.ping())).toMatchObject({ code: 'unavailable' });
  } finally {
    await narrow.close();
    await nobody.close();
  }
});

test('a read-only transaction refuses to write', async () => {
  const write = database.as(service, (tx) => sql`delete from public.divisions`.execute(tx), {
    readOnly: true,
  });
  await expect(write).rejects.toMatchObject({ code: '25006' });
});

test('a kept plan is made once for a connection, and answers each who asks by what they may see', async () => {
  await execute(
    database.url(),
    `insert into public.projects (code, name) values ('P-1', 'Private'), ('P-2', 'Private as well')`,
  );
  const seen = (tx: Tx, most: number) =>
    sql<{
      code: string;
    }>`${planKept} select code from public.projects order by code limit ${most}`.execute(tx);
  // Oftener than PostgreSQL plans anew for each value, and by turns.
  for (let round = 0; round < 8; round += 1) {
    const all = await database.as(service, (tx) => seen(tx, 2));
    expect(all.rows.map(({ code }) => code)).toEqual(['P-1', 'P-2']);
    const administrator = await database.as(people.admin, (tx) => seen(tx, 1));
    expect(administrator.rows).toHaveLength(1);
    const stranger = await database.as(people.stranger, (tx) => seen(tx, 2));
    expect(stranger.rows).toEqual([]);
  }
  const { rows } = await database.as(service, (tx) =>
    sql`select calls.name from pg_prepared_statements calls`.execute(tx),
  );
  expect(rows).toHaveLength(1);
});

test('a plan that a migration has outdated fails once, and is made anew', async () => {
  await execute(database.url(), 'create table public.outgrown as select 1::int as figure');
  const client = new PlanKeepingClient({ connectionString: database.url() });
  await client.connect();
  const read = () => client.query('select * from public.outgrown where $1::int = 1', [1]);
  const readByCallback = () =>
    new Promise((resolve) => {
      client.query('select * from public.outgrown where $1::int = 1', [1], (error, result) => {
        resolve(error?.message ?? result.rows);
      });
    });
  const changeTo = (type: string) =>
    execute(database.url(), `alter table public.outgrown alter figure type ${type}`);
  try {
    await read();
    await changeTo('text');
    await expect(read()).rejects.toMatchObject({ code: '0A000' });
    expect((await read()).rows).toEqual([{ figure: '1' }]);
    expect((await read()).rows).toEqual([{ figure: '1' }]);
    await changeTo('int using figure::int');
    expect(await readByCallback()).toMatch(/cached plan/);
    expect(await readByCallback()).toEqual([{ figure: 1 }]);
  } finally {
    await client.end();
    await execute(database.url(), 'drop table public.outgrown');
  }
});

test('a queue’s connection keeps the plan of each statement with values, and no more of them than it may hold', async () => {
  const client = new PlanKeepingClient({ connectionString: database.url() });
  await client.connect();
  try {
    const held = async () =>
      (await client.query('select count(*)::int as held from pg_prepared_statements')).rows[0].held;
    for (const value of [1, 2, 3]) {
      const { rows } = await client.query('select $1::int + 1 as next', [value]);
      expect(rows).toEqual([{ next: value + 1 }]);
    }
    expect(await held()).toBe(1);
    // As a pool asks: with a function that is called back.
    const told = await new Promise((resolve) => {
      client.query('select $1::int + 1 as next', [4], (error, result) => {
        resolve(error ?? result.rows);
      });
    });
    expect(told).toEqual([{ next: 5 }]);
    // Several statements at once cannot be prepared.
    const several = await client.query('select 1 as one; select 2 as two', []);
    expect(several).toHaveLength(2);
    await expect(client.query('select $1::int / 0 as none', [1])).rejects.toThrow('division');
    for (let n = 0; n < 600; n += 1) await client.query(`select $1::int + ${n} as next`, [n]);
    expect(await held()).toBeLessThanOrEqual(500);
  } finally {
    await client.end();
  }
});
