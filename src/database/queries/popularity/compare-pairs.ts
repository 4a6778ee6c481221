import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** What a learning changed in the pairs that are kept. */
export interface PairChanges {
  added: number;
  removed: number;
  /** The strongest of the new ones, each pair of items once. */
  strongest: { item: string; paired: string; together: number; confidence: number; lift: number }[];
}

/** Most new pairs that are named. */
const named = 5;

/** Remembers the pairs that are kept now, until the transaction ends; for `comparePairs`. */
export async function rememberPairs(tx: Tx): Promise<void> {
  await sql`
    create temporary table pairs_before on commit drop as
    select library_item_id, paired_item_id from public.library_item_pairs`.execute(tx);
}

/** How the pairs differ from those remembered, which are forgotten. */
export async function comparePairs(tx: Tx): Promise<PairChanges> {
  await sql`analyze pairs_before`.execute(tx);
  const { rows } = await sql<PairChanges>`
    with added as materialized (
      select p.* from public.library_item_pairs p
      where not exists (select from pairs_before b
        where b.library_item_id = p.library_item_id and b.paired_item_id = p.paired_item_id)
    ), strongest as (
      select i.name as item, o.name as paired, a.together, a.confidence, a.lift, a.score
      from added a
      join public.library_items i on i.id = a.library_item_id
      join public.library_items o on o.id = a.paired_item_id
      -- Where both ways are new, one of them says it.
      where not exists (select from added b where b.library_item_id = a.paired_item_id
        and b.paired_item_id = a.library_item_id and (b.score, b.library_item_id) > (a.score, a.library_item_id))
      order by a.score desc, i.name, o.name limit ${named}
    )
    select (select count(*)::int from added) as added,
      (select count(*)::int from pairs_before b where not exists (select from public.library_item_pairs p
        where p.library_item_id = b.library_item_id and p.paired_item_id = b.paired_item_id)) as removed,
      coalesce((select json_agg(json_build_object('item', item, 'paired', paired, 'together', together,
        'confidence', confidence, 'lift', lift) order by score desc) from strongest), '[]') as strongest`.execute(
    tx,
  );
  await sql`drop table pairs_before`.execute(tx);
  return rows[0] ?? { added: 0, removed: 0, strongest: [] };
}
