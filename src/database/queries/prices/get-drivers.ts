import { sql } from 'kysely';
import type { z } from 'zod';
import type { priceDrivers, trendQuery } from '../../../contract/price-trends.ts';
import type { Tx } from '../../database.ts';
import { monthsAsked } from './months.ts';

type Query = z.infer<typeof trendQuery>;
type Drivers = z.infer<typeof priceDrivers>;

/**
 * Which resource moved an item's price between the first and the last captured snapshot of a project in a period. A
 * resource's part is what one unit takes of it, by the build-up as it is now, times the change of its rate; what the
 * rates do not explain is told as such. Null prices where the project has no two snapshots of the item.
 */
export async function getPriceDrivers(tx: Tx, itemId: string, query: Query): Promise<Drivers> {
  const asked = await monthsAsked(tx, { items: [itemId], project: query.project }, query);
  if (!asked) return nothing;
  const { rows } = await sql<{ drivers: Drivers }>`
    with captured as (
      select o.*, h.currency from public.price_snapshot_items o join public.price_snapshots h on h.id = o.snapshot_id
      where o.library_item_id = ${itemId} and o.price_source = 'build-up'
        and o.captured_at >= ${asked.from}::timestamp at time zone 'UTC'
        and o.captured_at < (${asked.to}::date + interval '1 month') at time zone 'UTC'
        ${query.project ? sql`and o.project_id = ${query.project}` : sql``}
    ),
    chosen as (
      select project_id from captured group by project_id having count(*) > 1
      order by count(*) desc, max(captured_at) desc, project_id limit 1
    ),
    first as (select c.* from captured c join chosen using (project_id) order by c.captured_at limit 1),
    last as (select c.* from captured c join chosen using (project_id) order by c.captured_at desc limit 1),
    ends as (
      select last.project_id, last.captured_at, last.currency, last.unit, last.snapshot_id, first.snapshot_id as first_id,
        first.captured_at as first_at, first.unit_price as price_from, last.unit_price as price_to,
        last.unit_price - first.unit_price as change
      from first join last using (project_id, currency, unit)
    ),
    parts as (
      select l.kind, l.resource_id, l.code, l.name, sum(l.cost / nullif(l.rate, 0)) as amount
      from ends e cross join lateral ratebook.direct_cost_lines(array[${itemId}::uuid], e.project_id, e.captured_at) l
      where l.kind in ('material', 'labor', 'equipment')
      group by l.kind, l.resource_id, l.code, l.name
    ),
    moved as (
      select p.*, a.rate as rate_from, b.rate as rate_to, p.amount * (b.rate - a.rate) as contribution
      from ends e cross join parts p
      join public.price_snapshot_rates a on a.snapshot_id = e.first_id and a.resource_id = p.resource_id
      join public.price_snapshot_rates b on b.snapshot_id = e.snapshot_id and b.resource_id = p.resource_id
    )
    select jsonb_build_object(
      'project', jsonb_build_object('id', p.id, 'code', p.code, 'name', p.name),
      'currency', e.currency, 'unit', e.unit,
      'from', jsonb_build_object('captured_at', e.first_at, 'unit_price', e.price_from),
      'to', jsonb_build_object('captured_at', e.captured_at, 'unit_price', e.price_to),
      'change', e.change,
      'drivers', coalesce((select jsonb_agg(jsonb_build_object('kind', kind, 'resource_id', resource_id, 'code', code, 'name', name,
        'rate_from', rate_from, 'rate_to', rate_to, 'contribution', contribution) order by abs(contribution) desc, code)
        from moved), '[]'),
      'unexplained', e.change - coalesce((select sum(contribution) from moved), 0)) as drivers
    from ends e join public.projects p on p.id = e.project_id`.execute(tx);
  return rows[0]?.drivers ?? nothing;
}

const nothing: Drivers = {
  project: null,
  currency: null,
  unit: null,
  from: null,
  to: null,
  change: 0,
  drivers: [],
  unexplained: 0,
};
