import fs from 'node:fs';
import { dirname, join } from 'node:path';
import { fail, hashOf, read, run, say } from './run.mjs';

/** What the browser app is built from. */
const webInputs = [
  'src/features',
  'src/contract',
  'src/browser.tsx',
  'index.html',
  'public',
  'vite.config.ts',
  'package-lock.json',
];

/** Builds the browser app into dist/, if there is one and it changed. @param {string} root */
export function ensureWeb(root) {
  if (!fs.existsSync(join(root, 'vite.config.ts')) || webIsCurrent(root)) return;
  say('Building the web app.');
  const stamp = join(root, 'dist/.inputs');
  const inputs = hashOf(root, webInputs);
  fs.rmSync(stamp, { force: true });
  const node = join(root, 'node_modules/.bin/node');
  const built = run(
    process.platform === 'win32' ? process.execPath : node,
    ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'],
    root,
  );
  if (built.status !== 0) fail('vite build', built);
  fs.mkdirSync(dirname(stamp), { recursive: true });
  fs.writeFileSync(stamp, inputs);
}

/** Whether dist/ was built from the sources as they are now. @param {string} root */
export function webIsCurrent(root) {
  return read(join(root, 'dist/.inputs')) === hashOf(root, webInputs);
}
