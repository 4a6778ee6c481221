import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** First quartile, median, third quartile. */
type Quartiles = readonly [low: number, median: number, high: number];

/** How much of an item the newest estimates with it have, in its unit, and for each unit of the item beside it. */
export interface QuantitiesSeen {
  estimates: number;
  quantities: Quartiles;
  /** Null where fewer than 5 estimates have both. */
  beside: { estimates: number; ratios: Quartiles } | null;
}

interface Row {
  library_item_id: string;
  estimates: number;
  quantities: Quartiles;
  estimates_beside: number;
  ratios: Quartiles | null;
}

/** A suggested item, and the estimate's item that speaks for it. */
export interface Beside {
  itemId: string;
  besideId: string;
}

/** How much past estimates have of each item, and beside the other one; items that fewer than 5 have are left out. */
export async function readUsualQuantities(
  tx: Tx,
  pairs: readonly Beside[],
  at: Date,
): Promise<Map<string, QuantitiesSeen>> {
  const { rows } = await sql<Row>`
    select library_item_id, estimates::int, quantities, estimates_beside::int, ratios
    from ratebook.usual_quantities(${pairs.map((pair) => pair.itemId)}::uuid[],
      ${pairs.map((pair) => pair.besideId)}::uuid[], ${at})`.execute(tx);
  return new Map(
    rows.map(({ library_item_id, estimates, quantities, estimates_beside, ratios }) => [
      library_item_id,
      { estimates, quantities, beside: ratios && { estimates: estimates_beside, ratios } },
    ]),
  );
}
