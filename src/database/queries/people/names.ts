import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** Keeps how somebody is called, in a transaction of the service's. */
export async function keepName(tx: Tx, userId: string, name: string): Promise<void> {
  await sql`
    insert into public.people as p (user_id, name) values (${userId}, ${name})
    on conflict (user_id) do update set name = excluded.name where p.name <> excluded.name`.execute(
    tx,
  );
}

/** How whoever has this id is called; null where their name is not known, or not for the reader to know. */
export const nameOf = (userId: RawBuilder<unknown>) =>
  sql<
    string | null
  >`(select person.name from public.people person where person.user_id = ${userId})`;

/** How some people are called, by id; those alone whose name is known and whom the reader may know. */
export async function namesOf(tx: Tx, userIds: readonly string[]): Promise<Record<string, string>> {
  if (userIds.length === 0) return {};
  const { rows } = await sql<{ user_id: string; name: string }>`
    select user_id, name from public.people where user_id = any (${userIds}::uuid[])`.execute(tx);
  return Object.fromEntries(rows.map(({ user_id, name }) => [user_id, name]));
}
