import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** Baskets read from the database at a time. */
const batchSize = 5_000;

/** Usage in a form the mining kernel takes: each row says that basket `baskets[i]` holds item `items[i]`. */
export interface UsageRows {
  baskets: Int32Array;
  items: Int32Array;
  basketCount: number;
  /** Age of each basket in days, counted back from the end of the window; the oldest comes first. */
  ages: Float64Array;
  /** Id of item 0, 1, … */
  itemIds: string[];
}

/**
 * The usage of a window as baskets: an estimate is one, and what a project used outside any estimate is
 * one, as old as its last use. Items are numbered in the database and each basket comes as one string of their numbers:
 * no use travels by its ids.
 */
export async function readBaskets(tx: Tx, after: Date, upTo: Date): Promise<UsageRows> {
  const window = sql`used_at > ${after} and used_at <= ${upTo}`;
  await sql`
    create temporary table mined_items on commit drop as
      select library_item_id, (row_number() over (order by library_item_id) - 1)::int as item
      from (select distinct library_item_id from public.estimate_library_usage where ${window}) i`.execute(
    tx,
  );
  // Whoever knows how many there are reads the uses as they lie, rather than item after item; and sorts them in memory.
  await sql`analyze mined_items`.execute(tx);
  await sql`select set_config('work_mem', '64MB', true)`.execute(tx);
  const ids = await sql<{ library_item_id: string }>`
    select library_item_id from mined_items order by item`.execute(tx);
  await sql`
    declare mined_baskets no scroll cursor for
      select extract(epoch from ${upTo}::timestamptz - max(used_at))::float8 / 86400 as age,
        string_agg(int4send(item), ''::bytea) as items
      from public.estimate_library_usage join mined_items using (library_item_id)
      where ${window} group by coalesce(estimate_id, project_id)
      order by max(used_at), coalesce(estimate_id, project_id)`.execute(tx);

  const rows = new GrowingPairs();
  const ages: number[] = [];
  for (;;) {
    const batch = await sql<{ age: number; items: Uint8Array }>`
      fetch forward ${sql.raw(String(batchSize))} from mined_baskets`.execute(tx);
    for (const { age, items } of batch.rows) {
      const view = new DataView(items.buffer, items.byteOffset, items.byteLength);
      for (let at = 0; at < items.length; at += 4) rows.push(ages.length, view.getInt32(at));
      ages.push(age);
    }
    if (batch.rows.length < batchSize) break;
  }
  await sql`close mined_baskets`.execute(tx);
  await sql`drop table mined_items`.execute(tx);
  return {
    ...rows.take(),
    basketCount: ages.length,
    ages: Float64Array.from(ages),
    itemIds: ids.rows.map((row) => row.library_item_id),
  };
}

/** Two columns of integers that grow by doubling: a fraction of the memory of an array of objects. */
class GrowingPairs {
  #baskets = new Int32Array(1 << 16);
  #items = new Int32Array(1 << 16);
  #length = 0;

  push(basket: number, item: number): void {
    if (this.#length === this.#baskets.length) {
      this.#baskets = doubled(this.#baskets);
      this.#items = doubled(this.#items);
    }
    this.#baskets[this.#length] = basket;
    this.#items[this.#length] = item;
    this.#length += 1;
  }

  take() {
    return {
      baskets: this.#baskets.subarray(0, this.#length),
      items: this.#items.subarray(0, this.#length),
    };
  }
}

function doubled(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(values.length * 2);
  larger.set(values);
  return larger;
}
