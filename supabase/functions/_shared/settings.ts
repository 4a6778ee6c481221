import type { TokenKeys } from '../../../src/http/tokens.ts';

/** What a function at the edge is told by its environment. */
export interface Settings {
  databaseUrl: string;
  keys: TokenKeys;
  corsOrigins: string[] | null;
}

/** A setting that is missing or cannot be used; `message` names it and says what to put. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

/**
 * Reads the settings. Supabase gives every function `SUPABASE_DB_URL` and `SUPABASE_URL`; `DATABASE_URL`,
 * `JWT_SECRET`, `JWKS_URL` and `CORS_ORIGINS` are secrets that may be set besides, and win.
 * @throws {SettingsError}
 */
export function readSettings(get: (name: string) => string | undefined): Settings {
  const databaseUrl = get('DATABASE_URL') || get('SUPABASE_DB_URL');
  if (!databaseUrl || !URL.canParse(databaseUrl)) {
    throw new SettingsError(
      'SUPABASE_DB_URL (or DATABASE_URL) must be the address of the database, postgres://….',
    );
  }
  return {
    databaseUrl,
    keys: readKeys(get),
    corsOrigins:
      get('CORS_ORIGINS')
        ?.split(',')
        .map((origin) => origin.trim()) ?? null,
  };
}

function readKeys(get: (name: string) => string | undefined): TokenKeys {
  const secret = get('JWT_SECRET');
  if (secret) {
    if (secret.length < 32) throw new SettingsError('JWT_SECRET must have at least 32 characters.');
    return { secret };
  }
  const jwksUrl = get('JWKS_URL') || projectKeys(get('SUPABASE_URL'));
  if (!jwksUrl || !URL.canParse(jwksUrl)) {
    throw new SettingsError(
      'Set JWT_SECRET or JWKS_URL, or SUPABASE_URL for the signing keys of the project: tokens could not be checked.',
    );
  }
  return { jwksUrl };
}

/** Where a Supabase project publishes the keys it signs its tokens with. */
function projectKeys(projectUrl: string | undefined): string | null {
  return projectUrl ? `${projectUrl.replace(/\/+$/, '')}/auth/v1/.well-known/jwks.json` : null;
}
