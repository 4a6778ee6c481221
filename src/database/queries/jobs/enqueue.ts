import { sql } from 'kysely';
import { PublicError } from '../../../contract/errors.ts';
import { type JobInput, type JobName, jobs } from '../../../contract/jobs.ts';
import type { Tx } from '../../database.ts';
import type { Trigger } from './write-log.ts';

const personPriority = 10;

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
  const { groupBy } = jobs[name];
  const group =
    groupBy !== null && groupBy in input ? String(input[groupBy as keyof typeof input]) : null;
  // Whoever waits for a run is served before what comes by the clock.
  const priority = by.trigger === 'person' ? personPriority : 0;
  const { rows } = await sql<{ id: string | null }>`
    select ratebook.enqueue_job(${name}, ${JSON.stringify(input)}::jsonb, ${by.userId}::uuid, ${by.trigger},
      ${priority}, ${group}) as id`.execute(tx);
  const id = rows[0]?.id;
  if (!id) {
    throw new PublicError(
      'conflict',
      'This job waits or runs already; it takes no second run beside it.',
    );
  }
  return id;
}
