import type { JobHealth } from '../contract/job-manager.ts';

/** What may be done with runs and queues. Who may is for whoever calls to check; `why` is kept with each act. */
export interface JobControl {
  /**
   * Tries runs that failed for good again, at once; `input` takes the place of what a single one was given.
   * @throws {PublicError} `conflict` where the queue no longer knows one, or takes no second run beside another.
   */
  retry(
    ids: readonly string[],
    by: string | null,
    input?: Record<string, unknown>,
    why?: Record<string, unknown>,
  ): Promise<number>;
  /** Cancels runs that wait or run; what a running one wrote is taken back. */
  cancel(ids: readonly string[], by: string | null, why?: Record<string, unknown>): Promise<number>;
  /**
   * Puts runs off that wait, for their first attempt or another; until null, they begin at once.
   * @throws {PublicError} `conflict` where one has begun meanwhile.
   */
  postpone(ids: readonly string[], by: string | null, until: Date | null): Promise<number>;
  /**
   * Changes which of the runs that wait begin first: the higher.
   * @throws {PublicError} `conflict` where one has begun meanwhile.
   */
  prioritize(ids: readonly string[], by: string | null, priority: number): Promise<number>;
  /** Gives runs that failed up, for a reason. */
  discard(
    ids: readonly string[],
    by: string | null,
    reason: string,
    why?: Record<string, unknown>,
  ): Promise<number>;
  /** What the queue has a run be done with, its secrets included; null where it no longer knows the run. */
  inputOf(id: string): Promise<unknown>;
  /** The processes that work on jobs. */
  workers(): Promise<Omit<JobHealth['workers'][number], 'running'>[]>;
}
