import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** What a capture did; `total_value` is an exact decimal, as text. */
export interface CapturedSnapshot {
  snapshot_id: string;
  items_processed: number;
  items_without_price: number;
  total_value: string;
  snapshot_date: string;
}

/** Captures a project's prices as of `at`; capturing the same moment twice gives the same snapshot. */
export async function captureSnapshot(
  tx: Tx,
  projectId: string,
  includeAllItems: boolean,
  at: Date,
): Promise<CapturedSnapshot> {
  const { rows } = await sql<CapturedSnapshot>`
    select * from ratebook.capture_price_snapshot(${projectId}::uuid, ${includeAllItems}, ${at})`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) throw new Error('capture_price_snapshot returned no row.');
  return row;
}
