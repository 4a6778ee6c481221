import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type {
  BulkUpdate,
  bulkHistoryPage,
  bulkHistoryQuery,
} from '../../../contract/bulk-updates.ts';
import { PublicError } from '../../../contract/errors.ts';
import type { Tx } from '../../database.ts';
import { fromCursor, toCursor } from '../../keyset.ts';
import { nameOf } from '../people/names.ts';

const updates = (condition: RawBuilder<unknown>) => sql<BulkUpdate>`
  select b.id, b.kind, b.target, b.project_id, p.name as project_name, b.selection, b.method,
    trim_scale(b.value)::text as value, trim_scale(b.round_to)::text as round_to, b.undoes, b.run_id, b.row_count,
    b.changed, b.left_alone, b.requested_by,
    ${nameOf(sql`b.requested_by`)} as requested_by_name, b.created_at, b.finished_at,
    coalesce((select sum(u.changed)::int from public.bulk_updates u where u.undoes = b.id), 0) as undone,
    case when b.run_id is null then 'draft' when b.finished_at is not null then 'done'
      when l.status in ('queued', 'running', 'cancelled', 'failed') then l.status else 'unfinished' end as state
  from public.bulk_updates b
  left join public.projects p on p.id = b.project_id
  left join public.background_job_logs l on l.id = b.run_id
  where ${condition}`;

/**
 * One bulk update, or draft of one's own.
 * @throws {PublicError} `not_found`, also for one that the reader may not see.
 */
export async function getUpdate(tx: Tx, id: string): Promise<BulkUpdate> {
  const { rows } = await updates(sql`b.id = ${id}`).execute(tx);
  const [row] = rows;
  if (!row) throw new PublicError('not_found', `There is no bulk update ${id} that you may see.`);
  return row;
}

/** The history, newest first, without drafts. */
export async function listUpdates(
  tx: Tx,
  query: z.infer<typeof bulkHistoryQuery>,
): Promise<z.infer<typeof bulkHistoryPage>> {
  const after = fromCursor(query.cursor, 1);
  const conditions = [sql`b.run_id is not null`];
  if (query.target) conditions.push(sql`b.target = ${query.target}`);
  if (query.project_id) conditions.push(sql`b.project_id = ${query.project_id}`);
  if (after) {
    conditions.push(
      sql`(b.created_at, b.id) < (select c.created_at, c.id from public.bulk_updates c where c.id = ${after[0]}::uuid)`,
    );
  }
  const condition = sql`${sql.join(conditions, sql` and `)}
    order by b.created_at desc, b.id desc limit ${query.limit + 1}`;
  const { rows } = await updates(condition).execute(tx);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    updates: page,
    next_cursor: rows.length > query.limit && last ? toCursor([last.id]) : null,
  };
}
