import type { JobName } from '../contract/jobs.ts';
import { secretsIn, withoutSecrets } from '../core/secrets/index.ts';
import { asService, type Database, type Tx } from '../database/database.ts';
import { publicErrorOf } from '../database/errors.ts';
import { type Identity, service } from '../database/identity.ts';
import { logFailure, logStart, logSuccess } from '../database/queries/jobs/write-log.ts';

/** What was asked for, and by whom. */
export interface ForegroundRun {
  jobName: JobName;
  input: unknown;
  /** Who asked. */
  by: Identity;
  /** As whom the work is done, where that is not whoever asked. */
  as?: Identity;
}

/**
 * Does a job's work at once, for somebody who waits for the answer, and logs it like any other run: what it did
 * and its log row commit together. A failure of ours is logged; a refusal (bad input, no permission) is not,
 * it goes to whoever asked and writes nothing.
 */
export async function runLogged<Result>(
  database: Database,
  { jobName, input, by, as = by }: ForegroundRun,
  work: (tx: Tx) => Promise<Result>,
): Promise<{ id: string; result: Result }> {
  const run = {
    id: crypto.randomUUID(),
    jobName,
    trigger: by.role === 'service_role' ? 'service' : 'person',
    requestedBy: by.userId,
    input,
    attempt: 1,
    worker: 'the request',
    foreground: true,
  } as const;
  try {
    const result = await database.as(as, async (tx) => {
      const done = await work(tx);
      await asService(tx, as, async () => {
        await logStart(tx, run);
        await logSuccess(tx, run.id, done);
      });
      return done;
    });
    return { id: run.id, result };
  } catch (error) {
    if (publicErrorOf(error) === null) {
      await database.as(service, async (tx) => {
        await logStart(tx, run);
        await logFailure(tx, run.id, withoutSecrets(error, secretsIn(input)), false);
      });
    }
    throw error;
  }
}
