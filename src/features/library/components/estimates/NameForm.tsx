import { type FormEvent, useState } from 'react';

/** Asks for a name, one after another until the reader is done; a name that is refused stays as it was filled in. */
export function NameForm(props: {
  /** What it is the name of. */
  label: string;
  placeholder: string;
  submit: string;
  /** Throws what is refused. */
  onName: (name: string) => Promise<unknown>;
  onDone: () => void;
}) {
  const { label, onName, onDone } = props;
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setBusy(true);
    setRefusal(null);
    try {
      await onName(String(new FormData(form).get('name')).trim());
      form.reset();
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit}>
      <div className="flex flex-wrap items-center gap-2">
        <label className="flex items-center gap-1.5 text-small text-quiet">
          {label}
          <input
            // biome-ignore lint/a11y/noAutofocus: the reader just asked to fill it in.
            autoFocus
            name="name"
            required
            maxLength={200}
            autoComplete="off"
            placeholder={props.placeholder}
            aria-invalid={refusal !== null}
            className="field w-56 max-w-full"
            onKeyDown={(event) => {
              if (event.key === 'Escape') onDone();
            }}
          />
        </label>
        <button type="submit" className="button-primary" disabled={busy}>
          {props.submit}
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
