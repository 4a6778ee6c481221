import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** Rows read from the database at a time. */
const batchSize = 50_000;

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
 * one, as old as its last use. Numbers are given to items and baskets in the database, so that no row's ids travel.
 */
export async function readBaskets(tx: Tx, after: Date, upTo: Date): Promise<UsageRows> {
  const window = sql`estimate_library_usage.used_at > ${after} and estimate_library_usage.used_at <= ${upTo}`;
  await sql`
    create temporary table mined_items on commit drop as
      select library_item_id, (row_number() over (order by library_item_id) - 1)::int as item
      from (select distinct library_item_id from public.estimate_library_usage where ${window}) i`.execute(
    tx,
  );
  const ids = await sql<{ library_item_id: string }>`
    select library_item_id from mined_items order by item`.execute(tx);
  await sql`
    create temporary table mined_baskets on commit drop as
      select coalesce(estimate_id, project_id) as basket_id, max(used_at) as used_at,
        (row_number() over (order by max(used_at), coalesce(estimate_id, project_id)) - 1)::int as basket
      from public.estimate_library_usage where ${window} group by coalesce(estimate_id, project_id)`.execute(
    tx,
  );
  const baskets = await sql<{ age: number }>`
    select extract(epoch from ${upTo}::timestamptz - used_at)::float8 / 86400 as age
    from mined_baskets order by basket`.execute(tx);
  await sql`
    declare usage_rows no scroll cursor for
      select distinct basket, item
      from public.estimate_library_usage join mined_items using (library_item_id)
      join mined_baskets on basket_id = coalesce(estimate_id, project_id)
      where ${window}`.execute(tx);

  const rows = new GrowingPairs();
  for (;;) {
    const batch = await sql<{ basket: number; item: number }>`
      fetch forward ${sql.raw(String(batchSize))} from usage_rows`.execute(tx);
    for (const row of batch.rows) rows.push(row.basket, row.item);
    if (batch.rows.length < batchSize) break;
  }
  await sql`close usage_rows`.execute(tx);
  await sql`drop table mined_items, mined_baskets`.execute(tx);
  const ages = Float64Array.from(baskets.rows, ({ age }) => age);
  return {
    ...rows.take(),
    basketCount: ages.length,
    ages,
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
