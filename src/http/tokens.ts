import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import { PublicError } from '../contract/errors.ts';
import { anonymous, type Identity } from '../database/identity.ts';

/**
 * Turns a token into whom it is for.
 * @throws {PublicError} `unauthorized` or `token_expired`.
 */
export type Verify = (token: string) => Promise<Identity>;

/** Where the keys are that sign the tokens: a shared secret (HS256), or the issuer's public keys. */
export type TokenKeys = { secret: string } | { jwksUrl: string };

/** Never HS256: a public key taken for a shared secret would let anyone sign. */
const publicKeyAlgorithms = ['ES256', 'ES384', 'ES512', 'RS256', 'PS256', 'EdDSA'];

const claims = z.discriminatedUnion('role', [
  z.object({ role: z.literal('anon') }),
  z.object({ role: z.literal('service_role') }),
  z.object({
    role: z.literal('authenticated'),
    sub: z.uuid(),
    app_metadata: z.object({ role: z.unknown() }).partial().optional(),
  }),
]);

/** Checks signature, expiry, role and subject of Supabase's tokens. */
export function createVerifier(keys: TokenKeys): Verify {
  const check = signatureCheck(keys);
  return async (token) => {
    try {
      return identityOf(await check(token));
    } catch (error) {
      throw refusal(error);
    }
  };
}

function signatureCheck(keys: TokenKeys): (token: string) => Promise<JWTPayload> {
  if ('secret' in keys) {
    const secret = new TextEncoder().encode(keys.secret);
    return async (token) => (await jwtVerify(token, secret, { algorithms: ['HS256'] })).payload;
  }
  const keySet = createRemoteJWKSet(new URL(keys.jwksUrl));
  return async (token) =>
    (await jwtVerify(token, keySet, { algorithms: publicKeyAlgorithms })).payload;
}

function identityOf(payload: JWTPayload): Identity {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) {
    throw new PublicError(
      'unauthorized',
      'The token is signed but not of our form: role must be anon, authenticated or service_role, and sub the id of the user (a UUID) for authenticated.',
    );
  }
  const known = parsed.data;
  if (known.role === 'anon') return anonymous;
  if (known.role === 'service_role') {
    return { role: 'service_role', userId: null, admin: true, claims: payload };
  }
  return {
    role: 'authenticated',
    userId: known.sub,
    admin: known.app_metadata?.role === 'admin',
    claims: payload,
  };
}

function refusal(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return new PublicError('token_expired');
  const unreachable =
    error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid || isNetwork(error);
  if (unreachable) {
    return new PublicError(
      'unavailable',
      'The keys that sign the tokens cannot be fetched at the moment; try again in a minute.',
    );
  }
  if (error instanceof errors.JOSEError) {
    return new PublicError('unauthorized', 'The token is not valid here; sign in again.');
  }
  return error;
}

/** `fetch` rejects with a TypeError where it reaches nobody. */
function isNetwork(error: unknown): boolean {
  return error instanceof TypeError;
}

/**
 * The token of a request, or null. supabase-js sends its publishable key as bearer where nobody is signed in:
 * a bearer that equals the key and is no JWT is no token.
 */
export function bearerToken(headers: {
  authorization: string | undefined;
  apikey: string | undefined;
}): string | null {
  const match = /^Bearer\s+(\S+)\s*$/i.exec(headers.authorization ?? '');
  const token = match?.[1];
  if (token === undefined) return null;
  if (token === headers.apikey && token.split('.').length !== 3) return null;
  return token;
}
