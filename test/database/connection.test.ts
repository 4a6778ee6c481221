import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Database } from '../../src/database/database.ts';
import { service } from '../../src/database/identity.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { execute } from '../support/template.ts';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = connect(testDatabase.url, { max: 1 });
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

test('a connection lost between two statements fails its transaction, not the process; the next one is made anew', async () => {
  const lost = database.as(service, async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await execute(testDatabase.url, `select pg_terminate_backend(${rows[0]?.pid}, 5000)`);
    await sql`select 1`.execute(tx);
  });
  await expect(lost).rejects.toThrow();
  await expect(database.ping()).resolves.toBeUndefined();
});

test('a read-only transaction refuses to write', async () => {
  const write = database.as(service, (tx) => sql`delete from public.divisions`.execute(tx), {
    readOnly: true,
  });
  await expect(write).rejects.toMatchObject({ code: '25006' });
});
