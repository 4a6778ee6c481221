import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readSettings, SettingsError } from '../../supabase/functions/_shared/settings.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const functionsDir = join(root, 'supabase/functions');
const names = [
  'aggregate-library-popularity',
  'calculate-complex-factors',
  'capture-price-snapshot',
];

test('the functions are the three of the contract, each with its settings in config.toml', async () => {
  const folders = (await readdir(functionsDir)).filter((name) => !name.startsWith('_'));
  expect(folders.sort()).toEqual(names);
  const config = await readFile(join(root, 'supabase/config.toml'), 'utf8');
  for (const name of names) {
    expect(config).toContain(`[functions.${name}]`);
    expect(config).toContain(`import_map = "./functions/${name}/deno.json"`);
  }
});

describe.each(names)('%s', (name) => {
  test('asks for the very versions that are tested here', async () => {
    const { imports } = JSON.parse(await readFile(join(functionsDir, name, 'deno.json'), 'utf8'));
    const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
    for (const [specifier, target] of Object.entries<string>(imports)) {
      const wanted = specifier.replace(/\/$/, '');
      expect(target.replace('npm:/', 'npm:').replace(/\/$/, '')).toBe(
        `npm:${wanted}@${packages[`node_modules/${wanted}`].version}`,
      );
    }
  });

  test('loads what it needs and nothing of a server, and every package by its import map', async () => {
    const { stdout } = await run(
      'deno',
      [
        ...['info', '--json', '--node-modules-dir=manual'],
        ...['--config', `supabase/functions/${name}/deno.json`],
        `supabase/functions/${name}/index.ts`,
      ],
      { cwd: root, maxBuffer: 64 * 1024 * 1024 },
    );
    const { modules } = JSON.parse(stdout) as { modules: { specifier: string; error?: string }[] };
    const own = modules
      .map(({ specifier }) => specifier)
      .filter((specifier) => specifier.startsWith('file:') && !specifier.includes('/node_modules/'))
      .map((specifier) => specifier.replace(/^.*?\/(src|supabase)\//, '$1/'));
    expect(own).toContain('src/operations/calculate-costs.ts');
    expect(modules.filter(({ error }) => error)).toEqual([]);
    // No queue, no server, no embedded database, no importer.
    expect(own.filter((path) => /^src\/(jobs|server|import|demo|features)\//.test(path))).toEqual(
      [],
    );
    expect(own.filter((path) => /^src\/database\/(embedded|open|migrate)/.test(path))).toEqual([]);

    const { imports } = JSON.parse(await readFile(join(functionsDir, name, 'deno.json'), 'utf8'));
    const named = new Set<string>();
    for (const path of own) {
      const source = await readFile(join(root, path), 'utf8');
      for (const [, specifier = ''] of source.matchAll(
        /^(?:import|export)\b(?! type)[^;]*?from '([^.'][^']*)'/gms,
      )) {
        named.add(specifier);
      }
    }
    const mapped = (specifier: string) =>
      Object.keys(imports).some((key) =>
        key.endsWith('/') ? specifier.startsWith(key) : specifier === key,
      );
    expect([...named].filter((specifier) => !mapped(specifier))).toEqual([]);
  });
});

describe('the settings of a function', () => {
  const database = { SUPABASE_DB_URL: 'postgres://x@y/z' };
  const read = (env: Record<string, string>) => readSettings((name) => env[name]);

  test('come from what Supabase gives every function', () => {
    expect(read({ ...database, SUPABASE_URL: 'https://abc.supabase.co/' })).toEqual({
      databaseUrl: 'postgres://x@y/z',
      keys: { jwksUrl: 'https://abc.supabase.co/auth/v1/.well-known/jwks.json' },
      corsOrigins: null,
    });
  });

  test('may be set otherwise', () => {
    const secret = 's'.repeat(32);
    expect(
      read({
        ...database,
        JWT_SECRET: secret,
        CORS_ORIGINS: 'https://a.example, https://b.example',
      }),
    ).toMatchObject({ keys: { secret }, corsOrigins: ['https://a.example', 'https://b.example'] });
  });

  test.each([
    ['no database', {}, 'SUPABASE_DB_URL'],
    ['no keys', database, 'JWT_SECRET or JWKS_URL'],
    ['a secret that is too short', { ...database, JWT_SECRET: 'short' }, 'JWT_SECRET'],
    ['an address of keys that is none', { ...database, JWKS_URL: 'keys' }, 'JWKS_URL'],
  ])('with %s say which is missing', (_what, env, name) => {
    expect(() => read(env)).toThrow(SettingsError);
    expect(() => read(env)).toThrow(name);
  });
});
