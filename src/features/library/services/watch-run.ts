import { api } from './api.ts';
import type { JobRun } from './types.ts';

/** Whether a run waits or runs still. */
export const isOpen = (run: Pick<JobRun, 'status'>) =>
  run.status === 'queued' || run.status === 'running';

/** How long to wait before asking again, in milliseconds: soon at first, for most runs are over in a second. */
const patience = { first: 250, growth: 1.4, most: 3_000 } as const;

/**
 * Gives a run once it is over, however long that takes.
 * @throws {ApiError} where it cannot be asked for any more, such as after signing out.
 */
export async function watchRun(runId: string): Promise<JobRun> {
  for (
    let wait: number = patience.first;
    ;
    wait = Math.min(wait * patience.growth, patience.most)
  ) {
    const run = await api.run(runId);
    if (!isOpen(run)) return run;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
