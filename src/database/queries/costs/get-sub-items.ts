import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** A sub-item at its place in an item's build-up; numbers are exact decimals, as text. */
export interface SubItem {
  /** The ids of the factors on the way to it. */
  place: string[];
  /** Codes of the items on the way, the last its own: as `via` of `ratebook.direct_cost_lines` has them. */
  via: string[];
  library_item_id: string;
  code: string;
  name: string;
  unit: string;
  /** How much of it one unit of the item right above takes. */
  quantity: string;
  /** How much of it one unit of the whole item takes: as `multiplier` of `ratebook.direct_cost_lines` has it. */
  multiplier: string;
}

/** The sub-items of an item at each place where they stand in it, to any depth. One that would contain itself ends there. */
export async function getSubItems(tx: Tx, itemId: string): Promise<SubItem[]> {
  const { rows } = await sql<SubItem>`
    with recursive tree as (
      select array[]::uuid[] as place, array[]::text[] as via, array[i.id] as path, i.id as item, null::numeric as quantity,
        1::numeric as multiplier
      from public.library_items i where i.id = ${itemId}
      union all
      select t.place || f.id, t.via || i.code, t.path || i.id, i.id, f.amount, t.multiplier * f.amount
      from tree t
      join public.factors f on f.library_item_id = t.item and f.kind = 'item'
      join public.library_items i on i.id = f.sub_item_id
      where i.id <> all (t.path)
    )
    select t.place, t.via, i.id as library_item_id, i.code, i.name, i.unit, t.quantity, t.multiplier
    from tree t join public.library_items i on i.id = t.item
    where t.quantity is not null`.execute(tx);
  return rows;
}
