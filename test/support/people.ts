import pg from 'pg';
import { anonymous, type Identity, service } from '../../src/database/identity.ts';

const id = (number: number) => `10000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Signed in, with the claims a token of Supabase's has. */
function user(userId: string, metadata: Record<string, unknown> = {}): Identity {
  const claims = { role: 'authenticated', sub: userId, ...metadata };
  const admin = (metadata.app_metadata as { role?: string } | undefined)?.role === 'admin';
  return { role: 'authenticated', userId, admin, claims };
}

/** Everybody a rule may tell apart. The owner and the estimator are members of the project, the stranger of none. */
export const people = {
  anonymous,
  stranger: user(id(1)),
  estimator: user(id(2)),
  owner: user(id(3)),
  admin: user(id(4), { app_metadata: { role: 'admin' } }),
  service,
} as const;

/** A person's name in the tests. */
export type Person = keyof typeof people;

/** Says of themselves that they are an administrator, which anyone can. */
export const pretender = user(id(5), { user_metadata: { role: 'admin' } });

/** The user's id, for those that have one. */
export function userIdOf(person: 'stranger' | 'estimator' | 'owner' | 'admin'): string {
  return people[person].userId ?? '';
}

/** Runs `work` as somebody in a transaction that is always taken back. */
export async function actingAs<T>(
  client: pg.Client,
  identity: Identity,
  work: () => Promise<T>,
): Promise<T> {
  await client.query('begin');
  try {
    await client.query(
      `select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)`,
      [identity.role, JSON.stringify(identity.claims)],
    );
    return await work();
  } finally {
    await client.query('rollback');
  }
}

/** What came of a statement: the SQLSTATE it was refused with, or the rows it touched. */
export async function outcomeOf(statement: Promise<pg.QueryResult>): Promise<string | number> {
  try {
    return (await statement).rowCount ?? 0;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code) return error.code;
    throw error;
  }
}
