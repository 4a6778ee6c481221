import { sql } from 'kysely';
import type { z } from 'zod';
import type { indexQuery, priceIndex } from '../../../contract/price-trends.ts';
import type { Tx } from '../../database.ts';
import { monthsAsked, monthsBefore, monthsOf, seriesFrom } from './months.ts';

type Query = z.infer<typeof indexQuery>;
type Index = z.infer<typeof priceIndex>;

/** Months before the base month in which an item's base price may lie. */
const oldestBase = 12;

/**
 * An index over the items of a scope. Its basket is fixed: the items with a price in the base month or in the twelve
 * before it, each in its commonest unit. An item that was not seen in a month keeps its last price, so a month moves by
 * the items seen in it alone.
 *
 * Jevons: the geometric mean of the price relatives; chained or not it is the same over a fixed basket. Laspeyres: the
 * cost of the quantities of the base month. (ILO and others, Consumer Price Index Manual, 2020, chapters 2 and 8.)
 */
export async function getPriceIndex(tx: Tx, query: Query): Promise<Index> {
  const asked = await monthsAsked(tx, query, query);
  if (!asked) return { base: null, currency: null, items: 0, left_out: 0, months: [] };
  const given = query.base ? `${query.base.slice(0, 8)}01` : null;
  const first = monthsBefore(given && given < asked.from ? given : asked.from, oldestBase);
  const last = given && given > asked.to ? given : asked.to;
  const { rows } = await sql<{ index: Index }>`
    with ${monthsOf(query, { from: first, to: last }, { withPrices: true })}, ${seriesFrom(first)},
    kind as (
      select coalesce(${query.currency ?? null}::text,
        (select currency from chosen group by currency order by sum(observations) desc, currency limit 1)) as currency
    ),
    start as (
      -- Where nothing was seen up to the first month, the first that has a price.
      select coalesce(${given}::date, greatest(${asked.from}::date, min(s.month))) as base
      from series s join kind using (currency) where s.median > 0
    ),
    -- By windows rather than by joins, of which the planner would take each side for a row.
    dated as (
      select s.library_item_id, s.month, s.median, start.base, lag(s.median) over before as before,
        (select sum(quantity) from unnest(s.quantities) as q (quantity) where quantity > 0) as quantity,
        max(s.month) filter (where s.month <= start.base and s.month > start.base - make_interval(months => ${sql.lit(oldestBase)}))
          over (partition by s.library_item_id) as base_month
      from series s join kind using (currency) cross join start where s.median > 0
      window before as (partition by s.library_item_id order by s.month)
    ),
    basket as materialized (
      select *, max(quantity) filter (where month = base_month) over (partition by library_item_id) as base_quantity
      from dated where base_month is not null
    ),
    moves as (
      select month, count(*)::int as observed, count(before)::int as matched, sum(ln(median / before)) as logarithms,
        sum(base_quantity * (median - before)) as cost
      from basket group by month
    ),
    size as (
      select count(*)::int as items, sum(base_quantity * median) as cost from basket where month = base_month
    ),
    running as (
      select c.month::date as month, coalesce(m.observed, 0) as observed, coalesce(m.matched, 0) as matched,
        sum(coalesce(m.logarithms, 0)) over (order by c.month) as logarithms, sum(coalesce(m.cost, 0)) over (order by c.month) as cost
      from generate_series(${first}::date, ${last}::date, interval '1 month') as c (month) left join moves m on m.month = c.month
    ),
    levels as (
      select r.month, r.observed, r.matched, 100 * exp((r.logarithms - b.logarithms) / size.items) as jevons,
        100 * (1 + (r.cost - b.cost) / nullif(size.cost, 0)) as laspeyres
      from running r cross join size
      cross join (select logarithms, cost from running join start on month = base) b
      where size.items > 0 and r.month >= ${asked.from}::date and r.month <= ${asked.to}::date
    )
    select jsonb_build_object(
      'base', start.base, 'currency', kind.currency, 'items', size.items,
      'left_out', (select count(distinct library_item_id) from months) - size.items,
      'months', coalesce((select jsonb_agg(jsonb_build_object('month', month, 'jevons', jevons, 'laspeyres', laspeyres,
        'matched', matched, 'observed', observed) order by month) from levels), '[]')) as index
    from kind cross join size cross join start`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('The query of the index returned no row.');
  return row.index;
}
