import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../src/database/embedded.ts';

/**
 * `npm run bench [-- name [argument …]]`: measures, ours beside its peers on the same input. Prints tables, and writes
 * what it measured to bench/results/<name>.json. Without a name it runs all of them.
 */
const own = 'run.ts';
const [wanted, ...args] = process.argv.slice(2);
const names = (await readdir(import.meta.dirname))
  .filter((file) => file.endsWith('.ts') && file !== own)
  .map((file) => file.replace(/\.ts$/, ''));
if (wanted !== undefined && !names.includes(wanted)) {
  console.error(`There is no benchmark ${wanted}; there are ${names.join(', ')}.`);
  process.exit(2);
}

const results = join(import.meta.dirname, 'results');
await mkdir(results, { recursive: true });
const folder = await mkdtemp(join(tmpdir(), 'ratebook-bench-'));
// As in earnest: what is committed is on disk.
const server = await startEmbedded({ dataDir: folder });
try {
  for (const name of wanted === undefined ? names : [wanted]) {
    console.log(`\n${name}`);
    const { run } = await import(`./${name}.ts`);
    const measured = await run({ databaseUrl: server.url, args });
    await writeFile(join(results, `${name}.json`), `${JSON.stringify(measured, null, 2)}\n`);
  }
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
