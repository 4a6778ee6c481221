import { type RawBuilder, sql } from 'kysely';
import { changeSpans } from '../../../contract/price-trends.ts';

/** Months before the period that changes may reach back to. */
export const reach = 16;

const plain = sql`'month', month, 'median', median, 'observations', observations`;

/**
 * The month a change over `over` months begins with, as JSON of `columns`: a column of a query grouped by item, whose
 * `newest` month is in each row. It may lie further back by a third of the span.
 */
export const beginning = (
  over: number,
  columns: RawBuilder<unknown> = plain,
): RawBuilder<unknown> => sql`
  (array_agg(jsonb_build_object(${columns}) order by month desc)
    filter (where median > 0 and month <= newest - make_interval(months => ${sql.lit(over)})
      and month >= newest - make_interval(months => ${sql.lit(over + Math.floor(over / 3))})))[1]`;

/** Every span with the month it begins with, out of `begins` of the CTE `bounds`. */
const begun = sql`
  unnest(array[${sql.join(changeSpans.map((over) => sql.lit(over)))}], b.begins) as s (over, start)`;

/**
 * The CTE `figures`, after `series` and `lump_sums`, and those it needs: all that one trend says of an item, one row each. Needs the
 * prices themselves. `typed` is the series with each month's typical quantity. Elasticity: least squares of ln price on
 * ln quantity (`regr_slope`), over the prices of the period.
 *
 * Each part is one pass over the series, by windows and groups: the planner takes a join of such parts for one of a row.
 */
export function figuresFrom(from: string): RawBuilder<unknown> {
  return sql`
  typed as materialized (
    select *, max(month) over (partition by library_item_id) as newest, (
      select percentile_cont(0.5) within group (order by q) from unnest(quantities) as u (q) where q > 0) as typical
    from series
  ),
  spread as materialized (
    select t.library_item_id,
      percentile_cont(0.5) within group (order by price) as median, min(price) as lowest, max(price) as highest,
      sum(price * quantity) / sum(quantity) filter (where quantity is not null) as weighted_mean,
      regr_slope(ln(nullif(price, 0)), ln(quantity)) as elasticity, regr_r2(ln(nullif(price, 0)), ln(quantity)) as r2,
      regr_count(ln(nullif(price, 0)), ln(quantity))::int as with_quantity
    from typed t cross join lateral (
      select price, nullif(quantity, 0) as quantity from unnest(t.prices, t.quantities) as p (price, quantity)) p
    where t.month >= ${from}::date
    group by t.library_item_id
  ),
  steps as materialized (
    select library_item_id,
      ln(median / lag(median) over before) / sqrt(extract(year from age(month, lag(month) over before)) * 12
        + extract(month from age(month, lag(month) over before))) as step
    from typed where month >= ${from}::date and median > 0
    window before as (partition by library_item_id order by month)
  ),
  volatility as materialized (
    select library_item_id, stddev_samp(step) as volatility from steps group by library_item_id having count(step) >= 3
  ),
  bounds as materialized (
    select library_item_id, min(month) filter (where month >= ${from}::date) as first_month, max(newest) as newest_month,
      max(median) filter (where month = newest) as newest_median, max(observations) filter (where month = newest) as observations,
      max(typical) filter (where month = newest) as typical,
      array[${sql.join(changeSpans.map((over) => beginning(over, sql`${plain}, 'typical', typical`)))}] as begins
    from typed group by library_item_id
  ),
  figures as materialized (
    select c.library_item_id, c.currency, c.unit, c.observations, c.left_out,
      c.library_item_id in (select library_item_id from lump_sums) as is_lump_sum, p.median, p.weighted_mean, p.lowest, p.highest,
      b.first_month, b.newest_month, b.newest_median, (
        select coalesce(jsonb_agg(jsonb_build_object(
          'over', s.over, 'from', s.start - 'typical',
          'to', jsonb_build_object('month', b.newest_month, 'median', b.newest_median, 'observations', b.observations),
          'change', b.newest_median / (s.start ->> 'median')::float8 - 1,
          'quantity_effect', case when p.with_quantity >= 10
            then power(b.typical / (s.start ->> 'typical')::float8, p.elasticity) - 1 end) order by s.over), '[]')
        from ${begun} where s.start is not null) as changes,
      v.volatility,
      case when p.with_quantity >= 10 and p.elasticity is not null then jsonb_build_object('elasticity', p.elasticity, 'r2', coalesce(p.r2, 0),
        'observations', p.with_quantity) end as quantity
    from chosen c
    join bounds b using (library_item_id)
    join spread p using (library_item_id)
    left join volatility v using (library_item_id)
  )`;
}
