import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** Pairs of items, column by column, by the items' places in a list of ids. */
export interface PairColumns {
  item: Int32Array;
  paired: Int32Array;
}

/** The pairs that are kept now, their items by their places in `itemIds`, those that aren't there by numbers after them. */
export async function readCompanions(tx: Tx, itemIds: readonly string[]): Promise<PairColumns> {
  const places = new Map(itemIds.map((id, place) => [id, place]));
  const placeOf = (id: string) => {
    const place = places.get(id) ?? places.size;
    places.set(id, place);
    return place;
  };
  const known = await sql<{ library_item_id: string; number: number }>`
    select library_item_id, number from public.library_item_prevalence`.execute(tx);
  const byNumber = new Map(known.rows.map((row) => [row.number, placeOf(row.library_item_id)]));
  // As JSON: the driver reads an array of numbers one character after another.
  const { rows } = await sql<{ library_item_id: string; paired: number[] }>`
    select library_item_id, to_json(paired) as paired from public.library_item_companions`.execute(
    tx,
  );
  const pairs = rows.map(({ library_item_id, paired }) => ({
    item: placeOf(library_item_id),
    // Of an item that was removed from the library since then nothing is left but its number.
    paired: paired.map((number) => byNumber.get(number)).filter((place) => place !== undefined),
  }));
  return {
    item: Int32Array.from(pairs.flatMap(({ item, paired }) => paired.map(() => item))),
    paired: Int32Array.from(pairs.flatMap(({ paired }) => paired)),
  };
}

/** The pairs to keep: those of an item follow one another, the strongest first. */
export interface CompanionColumns extends PairColumns {
  itemIds: readonly string[];
  /** Estimates that have both. */
  together: Int32Array;
}

/** Items written by one statement. */
const batchSize = 5_000;

/** Replaces all pairs with these, in the caller's transaction. Their items' numbers are those of `writePrevalence`. */
export async function writeCompanions(
  tx: Tx,
  { itemIds, item, paired, together }: CompanionColumns,
  asOf: Date,
): Promise<void> {
  await sql`delete from public.library_item_companions`.execute(tx);
  const rows: { id: string; lists: string }[] = [];
  for (let from = 0, to = 0; from < item.length; from = to) {
    while (to < item.length && item[to] === item[from]) to++;
    rows.push({
      id: itemIds[item[from] as number] as string,
      lists: `{${paired.subarray(from, to).join()}} {${together.subarray(from, to).join()}}`,
    });
  }
  for (let start = 0; start < rows.length; start += batchSize) {
    const batch = rows.slice(start, start + batchSize);
    await sql`
      insert into public.library_item_companions (library_item_id, paired, together, as_of)
      select id, split_part(lists, ' ', 1)::int[], split_part(lists, ' ', 2)::int[], ${asOf}
      from unnest(${batch.map(({ id }) => id)}::uuid[], ${batch.map(({ lists }) => lists)}::text[])
        as c (id, lists)`.execute(tx);
  }
}
