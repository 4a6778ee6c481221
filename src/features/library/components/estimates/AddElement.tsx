import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import type { Estimate } from '../../services/types.ts';
import type { EstimateActions } from './use-estimate-actions.ts';

/** Adds elements to an estimate, one after another. */
export function AddElement(props: {
  estimate: Estimate;
  actions: EstimateActions;
  onDone: () => void;
}) {
  const { estimate, actions, onDone } = props;
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const name = String(new FormData(form).get('name')).trim();
    setBusy(true);
    setRefusal(null);
    try {
      await actions.addElement(name);
      toast.success(`Added ${name} to ${estimate.name}.`);
      form.reset();
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="border-b border-line px-3 py-2" onSubmit={submit}>
      <div className="flex flex-wrap items-center gap-2">
        <label className="flex items-center gap-1.5 text-small text-quiet">
          Element
          <input
            // biome-ignore lint/a11y/noAutofocus: the reader just asked to fill it in.
            autoFocus
            name="name"
            required
            maxLength={200}
            autoComplete="off"
            placeholder="Foundations"
            aria-invalid={refusal !== null}
            className="field w-56 max-w-full"
            onKeyDown={(event) => {
              if (event.key === 'Escape') onDone();
            }}
          />
        </label>
        <button type="submit" className="button-primary" disabled={busy}>
          Add
        </button>
        <button type="button" className="button" onClick={onDone}>
          Done
        </button>
      </div>
      {refusal && (
        <p role="alert" className="pt-1 text-bad">
          {refusal}
        </p>
      )}
    </form>
  );
}
