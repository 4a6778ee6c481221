import { ArrowUpDown, CalendarClock, Play } from 'lucide-react';
import type { JobRun } from '../../services/types.ts';
import { FormDialog } from './FormDialog.tsx';
import type { RunControl } from './run-control.ts';

/** What can be done with a run that waits, for its first attempt or another; its priority is for administrators. */
export function WaitingRun(props: { run: JobRun; control: RunControl; admin: boolean }) {
  const { run, control, admin } = props;
  const ids = [run.id];
  const isPutOff = run.starts_at !== null && new Date(run.starts_at) > new Date();
  return (
    <>
      {(isPutOff || run.attempt > 0) && (
        <button
          type="button"
          className="button"
          onClick={() => void control.postpone(ids, null).catch(() => {})}
        >
          <Play size={14} aria-hidden />
          Begin now
        </button>
      )}
      <FormDialog
        title="Put the run off"
        submit="Put it off"
        trigger={
          <>
            <CalendarClock size={14} aria-hidden />
            Put off
          </>
        }
        onSubmit={(form) => control.postpone(ids, new Date(String(form.get('until'))))}
      >
        <p className="text-quiet">
          It begins no earlier. Of a job that takes no second run beside one that waits, none is
          begun until then.
        </p>
        <label className="grid gap-1 text-quiet">
          Until, in your time
          <input
            name="until"
            type="datetime-local"
            required
            defaultValue={localText(new Date(Date.now() + 3_600_000))}
            className="field"
          />
        </label>
      </FormDialog>
      {admin && (
        <FormDialog
          title="Which begins first"
          submit="Change the priority"
          trigger={
            <>
              <ArrowUpDown size={14} aria-hidden />
              Priority {run.priority}
            </>
          }
          onSubmit={(form) => control.prioritize(ids, Number(form.get('priority')))}
        >
          <p className="text-quiet">
            Of the runs of a job that wait, the one with the higher priority begins first: 10 where
            somebody asked for it, 0 by the clock.
          </p>
          <label className="grid gap-1 text-quiet">
            Priority, from −100 to 100
            <input
              name="priority"
              type="number"
              required
              min={-100}
              max={100}
              step={1}
              defaultValue={run.priority}
              className="field w-28"
            />
          </label>
        </FormDialog>
      )}
    </>
  );
}

/** A moment as a field of the browser takes it: local, to the minute. */
function localText(moment: Date): string {
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
