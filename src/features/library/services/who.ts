import type { Session } from './types.ts';

/** Who did something: `by you`, by name where the reader may know it, `by the service` where nobody did. */
export function byWhom(id: string | null, name: string | null, session: Session | null): string {
  if (id === null) return 'by the service';
  return id === session?.user.id ? 'by you' : `by ${name ?? 'somebody else'}`;
}
