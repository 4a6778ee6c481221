import { type RawBuilder, sql } from 'kysely';
import type { BulkUpdate } from '../../../contract/bulk-updates.ts';
import type { Tx } from '../../database.ts';
import { changedValue } from './changed-value.ts';

/** What came of a batch. */
export interface BatchOutcome {
  changed: number;
  left: number;
}

/** Everything a batch needs to know of its update. */
export type Update = Pick<
  BulkUpdate,
  'id' | 'target' | 'method' | 'value' | 'round_to' | 'undoes' | 'project_id' | 'requested_by'
> & { effective_at: string };

/**
 * Changes the rows at `after` < position ≤ `upTo`, each only where it still has the value it was chosen with, and
 * writes the audit in the same statement: there is no change without its row, and no row without its change.
 */
export async function applyBatch(
  tx: Tx,
  update: Update,
  after: number,
  upTo: number,
): Promise<BatchOutcome> {
  const { rows } = await sql<BatchOutcome>`
    with batch as (
      delete from public.bulk_update_rows
      where bulk_update_id = ${update.id} and position > ${after} and position <= ${upTo}
      returning position, row_id, expected
    ), planned as (
      select position, row_id, expected, ${changedValue(update, sql`expected`)} as value from batch
    ), wanted as (
      select * from planned where value is distinct from expected and value >= 0
    ), ${changes(update)}, audited as (
      insert into public.bulk_changes (bulk_update_id, position, row_id, old_value, new_value, changed_at, new_row_id, rate_until)
      select ${update.id}::uuid, position, row_id, expected, value, clock_timestamp(), new_row_id, rate_until from applied
      returning position
    ), skipped as (
      insert into public.bulk_skips (bulk_update_id, position, row_id, reason)
      select ${update.id}::uuid, position, row_id, case when value is null then 'no value' else 'changed' end
      from planned p
      where (value is null or value is distinct from expected)
        and not exists (select from applied a where a.position = p.position)
      returning position
    )
    select (select count(*)::int from audited) as changed, (select count(*)::int from skipped) as left`.execute(
    tx,
  );
  return rows[0] ?? { changed: 0, left: 0 };
}

/** `applied`: the rows of `wanted` that still were as expected, now changed. */
function changes({ target, effective_at, requested_by }: Update): RawBuilder<unknown> {
  const kept = sql`w.position, w.row_id, w.expected, w.value`;
  const none = sql`null::uuid as new_row_id, null::timestamptz as rate_until`;
  switch (target) {
    case 'items':
      return sql`applied as (
        update public.library_items i set unit_price = w.value from wanted w
        where i.id = w.row_id and i.unit_price is not distinct from w.expected
        returning ${kept}, ${none})`;
    case 'resources':
      return sql`applied as (
        update public.resources r set rate = w.value, updated_at = now() from wanted w
        where r.id = w.row_id and r.rate = w.expected
        returning ${kept}, ${none})`;
    case 'project-rates':
      // The rate ends, and another takes its place until when it would have ended: the history is kept.
      return sql`ended as (
        update public.project_rates r set effective_to = ${effective_at}::timestamptz
        from wanted w join public.project_rates o on o.id = w.row_id
        where r.id = w.row_id and r.rate = w.expected and r.effective_to is not distinct from o.effective_to
          and r.effective_from < ${effective_at}::timestamptz
          and (r.effective_to is null or r.effective_to > ${effective_at}::timestamptz)
        returning ${kept}, r.project_id, r.resource_id, o.effective_to as rate_until
      ), begun as (
        insert into public.project_rates (project_id, resource_id, rate, effective_from, effective_to, created_by)
        select project_id, resource_id, value, ${effective_at}::timestamptz, rate_until, ${requested_by}::uuid from ended
        returning id, resource_id
      ), applied as (
        select e.position, e.row_id, e.expected, e.value, b.id as new_row_id, e.rate_until
        from ended e join begun b using (resource_id))`;
  }
}
