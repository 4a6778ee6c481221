import { parseArgs } from 'node:util';
import { createClient, FunctionsHttpError } from '@supabase/supabase-js';

/**
 * Tries the background jobs of a running Ratebook or Supabase project through supabase-js, as its users' apps do:
 *
 *     node scripts/test-background-jobs.ts --url http://127.0.0.1:3000 --key <service token or secret key>
 *
 * With `--project <id>` and `--item <id>` it captures that project's prices and calculates that item, which writes a
 * price snapshot; without them only what writes nothing but its log. Exits with 1 where anything fails.
 */
const { values } = parseArgs({
  options: {
    url: { type: 'string', default: process.env.SUPABASE_URL ?? 'http://127.0.0.1:3000' },
    key: { type: 'string', default: process.env.SUPABASE_SECRET_KEY ?? '' },
    project: { type: 'string' },
    item: { type: 'string' },
  },
});
if (!values.key) {
  console.error('Give the service token with --key, or in SUPABASE_SECRET_KEY.');
  process.exit(2);
}
const supabase = createClient(values.url, values.key);

let failed = 0;
await attempt('aggregate-library-popularity', () => invoke('aggregate-library-popularity'));
if (values.project) {
  const projectId = values.project;
  await attempt('capture-price-snapshot', () => invoke('capture-price-snapshot', { projectId }));
  if (values.item) {
    const libraryItemIds = [values.item];
    await attempt('calculate-complex-factors', () =>
      invoke('calculate-complex-factors', { projectId, libraryItemIds }),
    );
  }
}
if (values.item) {
  await attempt('get_library_item_statistics', () =>
    rpc('get_library_item_statistics', { item_id: values.item }),
  );
}
await attempt('get_job_execution_summary', () => rpc('get_job_execution_summary', {}));
await attempt('clean_old_job_logs', () => rpc('clean_old_job_logs', {}));
process.exitCode = failed === 0 ? 0 : 1;

/** Runs one of them and says in a line how it went. */
async function attempt(name: string, call: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  try {
    const answer = JSON.stringify(await call());
    const took = Math.round(performance.now() - started);
    console.log(`ok      ${name} (${took} ms) ${answer.slice(0, 160)}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}: ${error instanceof Error ? error.message : error}`);
  }
}

async function invoke(name: string, body: Record<string, unknown> = {}): Promise<unknown> {
  const { data, error } = await supabase.functions.invoke(name, { body });
  if (error instanceof FunctionsHttpError) {
    throw new Error(`${error.context.status} ${await error.context.text()}`);
  }
  if (error) throw error;
  return data;
}

async function rpc(name: string, args: Record<string, unknown>): Promise<unknown> {
  const { data, error, status } = await supabase.rpc(name, args);
  if (error) throw new Error(`${status} ${error.code} ${error.message}`);
  return data;
}
