import type { JobInput, JobName } from '../contract/jobs.ts';
import type { Tx } from '../database/database.ts';
import type { Progress, ProgressReport } from '../operations/progress.ts';

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
  /** Writes a line into the run's log, which stays whatever becomes of the run. */
  log: (level: 'info' | 'warning' | 'error', message: string) => Promise<void>;
  /** What the last step of an earlier attempt kept; null at the first. */
  checkpoint: unknown;
  /**
   * Does a part of a long run for good: what it writes commits with the checkpoint and the progress it gives, before
   * the run is over. A next attempt goes on from there; an attempt that was taken over can keep no step more.
   */
  step: (
    work: (tx: Tx) => Promise<{ checkpoint: unknown; progress?: ProgressReport }>,
  ) => Promise<void>;
  /** Aborts where the run is to stop: it was cancelled, took too long, or the worker shuts down. */
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

/** A handler for each job. */
export type Handlers = { readonly [Name in JobName]: Handler<Name> };
