import { PublicError } from '../contract/errors.ts';

/** For whom a transaction runs, as PostgreSQL and row-level security see it. */
export interface Identity {
  readonly role: 'anon' | 'authenticated' | 'service_role';
  /** The user, for `authenticated`; null otherwise. */
  readonly userId: string | null;
  /** Whether `app_metadata.role` is `admin`. */
  readonly admin: boolean;
  /** The token's claims, which policies read through `auth.jwt()`. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Nobody: no token, or the publishable key alone. */
export const anonymous: Identity = {
  role: 'anon',
  userId: null,
  admin: false,
  claims: { role: 'anon' },
};

/** Ratebook itself: workers, schedules, the importer. Row-level security does not apply to it. */
export const service: Identity = {
  role: 'service_role',
  userId: null,
  admin: true,
  claims: { role: 'service_role' },
};

/** @throws {PublicError} `forbidden` for all but administrators and the service, saying what is theirs to do. */
export function requireAdmin({ admin }: Identity, what: string): void {
  if (!admin) throw new PublicError('forbidden', `Only administrators may ${what}.`);
}
