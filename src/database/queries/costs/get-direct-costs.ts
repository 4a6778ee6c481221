import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** What stands in the way of an item's cost. */
export interface Hindrance {
  /** Codes of the items on the way round, where it contains itself. */
  cycle: string[] | null;
  /** The code of a resource whose rate is in another currency than the project's. */
  foreign_code: string | null;
}

/** One row of `ratebook.direct_costs`: the cost of one unit, exact decimals as text; null where something is in its way. */
export interface DirectCost extends Hindrance {
  library_item_id: string;
  material: string | null;
  labor: string | null;
  equipment: string | null;
}

/**
 * What one unit of each item costs by kind, at the rates in force at `at`, by id; `projectId` null: the catalogue's rates. An item without factors is not among
 * them. A fraction of the time of `getDirectLines`, which explains each cost.
 */
export async function getDirectCosts(
  tx: Tx,
  itemIds: readonly string[],
  projectId: string | null,
  at: Date,
): Promise<Map<string, DirectCost>> {
  const { rows } = await sql<DirectCost>`
    select c.library_item_id, c.material::text, c.labor::text, c.equipment::text, c.cycle, c.foreign_code
    from ratebook.direct_costs(${itemIds}::uuid[], ${projectId}::uuid, ${at}) c`.execute(tx);
  return new Map(rows.map((row) => [row.library_item_id, row]));
}
