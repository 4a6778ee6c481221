import { sql } from 'kysely';
import type { BulkUpdate } from '../../../contract/bulk-updates.ts';
import { PublicError } from '../../../contract/errors.ts';
import type { Tx } from '../../database.ts';
import type { BatchOutcome, Update } from './apply-batch.ts';

/** Marks an update as started by a run, with the number of its rows; as the service. */
export async function markStarted(
  tx: Tx,
  id: string,
  { runId, rows }: { runId: string; rows: number },
): Promise<void> {
  await sql`update public.bulk_updates set run_id = ${runId}, row_count = ${rows} where id = ${id}`.execute(
    tx,
  );
}

/** Writes the undo of an update, which `userId` asked for; as the service. Gives its id. */
export async function addUndo(tx: Tx, undone: BulkUpdate, userId: string | null): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into public.bulk_updates (kind, undoes, target, project_id, selection, method, value, round_to, requested_by)
    select 'undo', id, target, project_id, selection, method, value, round_to, ${userId}::uuid
    from public.bulk_updates where id = ${undone.id}
    returning id`.execute(tx);
  return rows[0]?.id ?? '';
}

/**
 * Holds an update until the transaction ends, so that it is not started, undone or run twice at once.
 * @throws {PublicError} `not_found`
 */
export async function holdUpdate(tx: Tx, id: string): Promise<void> {
  const { rows } = await sql`select from public.bulk_updates where id = ${id} for update`.execute(
    tx,
  );
  if (rows.length === 0) throw new PublicError('not_found', `There is no bulk update ${id}.`);
}

/** Whether an undo of an update waits or runs, or has been done in part or whole. */
export async function undosOf(tx: Tx, id: string): Promise<{ open: boolean; any: boolean }> {
  const { rows } = await sql<{ open: boolean; any: boolean }>`
    select coalesce(bool_or(l.status in ('queued', 'running')), false) as open, count(*) > 0 as any
    from public.bulk_updates u left join public.background_job_logs l on l.id = u.run_id
    where u.undoes = ${id}`.execute(tx);
  return rows[0] ?? { open: false, any: false };
}

/** An update as its run needs it. `effective_at` is set by the first who asks: a project's new rates begin together. */
export async function readForRun(tx: Tx, id: string, now: Date): Promise<Update & BulkUpdate> {
  const { rows } = await sql<Update & BulkUpdate>`
    update public.bulk_updates b set effective_at = coalesce(effective_at, ${now})
    where id = ${id}
    returning b.*, b.value::text as value, b.round_to::text as round_to`.execute(tx);
  const [row] = rows;
  if (!row) throw new PublicError('not_found', `There is no bulk update ${id} (bulkUpdateId).`);
  return row;
}

/** The last position of an update's rows; 0 where none is left to be dealt with. */
export async function lastPosition(tx: Tx, update: Update): Promise<number> {
  const source =
    update.undoes === null
      ? sql`public.bulk_update_rows where bulk_update_id = ${update.id}`
      : sql`public.bulk_changes where bulk_update_id = ${update.undoes}`;
  const { rows } = await sql<{ last: number }>`
    select coalesce(max(position), 0) as last from ${source}`.execute(tx);
  return rows[0]?.last ?? 0;
}

/** Adds what came of a batch to the counts. */
export async function countBatch(tx: Tx, id: string, outcome: BatchOutcome): Promise<void> {
  await sql`update public.bulk_updates
    set changed = changed + ${outcome.changed}, left_alone = left_alone + ${outcome.left}
    where id = ${id}`.execute(tx);
}

/** Marks an update as done, and gives what came of it. */
export async function finish(tx: Tx, id: string): Promise<{ changed: number; left_alone: number }> {
  const { rows } = await sql<{ changed: number; left_alone: number }>`
    update public.bulk_updates set finished_at = clock_timestamp() where id = ${id}
    returning changed, left_alone`.execute(tx);
  return rows[0] ?? { changed: 0, left_alone: 0 };
}

/**
 * Lets one batch of a kind change rows at a time: two updates over the same rows would each wait for the other's. Says
 * for whom it works, too: the history of a project's rates names them.
 */
export async function takeTurn(tx: Tx, update: Update): Promise<void> {
  const kind = `bulk-update/${update.target}/${update.project_id ?? ''}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${kind}, 0)),
    set_config('ratebook.acting_for', ${update.requested_by ?? ''}, true)`.execute(tx);
}
