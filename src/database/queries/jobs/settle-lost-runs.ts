import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/**
 * Writes into the log how runs ended whose worker could not: it was killed in the last attempt, or the job was
 * cancelled or removed. Does nothing before the queue's tables are there.
 * @returns how many runs were settled.
 */
export async function settleLostRuns(tx: Tx): Promise<number> {
  const { rows } = await sql<{ settled: number }>`
    select ratebook.settle_lost_runs() as settled`.execute(tx);
  return rows[0]?.settled ?? 0;
}
