import { sql } from 'kysely';
import type { z } from 'zod';
import type { auditPage } from '../../../contract/job-manager.ts';
import type { Tx } from '../../database.ts';
import { fromCursor, toCursor } from '../../keyset.ts';

/** What is kept of an act of the job manager. */
export interface Act {
  by: string | null;
  action:
    | 'run'
    | 'retry'
    | 'edit'
    | 'cancel'
    | 'discard'
    | 'pause'
    | 'resume'
    | 'schedule'
    | 'reschedule'
    | 'unschedule'
    /** How long a kind of data is kept. */
    | 'keep';
  /** A run's id, a queue's name, a schedule's id or a kind of data. */
  target: string;
  details?: Record<string, unknown>;
}

/** Keeps who did what, in the transaction of what was done, which must run as the service. */
export async function audit(tx: Tx, acts: readonly Act[]): Promise<void> {
  const list = JSON.stringify(acts.map((act) => ({ details: {}, ...act })));
  await sql`
    insert into public.job_audit (user_id, action, target, details)
    select by, action, target, details
    from jsonb_to_recordset(${list}::jsonb) a (by uuid, action text, target text, details jsonb)`.execute(
    tx,
  );
}

/** A page of what was done, newest first; empty for those who may not see it. */
export async function listAudit(
  tx: Tx,
  query: { cursor?: string | undefined; limit: number },
): Promise<z.infer<typeof auditPage>> {
  const after = fromCursor(query.cursor, 1);
  const beyond = after ? sql`where id < ${after[0]}::bigint` : sql``;
  const { rows } = await sql<z.infer<typeof auditPage>['entries'][number]>`
    select id::int as id, at, user_id, action, target, details from public.job_audit ${beyond}
    order by id desc limit ${query.limit + 1}`.execute(tx);
  const entries = rows.slice(0, query.limit);
  const last = entries.at(-1);
  return {
    entries,
    next_cursor: rows.length > query.limit && last ? toCursor([last.id]) : null,
  };
}
