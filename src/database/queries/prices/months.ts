import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** Which prices: of a project, of items, of a section or division; without any of them, of the whole library. */
export interface PriceScope {
  items?: readonly string[] | undefined;
  section?: string | undefined;
  division?: string | undefined;
  project?: string | undefined;
}

/** First days of the first and last month, ISO dates. */
export interface Months {
  from: string;
  to: string;
}

/**
 * The months of the period asked for: whole ones. Without `to` they end with the newest price of the scope, however long
 * ago that is; without `from` they are that month and the six before it. Null where there is no price at all.
 */
export async function monthsAsked(
  tx: Tx,
  scope: PriceScope,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): Promise<Months | null> {
  const { rows } = await sql<{ from: string | null; to: string | null }>`
    with newest as materialized (select ${to ? sql`${to}::date` : newest(scope)} as day)
    select date_trunc('month', day)::date as to,
      date_trunc('month', ${from ? sql`${from}::date` : sql`day - interval '6 months'`})::date as from
    from newest`.execute(tx);
  const [row] = rows;
  return row?.from && row.to ? { from: row.from, to: row.to } : null;
}

/** The first of the month so many months before one. */
export function monthsBefore(month: string, count: number): string {
  const [year = 0, of = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, of - 1 - count, 1)).toISOString().slice(0, 10);
}

function newest({ items, project }: PriceScope): RawBuilder<unknown> {
  const [item] = items ?? [];
  const day = sql`(max(captured_at) at time zone 'UTC')::date`;
  if (project) {
    return sql`(select ${day} from public.price_snapshots where project_id = ${project})`;
  }
  return items?.length === 1
    ? sql`(select ${day} from public.price_snapshot_items where library_item_id = ${item})`
    : sql`(select ${day} from public.price_snapshots)`;
}

/**
 * The CTE `months` and those it needs: the prices of the scope by item, calendar month (UTC), currency and unit, as the
 * reader may see them. Whole months come from `ratebook.price_months`; what has changed since those were brought up to
 * date, the reader's own projects, and a single project come from the snapshots, so that the answer is always exact.
 * `prices` and `quantities` are the observations themselves and empty where they were not asked for.
 */
export function monthsOf(
  scope: PriceScope,
  { from, to }: Months,
  { withPrices }: { withPrices: boolean },
): RawBuilder<unknown> {
  const within = sql`>= ${from}::timestamp at time zone 'UTC'`;
  const before = sql`< (${to}::date + interval '1 month') at time zone 'UTC'`;
  const items = itemsOf(scope);
  const loose = scope.project
    ? sql`
      select ${columns} from public.price_snapshots h join public.price_snapshot_items o on o.snapshot_id = h.id
      where h.project_id = ${scope.project} and h.captured_at ${within} and h.captured_at ${before} ${items(sql`o.library_item_id`)}`
    : sql`
      select ${columns} from stale s
      join public.price_snapshot_items o on o.captured_at >= s.month::timestamp at time zone 'UTC'
        and o.captured_at < (s.month + interval '1 month') at time zone 'UTC'
      join public.price_snapshots h on h.id = o.snapshot_id
      where s.month between ${from}::date and ${to}::date ${items(sql`o.library_item_id`)}
      union all
      select ${columns} from public.price_snapshot_items o join public.price_snapshots h on h.id = o.snapshot_id
      where (select cardinality(ids) > 0 from own) and o.project_id = any ((select ids from own)::uuid[])
        and o.captured_at ${within} and o.captured_at ${before} ${items(sql`o.library_item_id`)}
        and ${monthOf('o.captured_at')} not in (select month from stale)`;
  const both = sql`s.observations is not null and l.observations is not null`;
  const quartile = (share: number) =>
    sql`(select percentile_cont(${sql.lit(share)}) within group (order by price) from unnest(s.prices || l.prices) as p (price))`;
  const merged = (column: string, share: number, at: number) =>
    sql`case when ${both} then ${quartile(share)} else coalesce(s.${sql.ref(column)}, l.quartiles[${sql.lit(at)}]) end`;
  return sql`
  stale as materialized (select distinct month from ratebook.price_month_changes),
  own as materialized (select array(select ratebook.my_private_projects()) as ids),
  loose_prices as (${loose}),
  loose as materialized (
    select library_item_id, month, currency, unit, count(*)::int as observations,
      percentile_cont(array[0.25, 0.5, 0.75]) within group (order by price) as quartiles,
      min(price) as lowest, max(price) as highest,
      array_agg(price order by captured_at, snapshot_id) as prices,
      array_agg(quantity order by captured_at, snapshot_id) as quantities
    from loose_prices group by library_item_id, month, currency, unit
  ),
  stored as (
    select m.* from ratebook.price_months m
    where ${sql.lit(!scope.project)} and m.month between ${from}::date and ${to}::date ${items(sql`m.library_item_id`)}
      and m.audience = (select case when ratebook.is_service() or ratebook.is_admin() then 'administrators' else 'everyone' end)
      and m.month not in (select month from stale)
  ),
  months as materialized (
    select library_item_id, month, currency, unit,
      coalesce(s.observations, 0) + coalesce(l.observations, 0) as observations,
      ${merged('lower', 0.25, 1)} as lower, ${merged('median', 0.5, 2)} as median, ${merged('upper', 0.75, 3)} as upper,
      least(s.lowest, l.lowest) as lowest, greatest(s.highest, l.highest) as highest
      ${withPrices ? sql`, s.prices || l.prices as prices, s.quantities || l.quantities as quantities` : sql``}
    from stored s full join loose l using (library_item_id, month, currency, unit)
  )`;
}

