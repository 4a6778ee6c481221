import { type FormEvent, useState } from 'react';

/** Asks how much of an item is added, with what is usual filled in. */
export function AddForm(props: {
  unit: string;
  /** What is usual; 1 where nothing is known. */
  quantity?: number | undefined;
  onAdd: (quantity: number) => Promise<unknown>;
  onDone: () => void;
}) {
  const { unit, onAdd, onDone } = props;
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const quantity = Number(new FormData(event.currentTarget).get('quantity'));
    setBusy(true);
    try {
      await onAdd(quantity);
      onDone();
    } catch {
      // The page tells why; the form stays as it was filled in.
      setBusy(false);
    }
  };
  return (
    <form className="mt-1.5 flex flex-wrap items-center gap-2" onSubmit={submit}>
      <label className="flex items-center gap-1.5 text-small text-quiet">
        Quantity
        <input
          // biome-ignore lint/a11y/noAutofocus: the reader just asked to fill it in.
          autoFocus
          name="quantity"
          type="number"
          min="0.001"
          step="any"
          required
          defaultValue={props.quantity ?? 1}
          className="field w-24 text-right"
        />
        {unit}
      </label>
      <button type="submit" className="button-primary" disabled={busy}>
        Add
      </button>
      <button type="button" className="button" onClick={onDone}>
        Cancel
      </button>
    </form>
  );
}
