import type { WhichRuns } from '../../services/jobs-api.ts';

/** What is done with runs; each says itself what came of it, and rejects where it was refused. */
export interface RunControl {
  retry(runs: WhichRuns, input?: unknown): Promise<unknown>;
  cancel(runs: WhichRuns): Promise<unknown>;
  discard(runs: WhichRuns, reason: string): Promise<unknown>;
  /** Until null, they begin at once. */
  postpone(ids: readonly string[], until: Date | null): Promise<unknown>;
  prioritize(ids: readonly string[], priority: number): Promise<unknown>;
}
