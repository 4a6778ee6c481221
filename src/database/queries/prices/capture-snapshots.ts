import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** What a capture of several projects did with one of them. */
export interface CapturedOfMany {
  project_id: string;
  snapshot_id: string;
  items_processed: number;
  items_without_price: number;
}

/** Captures the prices of several projects as of `at`, all or none; a moment that is there already stays as it is. */
export async function captureSnapshots(
  tx: Tx,
  projectIds: readonly string[],
  at: Date,
): Promise<CapturedOfMany[]> {
  const { rows } = await sql<CapturedOfMany>`
    select * from ratebook.capture_price_snapshots(${projectIds}::uuid[], ${at})`.execute(tx);
  return rows;
}
