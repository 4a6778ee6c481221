import { SignJWT } from 'jose';
import { demoPeople } from '../contract/session.ts';
import type { SignIn } from '../http/routes/session.ts';

/** How long a demo session lasts, in hours. */
const sessionHours = 12;

/** Signs the demo's people in, with tokens like those that Supabase issues. */
export function demoSignIn(secret: string, now: () => Date): SignIn {
  const key = new TextEncoder().encode(secret);
  return async (as) => {
    const { id, name, admin } = demoPeople[as];
    const expires = new Date(now().getTime() + sessionHours * 3_600_000);
    const token = await new SignJWT({
      role: 'authenticated',
      app_metadata: admin ? { role: 'admin' } : {},
      user_metadata: { name },
    })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(id)
      .setIssuedAt(now())
      .setExpirationTime(expires)
      .sign(key);
    return { access_token: token, expires_at: expires.toISOString(), user: { id, name, admin } };
  };
}
