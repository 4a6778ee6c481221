import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { join } from 'node:path';

/** Set-up that can't go on; `message` is one line for the person at the terminal. */
export class SetupError extends Error {}

/**
 * A hash of files, and of all files in folders, by name and content.
 * @param {string} root @param {string[]} paths relative to `root`; those that aren't there count as such
 */
export function hashOf(root, paths) {
  const hash = createHash('sha256');
  const add = (/** @type {string} */ path) => {
    const full = join(root, path);
    const stat = fs.statSync(full, { throwIfNoEntry: false });
    if (stat?.isDirectory()) {
      for (const name of fs.readdirSync(full).sort()) add(`${path}/${name}`);
    } else if (stat) {
      hash.update(`${path}\0${stat.size}\0`).update(fs.readFileSync(full));
    }
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}

/** Runs npm, its standard output on our standard error, its errors kept. @param {string} root @param {string[]} args */
export function npm(root, args) {
  // Within an npm script, the same npm.
  const cli = process.env.npm_execpath ?? '';
  const [program, ...before] = /npm-cli\.[cm]?js$/.test(cli)
    ? [process.env.npm_node_execpath ?? process.execPath, cli]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  // Errors are to be had under `npm --silent` too, which an npm within inherits.
  return spawnSync(program, [...before, ...args, '--loglevel=error'], {
    cwd: root,
    stdio: ['inherit', 2, 'pipe'],
    encoding: 'utf8',
    shell: program === 'npm.cmd',
  });
}

/** Runs a program silently. @param {string} program @param {string[]} args @param {string} cwd */
export function run(program, args, cwd) {
  return spawnSync(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
}

/** Shows what a program said and gives up. @param {string} what @param {import('node:child_process').SpawnSyncReturns<string>} ended @returns {never} */
export function fail(what, ended) {
  process.stderr.write(`${ended.stdout ?? ''}${ended.stderr ?? ''}`);
  const reason = ended.error ? `: ${ended.error.message}` : ', see above';
  throw new SetupError(`Set-up stopped, as "${what}" failed${reason}.`);
}

/** Tells the person at the terminal. @param {string} line */
export function say(line) {
  console.error(line);
}

/** A file's text, or null where it can't be read. @param {string} path @returns {string | null} */
export function read(path) {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
