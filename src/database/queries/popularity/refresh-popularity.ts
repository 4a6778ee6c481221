import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** Recounts every item's use as of a moment. `cleaned`: rows removed because nothing uses the item. */
export async function refreshPopularity(
  tx: Tx,
  asOf: Date,
): Promise<{ processed: number; cleaned: number }> {
  const { rows } = await sql<{ processed: number; cleaned: number }>`
    select * from ratebook.refresh_popularity(${asOf})`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('refresh_popularity returned no row.');
  return row;
}
