import type { JobInput, JobName } from '../contract/jobs.ts';
import type { Tx } from '../database/database.ts';
import type { Progress } from '../operations/progress.ts';

/** What a handler works with, besides its input. */
export interface RunContext {
  /** The run's transaction, as the service: what is written in it commits with the job's completion. */
  tx: Tx;
  /** The run's id, which is its log row's. */
  runId: string;
  /** The moment the run began. */
  now: Date;
  /** Shows how far the run is, at once and apart from the transaction. */
  progress: Progress;
  /** Aborts where the run is to stop. */
  signal: AbortSignal;
}

/**
 * Does a job's work. It may be killed after any statement and run again: what it wrote in `tx` is then gone.
 * @returns what is kept in the log as the run's output.
 */
export type Handler<Name extends JobName> = (
  input: JobInput<Name>,
  context: RunContext,
) => Promise<unknown>;
