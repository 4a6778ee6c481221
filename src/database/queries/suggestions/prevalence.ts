import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** An item that stands in nearly every estimate, and in how many. */
export interface Staple {
  library_item_id: string;
  estimates: number;
  of: number;
}

/** What nearly every estimate has, the commonest first. */
export async function readStaples(tx: Tx): Promise<Staple[]> {
  return await tx
    .selectFrom('library_item_prevalence')
    .select(['library_item_id', 'estimates', 'of_estimates as of'])
    .where('is_staple', '=', true)
    .orderBy('estimates', 'desc')
    .orderBy('library_item_id')
    .execute();
}

/** Item by item, how many of `of` estimates have it; an item's number is its place. */
export interface PrevalenceColumns {
  itemIds: readonly string[];
  /** Estimates that have the item of the same place. */
  estimates: ArrayLike<number>;
  isStaple: readonly boolean[];
  of: number;
}

/** Replaces how common each item is, in the caller's transaction. */
export async function writePrevalence(
  tx: Tx,
  { itemIds, estimates, isStaple, of }: PrevalenceColumns,
  asOf: Date,
): Promise<void> {
  await sql`delete from public.library_item_prevalence`.execute(tx);
  await sql`
    insert into public.library_item_prevalence (library_item_id, number, estimates, of_estimates, is_staple, as_of)
    select id, place - 1, estimates, ${of}, is_staple, ${asOf}
    from unnest(${itemIds}::uuid[], ${Array.from(estimates)}::int[], ${isStaple}::bool[])
      with ordinality as p (id, estimates, is_staple, place)
    where estimates > 0`.execute(tx);
}
