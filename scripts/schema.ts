import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../src/database/embedded.ts';
import { migrate } from '../src/database/migrate.ts';

/**
 * `npm run schema`: writes src/database/schema.gen.ts anew, the types of a freshly migrated database. With `--check`
 * it writes nothing, and exits with 1 where the file is not what it would write.
 */
const schemaFile = join(import.meta.dirname, '../src/database/schema.gen.ts');

const folder = await mkdtemp(join(tmpdir(), 'ratebook-schema-'));
const server = await startEmbedded({ dataDir: join(folder, 'data'), settings: { fsync: 'off' } });
try {
  await migrate(server.url);
  if (process.argv.includes('--check')) {
    const fresh = join(folder, 'schema.gen.ts');
    generate(server.url, fresh);
    if ((await readFile(fresh, 'utf8')) !== (await readFile(schemaFile, 'utf8'))) {
      console.error(
        'src/database/schema.gen.ts is not that of the migrations; run npm run schema.',
      );
      process.exitCode = 1;
    }
  } else {
    generate(server.url, schemaFile);
  }
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

function generate(url: string, file: string): void {
  const { status, stderr } = spawnSync(
    'kysely-codegen',
    [
      ...['--dialect', 'postgres', '--url', url, '--out-file', file],
      ...['--default-schema', 'public', '--include-pattern', 'public.*'],
      // As database.ts reads them: dates and moments are texts.
      ...['--date-parser', 'string', '--type-mapping', '{"timestamptz":"string"}'],
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`kysely-codegen failed: ${stderr}`);
}
