import { z } from 'zod';
import { id } from './common.ts';

/** The people a demo can be tried as; on loopback only, and only where no other issuer is configured. */
export const demoPeople = {
  estimator: { id: '0e57a000-0000-4000-8000-000000000001', name: 'Erin, estimator', admin: false },
  administrator: {
    id: '0e57a000-0000-4000-8000-000000000002',
    name: 'Ada, administrator',
    admin: true,
  },
} as const;

/** One of the demo's people. */
export const demoPerson = z.enum(['estimator', 'administrator']);

/** Which sign-ins this server offers; empty where tokens come from elsewhere. */
export const sessionOffer = z.object({
  demo_sign_ins: z.array(z.object({ as: demoPerson, name: z.string() })),
});

/** Body of a demo sign-in. */
export const signInInput = z.strictObject({ as: demoPerson });

/** A session: send `access_token` as bearer until `expires_at` (ISO). */
export const session = z.object({
  access_token: z.string(),
  expires_at: z.string(),
  user: z.object({ id, name: z.string(), admin: z.boolean() }),
});
