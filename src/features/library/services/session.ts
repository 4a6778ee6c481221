import { useSyncExternalStore } from 'react';
import { keep, kept } from './storage.ts';
import type { Session } from './types.ts';

const storageKey = 'ratebook.session';
const listeners = new Set<() => void>();
let current = read();

function read(): Session | null {
  try {
    const stored: Session | null = JSON.parse(kept(storageKey) ?? 'null');
    return stored && new Date(stored.expires_at) > new Date() ? stored : null;
  } catch {
    return null;
  }
}

/** Who is signed in in this browser; null for nobody. Kept over a reload, until it expires. */
export function getSession(): Session | null {
  return current;
}

/** Signs in, or out with null; every page is told, those in other tabs too. */
export function setSession(session: Session | null): void {
  current = session;
  keep(storageKey, session && JSON.stringify(session));
  for (const listener of listeners) listener();
}

/** Calls back whenever somebody signs in or out, in this tab or another; gives what ends that. */
export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// The typed client is of use on Node, too, where there are no other tabs.
globalThis.window?.addEventListener('storage', (event) => {
  if (event.key !== storageKey) return;
  current = read();
  for (const listener of listeners) listener();
});

/** The session, as it is at each render. */
export function useSession(): Session | null {
  return useSyncExternalStore(onSessionChange, getSession);
}

/**
 * The session that a token stands for, as an issuer elsewhere gave it.
 * @throws {Error} with a sentence where it is no token, or no longer one.
 */
export function sessionOfToken(token: string): Session {
  const claims = claimsOf(token.trim());
  if (!claims?.sub || !claims.exp) {
    throw new Error('This is no access token: it must be a JWT with a subject and an expiry.');
  }
  if (claims.exp * 1000 < Date.now()) {
    throw new Error('This token has expired; get a new one where you signed in.');
  }
  return {
    access_token: token.trim(),
    expires_at: new Date(claims.exp * 1000).toISOString(),
    user: {
      id: claims.sub,
      name: claims.email ?? claims.user_metadata?.name ?? claims.sub.slice(0, 8),
      admin: claims.app_metadata?.role === 'admin',
    },
  };
}

interface Claims {
  sub?: string;
  exp?: number;
  email?: string;
  user_metadata?: { name?: string };
  app_metadata?: { role?: string };
}

function claimsOf(token: string): Claims | null {
  try {
    const [, payload = ''] = token.split('.');
    const bytes = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    // The claims are UTF-8; atob gives each byte as a character.
    const text = new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
    return JSON.parse(text);
  } catch {
    return null;
  }
}
