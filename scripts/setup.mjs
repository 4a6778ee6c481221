// Does whatever set-up is missing before `npm start`, `npm test` and the other commands; with nothing to do it
// takes a blink. It and what it imports are plain JavaScript without packages: they run before there are any, under
// whatever Node the machine has, from 20 on. They talk on standard error: what a command prints stays its own.
//
//   node scripts/setup.mjs          packages, Node 24, PostgreSQL, Deno
//   node scripts/setup.mjs --web    and the browser app
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages, packagesAreCurrent } from './setup/packages.mjs';
import { ensureDeno, ensureNode, ensurePostgres } from './setup/programs.mjs';
import { SetupError, say } from './setup/run.mjs';
import { ensureWeb } from './setup/web.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
try {
  if (!packagesAreCurrent(root)) installPackages(root);
  ensureNode(root);
  ensurePostgres(root);
  ensureDeno(root);
  if (process.argv.includes('--web')) ensureWeb(root);
} catch (error) {
  // What the file system refuses names the file and the reason; anything else is a mistake of ours.
  const known = error instanceof SetupError || error?.code !== undefined;
  if (!known) throw error;
  say(error instanceof SetupError ? error.message : `Set-up stopped: ${error.message}.`);
  process.exitCode = 1;
}
