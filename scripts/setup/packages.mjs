import fs from 'node:fs';
import { join } from 'node:path';
import { fail, hashOf, npm, read, say } from './run.mjs';

const stampFile = 'node_modules/.ratebook-installed';

/**
 * Whether node_modules holds what package-lock.json asks for. By content: times change with each checkout, and
 * a lock file that npm wrote itself also names packages meant for other machines.
 * @param {string} root
 */
export function packagesAreCurrent(root) {
  const installed = read(join(root, 'node_modules/.package-lock.json'));
  // npm writes it last, so without it an installation was broken off.
  if (installed === null) return false;
  if (read(join(root, stampFile)) === hashOf(root, ['package-lock.json'])) return true;
  const there = JSON.parse(installed).packages;
  const asked = JSON.parse(read(join(root, 'package-lock.json')) ?? '{"packages":{}}').packages;
  return Object.entries(asked).every(([path, wanted]) => {
    if (path === '' || wanted.link) return true;
    const found = there[path];
    if (!found) return Boolean(wanted.optional || wanted.devOptional || wanted.peer);
    return found.version === wanted.version;
  });
}

/** Installs what package-lock.json asks for. @param {string} root */
export function installPackages(root) {
  say('Installing the packages; this takes a minute or so.');
  const installed = npm(root, ['ci', '--include=dev']);
  if (installed.status !== 0) {
    // `ci` refuses a lock file that lacks optional packages for other systems, as one has that was written where
    // a registry did not offer them. `install` takes the versions the lock file has, too, and leaves it alone.
    if (!/EUSAGE/.test(installed.stderr)) fail('npm ci', installed);
    const again = npm(root, ['install', '--include=dev', '--no-save']);
    if (again.status !== 0) fail('npm install', again);
  }
  fs.writeFileSync(join(root, stampFile), hashOf(root, ['package-lock.json']));
}
