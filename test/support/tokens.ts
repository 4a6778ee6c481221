import { SignJWT } from 'jose';
import type { Identity } from '../../src/database/identity.ts';

/** What the tests' tokens are signed with. */
export const secret = 'the-secret-of-the-tests-has-32-characters-and-more';

/** What a project calls its publishable key: known to everyone, good for nothing alone. */
export const publishableKey = 'sb_publishable_tests';

/** Signs claims as an issuer would; it is good for an hour where nothing else is said. */
export function sign(
  claims: Readonly<Record<string, unknown>>,
  { key = secret, expires = '1h' }: { key?: string; expires?: string | Date } = {},
): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(key));
}

/** Somebody's token; null for nobody. */
export async function tokenOf(identity: Identity): Promise<string | null> {
  return identity.role === 'anon' ? null : sign(identity.claims);
}
