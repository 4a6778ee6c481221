import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { BulkUpdate, bulkRowsPage, bulkRowsQuery } from '../../../contract/bulk-updates.ts';
import type { Tx } from '../../database.ts';
import { fromCursor, toCursor } from '../../keyset.ts';
import { changedValue } from './changed-value.ts';

type Page = z.infer<typeof bulkRowsPage>;
type Row = Page['rows'][number];

/** What a row is called, and its value now, by its id as `c.row_id` and that of a new rate as `c.new_row_id`. */
const named = {
  items: sql`
    left join public.library_items n on n.id = c.row_id
    left join lateral (select n.unit_price as value, null::text as currency) now on true`,
  resources: sql`
    left join public.resources n on n.id = c.row_id
    left join lateral (select n.rate as value, n.currency) now on true`,
  'project-rates': sql`
    left join public.project_rates o on o.id = c.row_id
    left join public.resources n on n.id = o.resource_id
    left join public.projects j on j.id = o.project_id
    left join lateral (
      select (select r.rate from public.project_rates r where r.project_id = o.project_id
        and r.resource_id = o.resource_id and r.effective_from <= now()
        and (r.effective_to is null or r.effective_to > now())) as value, j.currency) now on true`,
} as const;

/**
 * A page of a bulk update's rows, by code: of a draft what would change, else what was changed, with `show` what was
 * left alone, or what stands in the way of an undo.
 */
export async function listRows(
  tx: Tx,
  update: BulkUpdate,
  { show, limit, cursor }: z.infer<typeof bulkRowsQuery>,
): Promise<Page> {
  const after = Number(fromCursor(cursor, 1)?.[0] ?? 0);
  const source = sourceOf(update, show);
  const { rows } = await sql<Row>`
    select c.position, c.row_id, n.code, n.name, n.unit, now.currency,
      c.old::float8 as old, c.new::float8 as new, now.value::float8 as present, c.reason
    from (select * from (${source}) s where position > ${after} order by position limit ${limit + 1}) c
    ${named[update.target]}
    order by c.position`.execute(tx);
  const counted = await sql<{ total: number }>`
    select count(*)::int as total from (${source}) s`.execute(tx);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page,
    total: counted.rows[0]?.total ?? 0,
    next_cursor: rows.length > limit && last ? toCursor([last.position]) : null,
  };
}

function sourceOf(update: BulkUpdate, show: 'changes' | 'left' | 'conflicts'): RawBuilder<unknown> {
  if (show === 'left') {
    return sql`select position, row_id, null::uuid as new_row_id, null::numeric as old, null::numeric as new, reason
      from public.bulk_skips where bulk_update_id = ${update.id}`;
  }
  if (show === 'conflicts') {
    return sql`select position, row_id, new_row_id, old_value as old, new_value as new, null as reason
      from (${conflictsOf(update)}) conflicts`;
  }
  if (update.state === 'draft') {
    return sql`select position, row_id, null::uuid as new_row_id, old, new, null as reason from (
        select r.position, r.row_id, r.expected as old, ${changedValue(update, sql`r.expected`)} as new
        from public.bulk_update_rows r where r.bulk_update_id = ${update.id}) planned
      where new is distinct from old and new is not null`;
  }
  return sql`select position, row_id, new_row_id, old_value as old, new_value as new, null as reason
    from public.bulk_changes where bulk_update_id = ${update.id}`;
}

/** The changes of an update that were not taken back yet. */
export function standingChanges(id: string): RawBuilder<unknown> {
  return sql`select c.* from public.bulk_changes c where c.bulk_update_id = ${id} and not exists (
    select from public.bulk_updates u join public.bulk_changes t on t.bulk_update_id = u.id
    where u.undoes = ${id} and t.position = c.position)`;
}

/** The changes of an update that a later change would be overwritten by taking back. */
export function conflictsOf({
  id,
  target,
}: Pick<BulkUpdate, 'id' | 'target'>): RawBuilder<unknown> {
  const standing = standingChanges(id);
  switch (target) {
    case 'items':
      return sql`select c.* from (${standing}) c left join public.library_items i on i.id = c.row_id
        where i.id is null or i.unit_price is distinct from c.new_value`;
    case 'resources':
      return sql`select c.* from (${standing}) c left join public.resources r on r.id = c.row_id
        where r.id is null or r.rate <> c.new_value`;
    case 'project-rates':
      return sql`select c.* from (${standing}) c
        left join public.project_rates o on o.id = c.row_id
        left join public.project_rates r on r.id = c.new_row_id
        where o.id is null or r.id is null or r.rate <> c.new_value
          or r.effective_to is distinct from c.rate_until or o.effective_to is distinct from r.effective_from`;
  }
}

/** How many changes of an update stand, and how many of them a later change stands on. */
export async function countConflicts(
  tx: Tx,
  update: Pick<BulkUpdate, 'id' | 'target'>,
): Promise<{ standing: number; conflicts: number }> {
  const { rows } = await sql<{ standing: number; conflicts: number }>`
    select (select count(*)::int from (${standingChanges(update.id)}) s) as standing,
      (select count(*)::int from (${conflictsOf(update)}) c) as conflicts`.execute(tx);
  return rows[0] ?? { standing: 0, conflicts: 0 };
}
