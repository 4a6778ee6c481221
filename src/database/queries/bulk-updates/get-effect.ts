import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { BulkUpdate, bulkEffect } from '../../../contract/bulk-updates.ts';
import type { Tx } from '../../database.ts';
import { changedValue } from './changed-value.ts';

type Effect = z.infer<typeof bulkEffect>;

/**
 * What a draft does to the open estimates the reader may see: their totals at the rates in force at `at`, before and
 * after, priced by `ratebook.priced_estimate`. Estimates with the most lines touched come first; `touched` counts all.
 */
export async function getEffect(
  tx: Tx,
  draft: BulkUpdate,
  at: Date,
  limit: number,
): Promise<Effect> {
  const { rows } = await sql<Effect['estimates'][number] & { touched: number }>`
    with recursive chosen as materialized (
      select r.row_id, r.expected, ${changedValue(draft, sql`r.expected`)} as value
      from public.bulk_update_rows r where r.bulk_update_id = ${draft.id}
    ), moved as materialized (${movedBy(draft, at)}
    ), hit (item) as (${itemsHit(draft)}
    ), touched as materialized (
      select l.estimate_id, l.project_id, count(*)::int as lines
      from public.estimate_items l
      join public.estimates e on e.id = l.estimate_id and e.status = 'open'
      where l.unit_price is null and l.library_item_id in (select item from hit)
        ${draft.project_id ? sql`and l.project_id = ${draft.project_id}` : sql``}
      group by l.estimate_id, l.project_id
    ), shown as materialized (
      select * from touched order by lines desc, estimate_id limit ${limit}
    ), priced as materialized (
      select s.estimate_id, s.project_id, l.line_id, l.library_item_id, l.quantity, l.unit_price, l.price_source,
        l.resources, l.amounts, l.costs
      from shown s cross join lateral ratebook.priced_estimate(s.estimate_id, ${at}) l
    ), differences as (${differences(draft, at)}
    ), totals as (
      select b.estimate_id, b.before, b.before + coalesce(d.difference, 0) as after
      from (select estimate_id, coalesce(sum(quantity * unit_price), 0) as before from priced group by estimate_id) b
      left join (select estimate_id, sum(difference) as difference from differences group by estimate_id) d
        using (estimate_id)
    )
    select e.id as estimate_id, e.name, p.id as project_id, p.code as project_code, p.name as project_name,
      p.currency, s.lines, (select count(*)::int from touched) as touched,
      round(t.before, 2)::float8 as before, round(t.after, 2)::float8 as after
    from shown s join totals t using (estimate_id)
    join public.estimates e on e.id = s.estimate_id
    join public.projects p on p.id = s.project_id
    where t.before <> t.after
    order by abs(t.after - t.before) desc, e.id`.execute(tx);
  return {
    touched: rows[0]?.touched ?? 0,
    estimates: rows.map(({ touched: _, ...estimate }) => estimate),
  };
}

/** `moved`: what has another value after, by the id of its item or resource. */
function movedBy({ target }: BulkUpdate, at: Date): RawBuilder<unknown> {
  const changes = sql`c.value is distinct from c.expected and c.value is not null`;
  return target === 'project-rates'
    ? sql`select p.resource_id as id, c.value
        from chosen c join public.project_rates p on p.id = c.row_id
        where ${changes} and p.effective_from <= ${at} and (p.effective_to is null or p.effective_to > ${at})`
    : sql`select c.row_id as id, c.value from chosen c where ${changes}`;
}

/** `hit`: the items whose price may be another, through sub-items of any depth. */
function itemsHit({ target }: BulkUpdate): RawBuilder<unknown> {
  return target === 'items'
    ? sql`select id from moved`
    : sql`
      select f.library_item_id from public.factors f join moved m on m.id = f.resource_id
      union
      select f.library_item_id from public.factors f join hit h on h.item = f.sub_item_id`;
}

/** `differences`: by how much lines of `priced` come to more after; a price that was agreed stays. */
function differences({ target }: BulkUpdate, at: Date): RawBuilder<unknown> {
  if (target === 'items') {
    return sql`
      select l.estimate_id, l.quantity * (m.value - coalesce(l.unit_price, 0)) as difference
      from priced l join moved m on m.id = l.library_item_id
      where l.price_source is null or l.price_source = 'catalogue'`;
  }
  // A project that pays a rate of its own does not feel the catalogue's.
  const felt =
    target === 'resources'
      ? sql`not exists (select from public.project_rates o where o.project_id = l.project_id and o.resource_id = m.id
          and o.effective_from <= ${at} and (o.effective_to is null or o.effective_to > ${at}))`
      : sql`true`;
  return sql`
    select l.estimate_id, l.quantity * (u.amount * m.value - u.cost) as difference
    from priced l
    cross join lateral unnest(l.resources, l.amounts, l.costs) as u (resource_id, amount, cost)
    join moved m on m.id = u.resource_id
    where l.price_source = 'build-up' and ${felt}`;
}
