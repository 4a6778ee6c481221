import { sql } from 'kysely';
import type { z } from 'zod';
import type { auditPage, auditQuery } from '../../../contract/job-manager.ts';
import type { Tx } from '../../database.ts';
import { fromCursor, toCursor } from '../../keyset.ts';
import { namesOf } from '../people/names.ts';
import { wordsOf } from './fits.ts';

/** What is kept of an act of the job manager. */
export interface Act {
  by: string | null;
  action:
    | 'run'
    | 'retry'
    | 'edit'
    | 'cancel'
    | 'discard'
    | 'postpone'
    | 'prioritize'
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
  query: z.infer<typeof auditQuery>,
): Promise<z.infer<typeof auditPage>> {
  const after = fromCursor(query.cursor, 1);
  const conditions = [
    after ? sql`id < ${after[0]}::bigint` : sql`true`,
    query.who === undefined
      ? sql`true`
      : query.who === 'service'
        ? sql`user_id is null`
        : sql`user_id = ${query.who}`,
    query.action ? sql`action = ${query.action}` : sql`true`,
    query.from ? sql`at >= ${query.from}::timestamptz` : sql`true`,
    query.to ? sql`at < ${query.to}::timestamptz` : sql`true`,
    ...wordsOf(query.q ?? '').map(
      (word) => sql`strpos(lower(target || ' ' || details::text), lower(${word})) > 0`,
    ),
  ];
  const { rows } = await sql<z.infer<typeof auditPage>['entries'][number]>`
    select id::int as id, at, user_id, action, target, details from public.job_audit
    where ${sql.join(conditions, sql` and `)} order by id desc limit ${query.limit + 1}`.execute(
    tx,
  );
  const entries = rows.slice(0, query.limit);
  const last = entries.at(-1);
  const filters = after ? null : await auditFilters(tx);
  const who = [...entries.map(({ user_id }) => user_id), ...(filters?.who ?? [])];
  const ids = who.filter((one) => one !== null && one !== 'service') as string[];
  return {
    filters,
    entries,
    names: await namesOf(tx, ids),
    next_cursor: rows.length > query.limit && last ? toCursor([last.id]) : null,
  };
}

/** Everybody who did something, and everything that was done. */
async function auditFilters(tx: Tx): Promise<z.infer<typeof auditPage>['filters']> {
  const { rows } = await sql<{ who: string[]; actions: string[] }>`
    select array(select distinct coalesce(user_id::text, 'service') from public.job_audit order by 1 limit 200) as who,
      array(select distinct action from public.job_audit order by 1) as actions`.execute(tx);
  return rows[0] ?? null;
}
