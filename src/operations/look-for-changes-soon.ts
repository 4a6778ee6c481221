import { sql } from 'kysely';
import { PublicError } from '../contract/errors.ts';
import type { Tx } from '../database/database.ts';
import { enqueueJob } from '../database/queries/jobs/enqueue.ts';

/**
 * Has all prices looked through for changes in the background, rather than at night, after many came at once. Needs a
 * transaction of the service's.
 * @returns whether a run will: one that was enqueued now, or waited or ran already. Where no worker was ever connected
 *   there is no queue yet, and the first server that starts does it.
 */
export async function lookForChangesSoon(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select exists (select from pg_tables where schemaname = 'pgboss' and tablename = 'queue') as there`.execute(
    tx,
  );
  if (!rows[0]?.there) return false;
  try {
    await enqueueJob(tx, 'detect-price-changes', {}, { trigger: 'service', userId: null });
  } catch (error) {
    if (!(error instanceof PublicError && error.code === 'conflict')) throw error;
  }
  return true;
}

/** The same where there are prices and none was ever looked through: at a start, so that nobody waits for the first night. */
export async function lookForFirstChanges(tx: Tx): Promise<void> {
  const { rows } = await sql<{ due: boolean }>`
    select exists (select from public.price_snapshot_items)
      and not exists (select from public.background_job_logs where job_name = 'detect-price-changes') as due`.execute(
    tx,
  );
  if (rows[0]?.due) await lookForChangesSoon(tx);
}
