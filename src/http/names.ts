import { z } from 'zod';
import { service } from '../database/identity.ts';
import { keepName } from '../database/queries/people/names.ts';
import type { Dependencies } from './environment.ts';
import type { Verify } from './tokens.ts';

/** Longest name kept, in characters. */
const longestName = 200;

/**
 * Where tokens say how somebody is called, as Supabase's do; what has no name says nothing. The email was confirmed; a name
 * is what its bearer calls themselves, which may be anything but an address, by which another is known.
 */
const naming = z.object({
  email: z.string().trim().min(1).optional().catch(undefined),
  user_metadata: z
    .object({
      name: z
        .string()
        .trim()
        .min(1)
        .regex(/^[^@]*$/)
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});

/** Checks tokens, and keeps how the people they are for are called, so that others read a name and not an id. */
export function namesKept({ verify, database }: Pick<Dependencies, 'verify' | 'database'>): Verify {
  /** What this process has kept already. */
  const kept = new Map<string, string>();
  return async (token) => {
    const identity = await verify(token);
    const { userId } = identity;
    const { email, user_metadata } = naming.parse(identity.claims);
    const name = (email ?? user_metadata?.name)?.slice(0, longestName);
    if (userId !== null && name !== undefined && kept.get(userId) !== name) {
      await database.as(service, (tx) => keepName(tx, userId, name));
      kept.set(userId, name);
    }
    return identity;
  };
}
