import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import { createBareDatabase, createTestDatabase, type TestDatabase } from '../support/database.ts';

const root = join(import.meta.dirname, '../..');
const databases: TestDatabase[] = [];

async function bare(): Promise<string> {
  const database = await createBareDatabase();
  databases.push(database);
  return database.url;
}

afterAll(async () => {
  for (const database of databases) await database.drop();
});

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Runs Supabase's own command line on the project. */
function supabase(...args: string[]): Promise<{
  code: number | null;
  /** Its answer, on standard output. */
  told: string;
  /** All it said. */
  said: string;
}> {
  return new Promise((resolve) => {
    const child = spawn('supabase', args, {
      cwd: root,
      env: { ...process.env, DO_NOT_TRACK: '1', SUPABASE_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let told = '';
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk;
      said += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk;
    });
    child.once('close', (code) => resolve({ code, told, said }));
  });
}

/** How many migrations there are. */
async function migrationFiles(): Promise<number> {
  const files = await readdir(join(root, 'supabase/migrations'));
  return files.filter((file) => file.endsWith('.sql')).length;
}

/** Everything our migrations made: columns, constraints, indexes, policies, functions, triggers, grants. */
const catalogue = `
  select 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') as what
    from information_schema.columns where table_schema = 'public'
  union all select 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
  union all select 'index ' || indexdef from pg_indexes where schemaname = 'public'
  union all select 'policy ' || tablename || ' ' || policyname || ' ' || cmd || ' ' || roles::text || ' ' || coalesce(qual, '') || ' ' || coalesce(with_check, '') from pg_policies where schemaname = 'public'
  union all select 'function ' || pg_get_functiondef(oid) || ' ' || coalesce(proacl::text, '') from pg_proc where pronamespace in ('public'::regnamespace, 'ratebook'::regnamespace)
  union all select 'trigger ' || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
  union all select 'grant ' || table_name || ' ' || grantee || ' ' || privilege_type from information_schema.role_table_grants where table_schema = 'public' and grantee <> current_user
  order by 1`;

describe('migrating', () => {
  test('a second time does nothing', async () => {
    const url = await bare();
    expect(await migrate(url)).toHaveLength(await migrationFiles());
    expect(await migrate(url)).toEqual([]);
  });

  test('by several at once is done once', async () => {
    const url = await bare();
    const applied = await Promise.all([migrate(url), migrate(url), migrate(url)]);
    expect(applied.map((versions) => versions.length).sort()).toEqual([
      0,
      0,
      await migrationFiles(),
    ]);
  });

  test('that fails leaves nothing of the migration behind, and says which it was', async () => {
    const url = await bare();
    await query(url, 'create table public.sections (mine text)');
    await expect(migrate(url)).rejects.toThrow(
      /^Migration 20261124000100_library failed and was rolled back: relation "sections" already exists/,
    );
    const tables = await query(url, `select tablename from pg_tables where schemaname = 'public'`);
    expect(tables).toEqual([{ tablename: 'sections' }]);
  });
});

describe('Supabase’s command line', () => {
  let url: string;

  beforeAll(async () => {
    url = await bare();
    // What Supabase has and a plain PostgreSQL lacks.
    await query(url, await readFile(join(root, 'src/database/bootstrap.sql'), 'utf8'));
  });

  test('pushes the same model as our own migrating, which then finds nothing to do', async () => {
    const { code, said } = await supabase('db', 'push', `--remote=${url}`, '--yes');
    expect(code, said).toBe(0);
    expect(await migrate(url)).toEqual([]);
    const ours = await createTestDatabase();
    databases.push(ours);
    expect(await query(url, catalogue)).toEqual(await query(ours.url, catalogue));
  });

  test('has nothing to advise but what only use can show', async () => {
    const args = ['--remote', url, '--level', 'info', '--output-format', 'json'];
    const { code, told } = await supabase('db', 'advisors', ...args);
    expect(code).toBe(0);
    const { results } = JSON.parse(told) as { results: { name: string; detail: string }[] };
    // No query has run here, so every index is "unused"; that it says so shows that it looked.
    expect(results.length).toBeGreaterThan(0);
    expect(results.filter(({ name }) => name !== 'unused_index')).toEqual([]);
  });
});
