import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** Removes runs that ended more than 30 days ago; returns how many. */
export async function cleanOldJobLogs(tx: Tx): Promise<number> {
  const { rows } = await sql<{ removed: number }>`
    select public.clean_old_job_logs() as removed`.execute(tx);
  return rows[0]?.removed ?? 0;
}
