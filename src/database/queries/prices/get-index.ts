import { sql } from 'kysely';
import type { z } from 'zod';
import type { indexQuery, priceIndex } from '../../../contract/price-trends.ts';
import type { Tx } from '../../database.ts';
import {
  lumpSums,
  monthsAsked,
  monthsBefore,
  monthsOf,
  seriesFrom,
  withLumpSums,
} from './months.ts';

type Query = z.infer<typeof indexQuery>;
type Index = z.infer<typeof priceIndex>;

/** Months up to the base month, that one included, whose prices are the base and whose money the weights. */
const yearOfBase = 12;

/** Of the months of that year that saw any price, an item must be seen in this part: what is seen once is no market. */
const seenIn = 0.25;

/** A price beyond so many times the usual one of that year, or below that part of it, counts as no farther off. */
const farthest = 3;

/**
 * An index over the items of a scope. Its basket is fixed: the items with prices in enough months of the year up to the
 * base month, that one included, each in its commonest unit. Each month's median is taken relative to the item's usual price of that year,
 * and no farther off than `farthest`, beyond which it is hardly the same thing. An item that was not seen in a month keeps
 * its last price, so a month moves by the items seen in it alone. Lump sums are left out unless asked for: one of them
 * would move it by what it comprised.
 *
 * Jevons: the geometric mean of the relatives, every item alike. Laspeyres: their mean by what was spent on each item in
 * that year, which is strictly Young's index; weights of a single month would let an item that is seen once a year weigh
 * as much as if it were seen monthly. (ILO and others, Consumer Price Index Manual, 2020, chapters 2 and 8.)
 */
export async function getPriceIndex(tx: Tx, query: Query): Promise<Index> {
  const asked = await monthsAsked(tx, query, query);
  if (!asked)
    return { base: null, currency: null, items: 0, left_out: 0, lump_sums: 0, months: [] };
  const given = query.base ? `${query.base.slice(0, 8)}01` : null;
  const first = monthsBefore(given && given < asked.from ? given : asked.from, yearOfBase);
  const last = given && given > asked.to ? given : asked.to;
  const { rows } = await sql<{ index: Index }>`
    with ${monthsOf(query, { from: first, to: last }, { withPrices: true })}, ${seriesFrom(first)}, ${lumpSums},
    counted as materialized (select * from series where ${withLumpSums(query.lump_sums)}),
    kind as (
      select coalesce(${query.currency ?? null}::text,
        (select currency from chosen group by currency order by sum(observations) desc, currency limit 1)) as currency
    ),
    start as (
      -- Where nothing was seen up to the first month, the first that has a price.
      select coalesce(${given}::date, greatest(${asked.from}::date, min(s.month))) as base
      from counted s join kind using (currency) where s.median > 0
    ),
    -- By windows rather than by joins, of which the planner would take each side for a row.
    dated as materialized (
      select s.library_item_id, s.month, s.median, s.observations,
        s.month <= start.base and s.month > start.base - make_interval(months => ${sql.lit(yearOfBase)}) as in_year,
        (select sum(price * quantity) from unnest(s.prices, s.quantities) as p (price, quantity) where quantity > 0) as spent
      from counted s join kind using (currency) cross join start where s.median > 0
    ),
    basket as (
      select library_item_id, month, median,
        max(month) filter (where in_year) over item as base_month, count(*) filter (where in_year) over item as seen,
        sum(spent) filter (where in_year) over item as spent,
        exp(sum(observations * ln(median)) filter (where in_year) over item / sum(observations) filter (where in_year) over item) as usual
      from dated window item as (partition by library_item_id)
    ),
    relatives as (
      select library_item_id, month, base_month, spent,
        least(greatest(median / usual, 1 / ${sql.lit(farthest)}::float8), ${sql.lit(farthest)}) as level
      from basket
      where seen >= (select ${sql.lit(seenIn)} * count(distinct month) from dated where in_year) and base_month is not null
    ),
    steps as materialized (
      select *, lag(level) over (partition by library_item_id order by month) as before from relatives
    ),
    moves as (
      select month, count(*)::int as observed, count(before)::int as matched, sum(ln(level / before)) as logarithms,
        sum(spent * (level - before)) as cost
      from steps group by month
    ),
    size as (
      select count(*)::int as items, sum(spent * level) as cost from steps where month = base_month
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
      'left_out', (select count(distinct library_item_id) from months) - size.items - without.items, 'lump_sums', without.items,
      'months', coalesce((select jsonb_agg(jsonb_build_object('month', month, 'jevons', jevons, 'laspeyres', laspeyres,
        'matched', matched, 'observed', observed) order by month) from levels), '[]')) as index
    from kind cross join size cross join start
      cross join (select count(distinct library_item_id) as items from series where not ${withLumpSums(query.lump_sums)}) without`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) throw new Error('The query of the index returned no row.');
  return row.index;
}
