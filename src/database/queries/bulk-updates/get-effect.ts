import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { BulkUpdate, bulkEffect } from '../../../contract/bulk-updates.ts';
import type { Tx } from '../../database.ts';
import { changedValue } from './changed-value.ts';

type Effect = z.infer<typeof bulkEffect>;

/**
 * What a draft does to the open estimates the reader may see: their totals at the rates in force at `at`, before and
 * after. A line's price is the one agreed, else its build-up, else the item's own price, as in `ratebook.priced_estimate`;
 * that builds an item once for each estimate, and this once for all estimates of a project.
 * Estimates with the most lines touched come first; `touched` counts all.
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
    ), asked as materialized (
      select l.project_id, array_agg(distinct l.library_item_id) as items
      from public.estimate_items l join shown s using (estimate_id)
      where l.unit_price is null group by l.project_id
    ), built as materialized (
      select a.project_id, d.library_item_id,
        bool_and(d.kind in ('material', 'labor', 'equipment')) as whole,
        sum(d.cost) as before, sum(${costAfter(draft)}) as after
      from asked a
      cross join lateral ratebook.direct_cost_lines(a.items, a.project_id, ${at}) d
      left join moved m on m.id = d.resource_id
      group by a.project_id, d.library_item_id
    ), priced as (
      select l.estimate_id, l.quantity,
        coalesce(l.unit_price, case when b.whole then b.before end, i.unit_price) as before,
        coalesce(l.unit_price, case when b.whole then b.after end, ${priceAfter(draft)}) as after
      from public.estimate_items l
      join shown s using (estimate_id)
      join public.library_items i on i.id = l.library_item_id
      left join built b on b.project_id = l.project_id and b.library_item_id = l.library_item_id
      ${draft.target === 'items' ? sql`left join moved own on own.id = l.library_item_id` : sql``}
    ), totals as (
      select estimate_id, sum(quantity * before) as before, sum(quantity * after) as after
      from priced group by estimate_id
    )
    select e.id as estimate_id, e.name, p.id as project_id, p.code as project_code, p.name as project_name,
      p.currency, s.lines, (select count(*)::int from touched) as touched,
      round(coalesce(t.before, 0), 2)::float8 as before, round(coalesce(t.after, 0), 2)::float8 as after
    from shown s join totals t using (estimate_id)
    join public.estimates e on e.id = s.estimate_id
    join public.projects p on p.id = s.project_id
    where t.before is distinct from t.after
    order by abs(coalesce(t.after, 0) - coalesce(t.before, 0)) desc, e.id`.execute(tx);
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

/** What a line of a build-up, `d`, costs after: as much of its resource, at the new rate. */
function costAfter({ target }: BulkUpdate): RawBuilder<unknown> {
  // A project that pays a rate of its own does not feel the catalogue's.
  const source = target === 'resources' ? 'catalogue' : 'project';
  return target === 'items'
    ? sql`d.cost`
    : sql`case when d.rate_source = ${source} and m.id is not null then d.amount * m.value else d.cost end`;
}

/** An item's own price after. */
function priceAfter({ target }: BulkUpdate): RawBuilder<unknown> {
  return target === 'items' ? sql`own.value, i.unit_price` : sql`i.unit_price`;
}
