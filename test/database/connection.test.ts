import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { connect, type Tx } from '../../src/database/database.ts';
import { publicErrorOf } from '../../src/database/errors.ts';
import { service } from '../../src/database/identity.ts';
import { planKept } from '../../src/database/kept-plans.ts';
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
  const narrow = connect(database.url(), { max: 1, patience: 50 });
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
