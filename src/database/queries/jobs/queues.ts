import { sql } from 'kysely';
import type { Tx } from '../../database.ts';
import { audit } from './audit.ts';

/** The names of the queues that are paused. */
export async function listPaused(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectFrom('job_queues')
    .select('name')
    .where('paused', '=', true)
    .execute();
  return rows.map((row) => row.name);
}

/** Pauses a queue, or lets it go on; workers hear of it when the transaction, the service's, commits. */
export async function setPaused(
  tx: Tx,
  name: string,
  paused: boolean,
  by: string | null,
): Promise<void> {
  await sql`
    insert into public.job_queues (name, paused, changed_by) values (${name}, ${paused}, ${by})
    on conflict (name) do update set paused = excluded.paused, changed_by = excluded.changed_by, changed_at = now()`.execute(
    tx,
  );
  await audit(tx, [{ by, action: paused ? 'pause' : 'resume', target: name }]);
}
