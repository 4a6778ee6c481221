import { RotateCcw } from 'lucide-react';
import * as format from '../../services/format.ts';
import type { WhichRuns } from '../../services/jobs-api.ts';
import type { JobRun, RunsCount } from '../../services/types.ts';
import { CancelMany, Discard } from './RunActions.tsx';
import type { RunControl } from './run-control.ts';

/** Which runs are chosen, and how many of them stand where. */
interface Chosen {
  which: WhichRuns;
  counts: RunsCount['counts'];
}

/** What can be done with the chosen runs, each with how many it would be done to. */
export function ChosenRuns(
  props: Chosen & { control: RunControl; admin: boolean; onDone: () => void },
) {
  const { which, counts, control, admin, onDone } = props;
  const open = counts.queued + counts.running;
  const again = counts.failed + counts.cancelled;
  return (
    <>
      {open > 0 && <CancelMany count={open} onCancel={() => control.cancel(which).then(onDone)} />}
      {again > 0 && (
        <button
          type="button"
          className="button"
          onClick={() => void control.retry(which).then(onDone)}
        >
          <RotateCcw size={14} aria-hidden />
          Try {format.count(again)} again
        </button>
      )}
      {admin && counts.failed > 0 && (
        <Discard
          count={counts.failed}
          onDiscard={(reason) => control.discard(which, reason).then(onDone)}
        />
      )}
    </>
  );
}

/** Those of the runs shown that are chosen. */
export function chosenOf(
  runs: readonly JobRun[],
  { has }: { has: (id: string) => boolean },
): Chosen {
  const counts = { queued: 0, running: 0, completed: 0, failed: 0, cancelled: 0, discarded: 0 };
  const picked = runs.filter(({ id }) => has(id));
  for (const { status } of picked) counts[status] += 1;
  return { which: picked.map(({ id }) => id), counts };
}
