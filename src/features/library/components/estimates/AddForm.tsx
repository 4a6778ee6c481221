import { type FormEvent, useState } from 'react';
import type { EstimateElement } from '../../services/types.ts';
import { ElementSelect } from './ElementSelect.tsx';

/** Asks how much of an item is added, with what is usual filled in, and to which element where the estimate has any. */
export function AddForm(props: {
  unit: string;
  /** What is usual; 1 where nothing is known. */
  quantity?: number | undefined;
  elements: readonly EstimateElement[];
  /** The id of the element that stands first; null for none. */
  element: string | null;
  onAdd: (quantity: number, elementId: string | null) => Promise<unknown>;
  onDone: () => void;
}) {
  const { unit, onAdd, onDone } = props;
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const elementId = String(fields.get('element') ?? '');
    setBusy(true);
    try {
      await onAdd(Number(fields.get('quantity')), elementId === '' ? null : elementId);
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
      {props.elements.length > 0 && (
        <ElementSelect label="Element" elements={props.elements} element={props.element} />
      )}
      <button type="submit" className="button-primary" disabled={busy}>
        Add
      </button>
      <button type="button" className="button" onClick={onDone}>
        Cancel
      </button>
    </form>
  );
}
