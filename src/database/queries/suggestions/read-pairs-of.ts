import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** A kept pair whose first item is in the estimate. */
export interface PairRow {
  library_item_id: string;
  paired_item_id: string;
  together: number;
  /** Estimates that have the first item. */
  of: number;
  /** Estimates that have the paired item. */
  paired_estimates: number;
  of_estimates: number;
  support: number;
  confidence: number;
  lift: number;
}

/** The kept pairs of some items, strongest first for each. */
export async function readPairsOf(tx: Tx, itemIds: readonly string[]): Promise<PairRow[]> {
  const { rows } = await sql<PairRow>`
    select library_item_id, paired_item_id, together, of, paired_estimates, of_estimates, support, confidence, lift
    from public.library_item_pairs
    where library_item_id = any (${itemIds}::uuid[])
    order by library_item_id, rank`.execute(tx);
  return rows;
}

/** The items of an estimate with their quantities, repeats added up; null where there is no estimate that may be seen. */
export async function readEstimateItems(
  tx: Tx,
  estimateId: string,
): Promise<Map<string, number> | null> {
  const { rows } = await sql<{ library_item_id: string | null; quantity: number }>`
    select i.library_item_id, sum(i.quantity)::float8 as quantity
    from public.estimates e left join public.estimate_items i on i.estimate_id = e.id
    where e.id = ${estimateId} group by i.library_item_id`.execute(tx);
  if (rows.length === 0) return null;
  return new Map(
    rows.flatMap(({ library_item_id: id, quantity }) => (id === null ? [] : [[id, quantity]])),
  );
}

/** When the pairs were last learned; null before the first time. */
export async function readPairsAsOf(tx: Tx): Promise<string | null> {
  const { rows } = await sql<{ as_of: string | null }>`
    select as_of from public.library_item_companions limit 1`.execute(tx);
  return rows[0]?.as_of ?? null;
}
