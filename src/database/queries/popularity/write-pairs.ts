import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** The pairs to keep, column by column; `item[i]` and `paired[i]` are positions in `itemIds`. */
export interface PairColumns {
  itemIds: readonly string[];
  item: ArrayLike<number>;
  paired: ArrayLike<number>;
  rank: ArrayLike<number>;
  together: ArrayLike<number>;
  support: ArrayLike<number>;
  confidence: ArrayLike<number>;
  lift: ArrayLike<number>;
  score: ArrayLike<number>;
}

/** Rows written by one statement. */
const batchSize = 20_000;

/** Replaces all pairs with these, in the caller's transaction. */
export async function writePairs(tx: Tx, pairs: PairColumns, asOf: Date): Promise<void> {
  await sql`delete from public.library_item_pairs`.execute(tx);
  for (let start = 0; start < pairs.item.length; start += batchSize) {
    const slice = (column: ArrayLike<number>) =>
      Array.prototype.slice.call(column, start, start + batchSize) as number[];
    await sql`
      insert into public.library_item_pairs
        (library_item_id, paired_item_id, rank, together, support, confidence, lift, score, as_of)
      select (${pairs.itemIds}::uuid[])[item + 1], (${pairs.itemIds}::uuid[])[paired + 1],
        rank, together, support, confidence, lift, score, ${asOf}
      from unnest(${slice(pairs.item)}::int[], ${slice(pairs.paired)}::int[], ${slice(pairs.rank)}::smallint[],
        ${slice(pairs.together)}::int[], ${slice(pairs.support)}::float8[], ${slice(pairs.confidence)}::float8[],
        ${slice(pairs.lift)}::float8[], ${slice(pairs.score)}::float8[])
        as p (item, paired, rank, together, support, confidence, lift, score)`.execute(tx);
  }
}
