import { sql } from 'kysely';
import type { z } from 'zod';
import type { noticesAnswer } from '../../../contract/notices.ts';
import type { Tx } from '../../database.ts';
import { jobTitle } from '../jobs/list-runs.ts';

type Answer = z.infer<typeof noticesAnswer>;

/** The reader's newest 50 notices, and how many they have not read. */
export async function listNotices(tx: Tx): Promise<Answer> {
  const { rows } = await sql<Answer['notices'][number]>`
    select id, run_id, outcome, title, body, link, created_at, read_at from public.notices
    order by created_at desc, id limit 50`.execute(tx);
  const unread = await sql<{ unread: number }>`
    select count(*)::int as unread from public.notices where read_at is null`.execute(tx);
  return {
    notices: rows.map((row) => ({ ...row, title: jobTitle(row.title) })),
    unread: unread.rows[0]?.unread ?? 0,
  };
}

/** Marks the reader's notices as read, all of them where no ids are given. */
export async function markRead(tx: Tx, ids: readonly string[] | undefined): Promise<void> {
  const chosen = ids ? sql`and id = any (${ids}::uuid[])` : sql``;
  await sql`update public.notices set read_at = now() where read_at is null ${chosen}`.execute(tx);
}
