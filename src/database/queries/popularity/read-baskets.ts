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
 * one, as old as its last use. The library's items are numbered in the database and each basket comes as one string of their
 * numbers: no use travels by its ids.
 */
export async function readBaskets(tx: Tx, after: Date, upTo: Date): Promise<UsageRows> {
  await sql`
    create temporary table numbered_items on commit drop as
      select id as library_item_id, (row_number() over (order by id) - 1)::int as item
      from public.library_items`.execute(tx);
  // Whoever knows how many there are reads the uses as they lie, rather than item after item; and gathers them in memory.
  await sql`analyze numbered_items`.execute(tx);
  await sql`select set_config('work_mem', '128MB', true)`.execute(tx);
  await sql`
    declare mined_baskets no scroll cursor for
      select extract(epoch from ${upTo}::timestamptz - max(used_at))::float8 / 86400 as age,
        string_agg(int4send(item), ''::bytea) as items
      from public.estimate_library_usage join numbered_items using (library_item_id)
      where used_at > ${after} and used_at <= ${upTo} group by coalesce(estimate_id, project_id)
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
  const { baskets, items } = rows.take();
  const itemIds = await renumber(tx, items);
  await sql`drop table numbered_items`.execute(tx);
  return { baskets, items, basketCount: ages.length, ages: Float64Array.from(ages), itemIds };
}

/** Numbers the items anew, without those that nothing uses and in the same order; gives the ids of the rest. */
async function renumber(tx: Tx, items: Int32Array): Promise<string[]> {
  const { rows } = await sql<{ library_item_id: string }>`
    select library_item_id from numbered_items order by item`.execute(tx);
  const isUsed = new Uint8Array(rows.length);
  for (const item of items) isUsed[item] = 1;
  const numbers = new Int32Array(rows.length);
  const itemIds: string[] = [];
  rows.forEach(({ library_item_id }, item) => {
    if (isUsed[item] === 1) numbers[item] = itemIds.push(library_item_id) - 1;
  });
  items.forEach((item, row) => {
    items[row] = numbers[item] as number;
  });
  return itemIds;
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
