import { sql } from 'kysely';
import type { z } from 'zod';
import type {
  BulkFilter,
  BulkTarget,
  savedFilter,
  saveFilterInput,
} from '../../../contract/bulk-updates.ts';
import { PublicError } from '../../../contract/errors.ts';
import type { Tx } from '../../database.ts';

type SavedFilter = z.infer<typeof savedFilter>;

/** The filters of whoever asks, by name. */
export async function listSavedFilters(tx: Tx): Promise<{ filters: SavedFilter[] }> {
  const { rows } = await sql<SavedFilter>`
    select id, target, name, filter, created_at from public.saved_filters order by name, id`.execute(
    tx,
  );
  return { filters: rows };
}

/** @throws {PublicError} `not_found`, also for one of somebody else, and for one of another kind of rows. */
export async function getSavedFilter(tx: Tx, id: string, target: BulkTarget): Promise<BulkFilter> {
  const { rows } = await sql<{ filter: BulkFilter }>`
    select filter from public.saved_filters where id = ${id} and target = ${target}`.execute(tx);
  const [row] = rows;
  if (!row) {
    throw new PublicError(
      'not_found',
      `You have no saved filter ${id} for ${target} (selection.saved_filter).`,
    );
  }
  return row.filter;
}

/** Keeps a filter of whoever asks under a name; one of the same name is replaced. */
export async function saveFilter(
  tx: Tx,
  { target, name, filter }: z.infer<typeof saveFilterInput>,
): Promise<SavedFilter> {
  const { rows } = await sql<SavedFilter>`
    insert into public.saved_filters (target, name, filter)
    values (${target}, ${name}, ${JSON.stringify(filter)}::jsonb)
    on conflict (user_id, target, name) do update set filter = excluded.filter
    returning id, target, name, filter, created_at`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('The filter just saved cannot be read.');
  return row;
}

/** @throws {PublicError} `not_found` */
export async function removeFilter(tx: Tx, id: string): Promise<void> {
  const removed = await sql`delete from public.saved_filters where id = ${id}`.execute(tx);
  if (Number(removed.numAffectedRows) === 0) {
    throw new PublicError('not_found', `You have no saved filter ${id}.`);
  }
}
