import { toast } from 'sonner';
import type { JobRun } from '../../services/types.ts';
import { watchRun } from '../../services/watch-run.ts';
import { outcomeOf } from './RunStatus.tsx';

/** Opens a run's page. */
export type ShowRun = (runId: string) => void;

/** The one notice of a run: what is said later of it takes the place of what was said before. */
function options(runId: string, show: ShowRun) {
  return { id: runId, action: { label: 'Show the run', onClick: () => show(runId) } };
}

/** Says how a run ended, with the way to it. */
export function tellEnd(run: JobRun, show: ShowRun): void {
  const told = outcomeOf(run) ?? `${run.title}: ${run.status}.`;
  if (run.status === 'completed') toast.success(told, options(run.id, show));
  else if (run.status === 'cancelled') toast(`${run.title}: cancelled.`, options(run.id, show));
  else toast.error(`${run.title}: ${told}`, options(run.id, show));
}

/**
 * Says that a run was started, and once it is over how it ended, wherever the reader has gone meanwhile.
 * Gives the run, or null where it could not be watched to its end.
 */
export async function tellRun(runId: string, started: string, show: ShowRun) {
  toast(started, options(runId, show));
  try {
    const run = await watchRun(runId);
    tellEnd(run, show);
    return run;
  } catch {
    // Signed out, or the server went away: the run goes on, and its page will tell.
    return null;
  }
}

/** Says why something could not be done. */
export function tellError(error: unknown): void {
  toast.error(error instanceof Error ? error.message : String(error));
}
