import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** A price of a series that is looked at for changes. */
export interface SeriesPrice {
  library_item_id: string;
  /** Null for the bids of public records, which make one series; else the project whose captures these are. */
  project_id: string | null;
  currency: string;
  unit: string;
  snapshot_id: string;
  captured_at: string;
  quantity: number;
  region: string;
  price: number;
}

/** From which size and strength on an item's changes are told. */
export interface ItemToWatch {
  id: string;
  least_size: number | null;
  least_strength: number | null;
  is_on: boolean;
}

/** The next items by id, each with the nearest threshold that was set; null where none was. */
export async function itemsToWatch(
  tx: Tx,
  after: string | null,
  limit: number,
): Promise<ItemToWatch[]> {
  const { rows } = await sql<ItemToWatch>`
    select i.id, t.least_size, t.least_strength, coalesce(t.is_on, true) as is_on
    from public.library_items i
    left join lateral (
      select * from public.price_change_thresholds t
      where t.library_item_id = i.id or t.section_id = i.section_id
        or t.library_item_id is null and t.section_id is null
      order by t.library_item_id is null, t.section_id is null limit 1
    ) t on true
    where ${after}::uuid is null or i.id > ${after}::uuid
    order by i.id limit ${limit}`.execute(tx);
  return rows;
}

/**
 * The prices of the last three years that are looked at for changes: bids of public records, which all may know of, as
 * one series an item; and of each active project its captures. Never both: a calculated price is not a bid. Bids for a
 * lump sum are none: their level is what the lump sums comprised.
 */
export async function readSeries(
  tx: Tx,
  items: readonly string[],
  now: Date,
): Promise<SeriesPrice[]> {
  const { rows } = await sql<SeriesPrice>`
    with prices as materialized (
      select o.library_item_id, case when h.source = 'capture' then o.project_id end as project_id, h.currency, o.unit,
        o.snapshot_id, o.captured_at, o.unit_price::float8 as price,
        -- A captured price is one for any quantity, at the project's own place.
        case when h.source = 'bid' then coalesce(o.quantity, 1)::float8 else 1 end as quantity,
        case when h.source = 'bid' then coalesce(p.region, '') else '' end as region
      from public.price_snapshot_items o
      join public.price_snapshots h on h.id = o.snapshot_id
      join public.projects p on p.id = o.project_id
      where o.library_item_id = any (${items}::uuid[]) and o.unit_price > 0 and o.captured_at <= ${now}
        and o.captured_at > ${now}::timestamptz - interval '3 years'
        and (h.source = 'bid' and p.visibility = 'everyone' and coalesce(o.quantity, 1) > 0
          or h.source = 'capture' and p.status = 'active')
    ),
    lump_sums as materialized (
      select library_item_id, currency, unit from prices where project_id is null
      group by library_item_id, currency, unit having ratebook.is_lump_sum(unit, array_agg(price), array_agg(quantity))
    )
    select * from prices p
    where p.project_id is not null or not exists (
      select from lump_sums l
      where l.library_item_id = p.library_item_id and l.currency = p.currency and l.unit = p.unit)
    order by p.captured_at, p.snapshot_id`.execute(tx);
  return rows;
}
