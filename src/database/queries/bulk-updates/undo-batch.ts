import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../database.ts';
import type { BatchOutcome, Update } from './apply-batch.ts';
import { standingChanges } from './list-rows.ts';

/**
 * Takes back the changes of `undo.undoes` at `after` < position ≤ `upTo`, each only where nobody has changed the
 * value since, and writes the audit in the same statement. A project's rates are put back as they were: the new one
 * goes, the one that was ended goes on; that both were in force stands in the audit.
 */
export async function undoBatch(
  tx: Tx,
  undo: Update,
  after: number,
  upTo: number,
): Promise<BatchOutcome> {
  const { rows } = await sql<BatchOutcome>`
    with batch as (
      select * from (${standingChanges(undo.undoes ?? '')}) standing
      where position > ${after} and position <= ${upTo}
    ), ${restored(undo)}, audited as (
      insert into public.bulk_changes (bulk_update_id, position, row_id, old_value, new_value, changed_at)
      select ${undo.id}::uuid, position, row_id, new_value, old_value, clock_timestamp() from applied
      returning position
    ), skipped as (
      insert into public.bulk_skips (bulk_update_id, position, row_id, reason)
      select ${undo.id}::uuid, position, row_id, 'changed' from batch b
      where not exists (select from applied a where a.position = b.position)
      returning position
    )
    select (select count(*)::int from audited) as changed, (select count(*)::int from skipped) as left`.execute(
    tx,
  );
  return rows[0] ?? { changed: 0, left: 0 };
}

/** `applied`: the rows of `batch` that nobody has changed since, with their former values. */
function restored({ target }: Update): RawBuilder<unknown> {
  const kept = sql`b.position, b.row_id, b.old_value, b.new_value`;
  switch (target) {
    case 'items':
      return sql`applied as (
        update public.library_items i set unit_price = b.old_value from batch b
        where i.id = b.row_id and i.unit_price is not distinct from b.new_value
        returning ${kept})`;
    case 'resources':
      return sql`applied as (
        update public.resources r set rate = b.old_value, updated_at = now() from batch b
        where r.id = b.row_id and r.rate = b.new_value
        returning ${kept})`;
    case 'project-rates':
      // Both rates are held first: were one of them changed, neither may be touched.
      return sql`held as materialized (
        select b.* from batch b
        join public.project_rates r on r.id = b.new_row_id and r.rate = b.new_value
          and r.effective_to is not distinct from b.rate_until
        join public.project_rates o on o.id = b.row_id and o.effective_to = r.effective_from
        for update of r, o
      ), removed as (
        delete from public.project_rates r using held b where r.id = b.new_row_id returning ${kept}, b.rate_until
      ), applied as (
        update public.project_rates o set effective_to = b.rate_until from removed b where o.id = b.row_id
        returning ${kept})`;
  }
}
