import type { JobRun } from './types.ts';

/** Shares of a run below which how long it takes is anyone's guess. */
const leastShare = 0.02;

/**
 * How long a run still takes if it goes on as it went, in milliseconds: elapsed × (total − done) ÷ done. Null where it
 * does not run, does not count, or has only just begun.
 */
export function timeLeft(
  run: Pick<JobRun, 'status' | 'started_at' | 'done' | 'total'>,
  now: number,
): number | null {
  const { done, total, started_at } = run;
  if (run.status !== 'running' || !started_at || !done || !total) return null;
  if (done / total < leastShare) return null;
  const elapsed = Math.max(0, now - new Date(started_at).getTime());
  return (elapsed * Math.max(0, total - done)) / done;
}
