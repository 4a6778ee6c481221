import { sql } from 'kysely';
import { PublicError } from '../../../contract/errors.ts';
import type { JobInput, JobName } from '../../../contract/jobs.ts';
import type { Tx } from '../../database.ts';
import type { Trigger } from './write-log.ts';

/**
 * Puts a job into the queue in the caller's transaction, which must run as the service.
 * @returns the run's id, by which its log row is found.
 * @throws {PublicError} `conflict` where the job takes no second run beside one that waits or runs.
 */
export async function enqueueJob<Name extends JobName>(
  tx: Tx,
  name: Name,
  input: JobInput<Name>,
  by: { trigger: Trigger; userId: string | null },
): Promise<string> {
  const { rows } = await sql<{ id: string | null }>`
    select ratebook.enqueue_job(${name}, ${JSON.stringify(input)}::jsonb, ${by.userId}::uuid, ${by.trigger}) as id`.execute(
    tx,
  );
  const id = rows[0]?.id;
  if (!id) {
    throw new PublicError(
      'conflict',
      'This job waits or runs already; it takes no second run beside it.',
    );
  }
  return id;
}