/** The calendar month (UTC) of a moment in a column, as its first day. */
export function monthOf(column: string): RawBuilder<unknown> {
  return sql`date_trunc('month', ${sql.ref(column)} at time zone 'UTC')::date`;
}

const columns = sql`o.library_item_id, ${monthOf('o.captured_at')} as month, h.currency, o.unit, o.captured_at,
  o.snapshot_id, o.unit_price::float8 as price, o.quantity::float8 as quantity`;

/** The condition that a column names an item of the scope. */
function itemsOf({ items, section, division }: PriceScope) {
  return (column: RawBuilder<unknown>): RawBuilder<unknown> => {
    const conditions = [
      items && sql`and ${column} = any (${items}::uuid[])`,
      section &&
        sql`and ${column} in (select id from public.library_items where section_id = ${section})`,
      division &&
        sql`and ${column} in (select i.id from public.library_items i join public.sections n on n.id = i.section_id
          where n.division_id = ${division})`,
    ].filter((condition) => condition !== undefined && condition !== '');
    return sql.join(conditions as RawBuilder<unknown>[], sql` `);
  };
}

/**
 * The CTE `series`, after `months`: of each item the months in its commonest currency and unit from `from` on, those
 * before it included, and how many prices of the period are left out with the others. Prices of different kinds never mix.
 */
export function seriesFrom(from: string): RawBuilder<unknown> {
  return sql`
  kinds as (
    select library_item_id, currency, unit, sum(observations) as observations,
      sum(sum(observations)) over (partition by library_item_id) as of_all
    from months where month >= ${from}::date group by library_item_id, currency, unit
  ),
  chosen as materialized (
    select distinct on (library_item_id) library_item_id, currency, unit, observations::int as observations,
      (of_all - observations)::int as left_out
    from kinds order by library_item_id, observations desc, currency, unit
  ),
  series as materialized (
    select m.* from months m join chosen using (library_item_id, currency, unit)
  )`;
}

/**
 * The CTE `lump_sums`, after `series` with its prices: the items whose prices are for a whole (`ratebook.is_lump_sum`).
 * What they move by is what the whole comprised.
 */
export const lumpSums: RawBuilder<unknown> = sql`
  lump_sums as materialized (
    select library_item_id
    from series cross join lateral unnest(prices, quantities) as p (price, quantity)
    group by library_item_id, unit having ratebook.is_lump_sum(unit, array_agg(price), array_agg(quantity))
  )`;

/** The condition that a row of `series` counts towards how prices move, as asked. */
export const withLumpSums = (asked: 'with' | 'without'): RawBuilder<unknown> =>
  asked === 'with'
    ? sql`true`
    : sql`library_item_id not in (select library_item_id from lump_sums)`;

/** What the months of a resource's rates are made of, in the shape of `monthsOf`: each snapshot's rate once. */
export function rateMonthsOf(
  resourceId: string,
  { from, to }: Months,
  project?: string,
): RawBuilder<unknown> {
  const ofProject = project ? sql`and o.project_id = ${project}` : sql``;
  return sql`
  months as materialized (
    select r.resource_id as library_item_id, ${monthOf('o.captured_at')} as month, h.currency, r.unit,
      count(*)::int as observations,
      percentile_cont(0.25) within group (order by o.rate::float8) as lower,
      percentile_cont(0.5) within group (order by o.rate::float8) as median,
      percentile_cont(0.75) within group (order by o.rate::float8) as upper,
      min(o.rate)::float8 as lowest, max(o.rate)::float8 as highest,
      array_agg(o.rate::float8 order by o.captured_at, o.snapshot_id) as prices,
      array_agg(null::float8) as quantities
    from (select id as resource_id, unit from public.resources where id = ${resourceId}) r
    join public.price_snapshot_rates o using (resource_id)
    join public.price_snapshots h on h.id = o.snapshot_id
    where o.captured_at >= ${from}::timestamp at time zone 'UTC'
      and o.captured_at < (${to}::date + interval '1 month') at time zone 'UTC' ${ofProject}
    group by 1, 2, 3, 4
  )`;
}
