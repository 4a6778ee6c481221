import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type {
  priceHistory,
  priceHistoryQuery,
  priceObservation,
} from '../../../contract/price-snapshots.ts';
import type { Tx } from '../../database.ts';

/** Most observations one answer holds; the newest are kept. */
const mostObservations = 5_000;

type History = z.infer<typeof priceHistory>;
type Range = z.infer<typeof priceHistoryQuery>;

/**
 * An item's prices in one currency and unit, the commonest, oldest first, and the median and quartiles
 * of each month (calendar months in UTC; `percentile_cont`, so a quartile may lie between two prices).
 */
export async function getPriceHistory(tx: Tx, itemId: string, range: Range): Promise<History> {
  const { same, ...prices } = await comparable(tx, itemId, range);
  return { ...prices, months: same ? await months(tx, same) : [] };
}

/** The same without the months. */
export async function getPrices(
  tx: Tx,
  itemId: string,
  range: Range,
): Promise<Omit<History, 'months'>> {
  const { same: _, ...prices } = await comparable(tx, itemId, range);
  return prices;
}

/** The prices, and what selects them; null where there are none. */
async function comparable(
  tx: Tx,
  itemId: string,
  range: Range,
): Promise<Omit<History, 'months'> & { same: RawBuilder<unknown> | null }> {
  const from = range.from ? sql`and o.captured_at >= ${range.from}::date` : sql``;
  const to = range.to ? sql`and o.captured_at < ${range.to}::date + 1` : sql``;
  const seen = sql`
    from public.price_snapshot_items o
    join public.price_snapshots h on h.id = o.snapshot_id
    where o.library_item_id = ${itemId} ${from} ${to}`;

  const kinds = await sql<{ currency: string; unit: string; count: number }>`
    select h.currency, o.unit, count(*)::int as count ${seen}
    group by h.currency, o.unit order by count(*) desc, h.currency, o.unit`.execute(tx);
  const [kind, ...others] = kinds.rows;
  if (!kind) {
    return {
      library_item_id: itemId,
      currency: null,
      unit: null,
      left_out: 0,
      truncated: false,
      observations: [],
      same: null,
    };
  }
  const same = sql`${seen} and h.currency = ${kind.currency} and o.unit = ${kind.unit}`;
  return {
    library_item_id: itemId,
    currency: kind.currency,
    unit: kind.unit,
    left_out: others.reduce((sum, other) => sum + other.count, 0),
    truncated: kind.count > mostObservations,
    observations: await observations(tx, same),
    same,
  };
}

async function observations(tx: Tx, same: RawBuilder<unknown>): Promise<History['observations']> {
  const { rows } = await sql<z.infer<typeof priceObservation>>`
    select n.captured_at, n.project_id, p.code as project_code, p.name as project_name, p.region,
      n.quantity::float8 as quantity, n.unit, n.unit_price::float8 as unit_price, n.currency, n.source
    from (
      select o.captured_at, o.snapshot_id, o.project_id, o.quantity, o.unit, o.unit_price, h.currency, h.source
      ${same}
      order by o.captured_at desc, o.snapshot_id desc limit ${mostObservations}
    ) n
    join public.projects p on p.id = n.project_id
    order by n.captured_at, n.snapshot_id`.execute(tx);
  return rows;
}

async function months(tx: Tx, same: RawBuilder<unknown>): Promise<History['months']> {
  const { rows } = await sql<History['months'][number]>`
    select to_char(date_trunc('month', o.captured_at, 'UTC') at time zone 'UTC', 'YYYY-MM-DD') as month,
      count(*)::int as observations,
      percentile_cont(0.5) within group (order by o.unit_price::float8) as median,
      percentile_cont(0.25) within group (order by o.unit_price::float8) as lower,
      percentile_cont(0.75) within group (order by o.unit_price::float8) as upper
    ${same}
    group by 1 order by 1`.execute(tx);
  return rows;
}
