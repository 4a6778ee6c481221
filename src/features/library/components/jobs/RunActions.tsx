import { Ban, Pencil, RotateCcw, Trash2 } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type FormEvent, type ReactNode, useState } from 'react';
import * as format from '../../services/format.ts';
import type { WhichRuns } from '../../services/jobs-api.ts';
import type { JobRun } from '../../services/types.ts';

/** What is done with runs; each says itself what came of it, and rejects where it was refused. */
export interface RunControl {
  retry(runs: WhichRuns, input?: unknown): Promise<unknown>;
  cancel(runs: WhichRuns): Promise<unknown>;
  discard(runs: WhichRuns, reason: string): Promise<unknown>;
}

/** What can be done with one run, as it stands; editing and discarding are for administrators. */
export function RunActions(props: { run: JobRun; control: RunControl; admin: boolean }) {
  const { run, control, admin } = props;
  const ids = [run.id];
  const open = run.status === 'queued' || run.status === 'running';
  return (
    <div className="flex flex-wrap gap-2">
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

/** A form in a dialog that closes once it was taken, and says why where it was not. */
function FormDialog(props: {
  title: string;
  submit: string;
  trigger: ReactNode;
  children: ReactNode;
  onSubmit: (form: FormData) => Promise<unknown>;
}) {
  const [open, setOpen] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    try {
      await props.onSubmit(new FormData(event.currentTarget));
      setOpen(false);
      setRefusal(null);
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="button">{props.trigger}</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.3)]" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[15vh] left-1/2 z-50 w-[min(32rem,calc(100vw-1.5rem))] -translate-x-1/2 rounded-xl border border-line bg-raised p-4 shadow-2xl"
        >
          <Dialog.Title className="mb-2 text-large font-semibold">{props.title}</Dialog.Title>
          <form className="grid gap-3" onSubmit={submit}>
            {props.children}
            {refusal && (
              <p role="alert" className="text-bad">
                {refusal}
              </p>
            )}
            <div className="flex justify-end gap-2">
              <Dialog.Close className="button">Leave it</Dialog.Close>
              <button type="submit" className="button-primary">
                {props.submit}
              </button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
