import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, inject } from 'vitest';
import { type ConnectOptions, connect, type Database } from '../../src/database/database.ts';
import { addressOf, execute, template } from './template.ts';

/** A database of a test's own. */
export interface TestDatabase {
  /** Its address, as the server's superuser. */
  url: string;
  /** Removes it. Fails where a connection to it was left open: PostgreSQL waits five seconds for them to end. */
  drop(): Promise<void>;
}

/** A migrated, empty database, copied from the run's template. */
export function createTestDatabase(): Promise<TestDatabase> {
  return create(template);
}

/** A database without anything of ours in it. */
export function createBareDatabase(): Promise<TestDatabase> {
  return create('template0');
}

/** A migrated, empty database for the tests of the file or `describe` it is called in, connected to while they run. */
export function ownDatabase(options?: ConnectOptions): Omit<Database, 'close'> & { url(): string } {
  let made: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    made = await createTestDatabase();
    database = connect(made.url, options);
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });
  return {
    url: () => made.url,
    as: (identity, work, limits) => database.as(identity, work, limits),
    ping: () => database.ping(),
  };
}

async function create(from: string): Promise<TestDatabase> {
  const server = inject('databaseUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await execute(server, `create database ${name} template ${from}`);
  return {
    url: addressOf(server, name),
    drop: () => execute(server, `drop database ${name}`),
  };
}
