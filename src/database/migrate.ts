import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

const migrationsDir = join(import.meta.dirname, '../../supabase/migrations');
const bootstrapFile = join(import.meta.dirname, 'bootstrap.sql');

/** Any number, the same in every Ratebook: two that start at once migrate one after the other. */
const migrationLock = 7_283_746_501;

/** Oldest PostgreSQL our SQL runs on, as `server_version_num`. */
const oldestVersion = 150_000;

/** The database cannot be used; `message` is a sentence that says why and what to do. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

/**
 * Brings a database up to date: Supabase's roles and auth functions where they are missing, then every
 * migration not applied yet, each in a transaction of its own. Applied versions are kept where the Supabase
 * CLI keeps them, so that `supabase db push` and this see the same history.
 * @returns the versions applied now.
 * @throws {MigrationError} for a server too old, or a migration that failed (it left nothing behind).
 */
export async function migrate(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'ratebook migrate' });
  await client.connect();
  try {
    await refuseOldServer(client);
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await client.query(await readFile(bootstrapFile, 'utf8'));
    await client.query(`
      create schema if not exists supabase_migrations;
      create table if not exists supabase_migrations.schema_migrations
        (version text primary key, statements text[], name text)`);
    const { rows } = await client.query(
      'select version from supabase_migrations.schema_migrations',
    );
    const applied = new Set(rows.map((row: { version: string }) => row.version));
    const pending = (await migrationFiles()).filter((file) => !applied.has(file.version));
    for (const file of pending) await apply(client, file);
    return pending.map((file) => file.version);
  } finally {
    await client.end();
  }
}

interface MigrationFile {
  version: string;
  name: string;
  path: string;
}

async function migrationFiles(): Promise<MigrationFile[]> {
  const names = (await readdir(migrationsDir)).filter((name) => name.endsWith('.sql')).sort();
  return names.map((file) => {
    const [version = '', ...rest] = file.replace(/\.sql$/, '').split('_');
    return { version, name: rest.join('_'), path: join(migrationsDir, file) };
  });
}

async function apply(client: pg.Client, file: MigrationFile): Promise<void> {
  const text = await readFile(file.path, 'utf8');
  try {
    await client.query('begin');
    await client.query(text);
    await client.query(
      'insert into supabase_migrations.schema_migrations (version, name, statements) values ($1, $2, $3)',
      [file.version, file.name, [text]],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(
      `Migration ${file.version}_${file.name} failed and was rolled back: ${reason}`,
      { cause: error },
    );
  }
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ server_version_num: string; server_version: string }>(
    `select current_setting('server_version_num') as server_version_num,
            current_setting('server_version') as server_version`,
  );
  const [server] = rows;
  if (server && Number(server.server_version_num) < oldestVersion) {
    throw new MigrationError(
      `PostgreSQL ${server.server_version} is too old: Ratebook runs on 15 to 18. Point DATABASE_URL at a newer server.`,
    );
  }
}
