import pg from 'pg';
import { migrate } from '../../src/database/migrate.ts';

/** Every migration applied, no rows: what `createTestDatabase` copies. */
export const template = 'ratebook_template';

/** Makes the template on a run's server. Apart from database.ts, which only loads inside a test. */
export async function makeTemplate(server: string): Promise<void> {
  await execute(server, `create database ${template}`);
  await migrate(addressOf(server, template));
}

/** The address of another database of a server. */
export function addressOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

/** Runs one statement on a connection of its own. */
export async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
