import { type RawBuilder, sql } from 'kysely';
import { changeSpans } from '../../../contract/price-trends.ts';

/** The spans a change is told over, with the months that its beginning may lie further back: a third of the span. */
const spans = sql.join(
  changeSpans.map((over) => sql`(${sql.lit(over)}, ${sql.lit(Math.floor(over / 3))})`),
);

/** Months before the period that changes may reach back to. */
export const reach = 16;

/** The CTE `newest`, after `series`: each item's newest month of the period. */
export function newestFrom(from: string): RawBuilder<unknown> {
  return sql`
  newest as materialized (
    select distinct on (library_item_id) library_item_id, month, median, observations
    from series where month >= ${from}::date order by library_item_id, month desc
  )`;
}

/** The month a change over `over` months begins with, as JSON: a column of a query grouped by item, whose `newest` month is in each row. */
export const beginning = (over: number): RawBuilder<unknown> => sql`
  (array_agg(jsonb_build_object('month', month, 'median', median, 'observations', observations) order by month desc)
    filter (where month <= newest - make_interval(months => ${sql.lit(over)})
      and month >= newest - make_interval(months => ${sql.lit(over + Math.floor(over / 3))})))[1]`;

/**
 * The CTE `figures`, after `series` and `newest`: all that one trend says of an item, one row each. Needs the prices
 * themselves. Elasticity: least squares of ln price on ln quantity (`regr_slope`), over the prices of the period.
 */
export function figuresFrom(from: string): RawBuilder<unknown> {
  return sql`
  points as materialized (
    select s.library_item_id, p.price, nullif(p.quantity, 0) as quantity
    from series s cross join lateral unnest(s.prices, s.quantities) as p (price, quantity)
    where s.month >= ${from}::date
  ),
  spread as materialized (
    select library_item_id,
      percentile_cont(0.5) within group (order by price) as median, min(price) as lowest, max(price) as highest,
      sum(price * quantity) / sum(quantity) filter (where quantity is not null) as weighted_mean,
      regr_slope(ln(nullif(price, 0)), ln(quantity)) as elasticity, regr_r2(ln(nullif(price, 0)), ln(quantity)) as r2,
      regr_count(ln(nullif(price, 0)), ln(quantity))::int as with_quantity
    from points group by library_item_id
  ),
  steps as materialized (
    select library_item_id, month,
      ln(median / lag(median) over before) / sqrt(extract(year from age(month, lag(month) over before)) * 12
        + extract(month from age(month, lag(month) over before))) as step
    from series where month >= ${from}::date and median > 0
    window before as (partition by library_item_id order by month)
  ),
  volatility as materialized (
    select library_item_id, stddev_samp(step) as volatility from steps group by library_item_id having count(step) >= 3
  ),
  typical as materialized (
    select library_item_id, month, (
      select percentile_cont(0.5) within group (order by q) from unnest(quantities) as u (q) where q > 0) as quantity
    from series
  ),
  changes as materialized (
    select n.library_item_id, jsonb_agg(jsonb_build_object(
      'over', span.over,
      'from', jsonb_build_object('month', b.month, 'median', b.median, 'observations', b.observations),
      'to', jsonb_build_object('month', n.month, 'median', n.median, 'observations', n.observations),
      'change', n.median / b.median - 1,
      'quantity_effect', power(t.quantity / tb.quantity, p.elasticity) - 1) order by span.over) as changes
    from newest n
    cross join (values ${spans}) as span (over, slack)
    join lateral (
      select * from series s where s.library_item_id = n.library_item_id and s.median > 0
        and s.month <= n.month - make_interval(months => span.over)
        and s.month >= n.month - make_interval(months => span.over + span.slack)
      order by s.month desc limit 1) b on true
    left join spread p on p.library_item_id = n.library_item_id and p.with_quantity >= 10
    left join typical t on t.library_item_id = n.library_item_id and t.month = n.month
    left join typical tb on tb.library_item_id = n.library_item_id and tb.month = b.month
    group by n.library_item_id
  ),
  figures as materialized (
    select c.library_item_id, c.currency, c.unit, c.observations, c.left_out, p.median, p.weighted_mean, p.lowest, p.highest,
      (select min(s.month) from series s where s.library_item_id = c.library_item_id and s.month >= ${from}::date) as first_month,
      n.month as newest_month, n.median as newest_median, coalesce(g.changes, '[]') as changes, v.volatility,
      case when p.with_quantity >= 10 and p.elasticity is not null then jsonb_build_object('elasticity', p.elasticity, 'r2', coalesce(p.r2, 0),
        'observations', p.with_quantity) end as quantity
    from chosen c
    join newest n using (library_item_id)
    join spread p using (library_item_id)
    left join volatility v using (library_item_id)
    left join changes g using (library_item_id)
  )`;
}
