import { Ban, Pencil, RotateCcw, Trash2 } from 'lucide-react';
import * as format from '../../services/format.ts';
import type { JobRun } from '../../services/types.ts';
import { FormDialog } from './FormDialog.tsx';
import type { RunControl } from './run-control.ts';
import { WaitingRun } from './WaitingRun.tsx';

/** What can be done with one run, as it stands; editing and discarding are for administrators. */
export function RunActions(props: { run: JobRun; control: RunControl; admin: boolean }) {
  const { run, control, admin } = props;
  const ids = [run.id];
  const open = run.status === 'queued' || run.status === 'running';
  return (
    <div className="flex flex-wrap gap-2">
      {run.status === 'queued' && <WaitingRun run={run} control={control} admin={admin} />}
      {open && (
        <button type="button" className="button" onClick={() => void control.cancel(ids)}>
          <Ban size={14} aria-hidden />
          Cancel the run
        </button>
      )}
      {(run.status === 'failed' || run.status === 'cancelled') && (
        <button type="button" className="button" onClick={() => void control.retry(ids)}>
          <RotateCcw size={14} aria-hidden />
          Try again
        </button>
      )}
      {admin && run.status === 'failed' && (
        <>
          <EditInput run={run} onRetry={(input) => control.retry(ids, input)} />
          <Discard count={1} onDiscard={(reason) => control.discard(ids, reason)} />
        </>
      )}
    </div>
  );
}

/** Asks for a reason, since what is discarded is not tried again. */
export function Discard(props: { count: number; onDiscard: (reason: string) => Promise<unknown> }) {
  const one = props.count === 1;
  const what = one ? 'this run' : `${format.count(props.count)} runs`;
  return (
    <FormDialog
      title={`Discard ${what}`}
      submit={`Discard ${what}`}
      trigger={
        <>
          <Trash2 size={14} aria-hidden />
          Discard{!one && ` ${format.count(props.count)}`}
        </>
      }
      onSubmit={(form) => props.onDiscard(String(form.get('reason')))}
    >
      <p className="text-quiet">
        {one
          ? 'It will not be tried again; this cannot be undone. The reason is kept with it.'
          : 'They will not be tried again; this cannot be undone. The reason is kept with each.'}
      </p>
      <label className="grid gap-1 text-quiet">
        Reason
        <input name="reason" required maxLength={500} className="field" />
      </label>
    </FormDialog>
  );
}

/** Asks first, since what a running one has done so far is lost. */
export function CancelMany(props: { count: number; onCancel: () => Promise<unknown> }) {
  const what = `${format.count(props.count)} ${props.count === 1 ? 'run' : 'runs'}`;
  return (
    <FormDialog
      title={`Cancel ${what}`}
      submit={`Cancel ${what}`}
      trigger={
        <>
          <Ban size={14} aria-hidden />
          Cancel {format.count(props.count)}
        </>
      }
      onSubmit={props.onCancel}
    >
      <p className="text-quiet">
        What waits will not begin; what runs stops, and what it has done in its last step is taken
        back. Each can be tried again.
      </p>
    </FormDialog>
  );
}

function EditInput(props: { run: JobRun; onRetry: (input: unknown) => Promise<unknown> }) {
  return (
    <FormDialog
      title="Edit the input and try again"
      submit="Try again with this"
      trigger={
        <>
          <Pencil size={14} aria-hidden />
          Edit and try again
        </>
      }
      onSubmit={async (form) => props.onRetry(parsed(String(form.get('input'))))}
    >
      <label className="grid gap-1 text-quiet">
        Input, as JSON
        <textarea
          name="input"
          required
          rows={10}
          spellCheck={false}
          defaultValue={JSON.stringify(props.run.input, null, 2)}
          className="code rounded-md border border-strong-line bg-surface p-2 text-ink"
        />
      </label>
    </FormDialog>
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`This is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}
