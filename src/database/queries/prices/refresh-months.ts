import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/**
 * Brings at most `most` months of the monthly prices up to date, the newest first, and tells how many are left. Until
 * then trends read such months from the snapshots: exact as well, but slower.
 */
export async function refreshPriceMonths(
  tx: Tx,
  most: number,
): Promise<{ refreshed: number; remaining: number }> {
  const { rows } = await sql<{ refreshed: number; remaining: number }>`
    select * from ratebook.refresh_price_months(${most}::int)`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('refresh_price_months returned no row.');
  return row;
}
