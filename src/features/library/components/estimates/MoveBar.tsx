import { type FormEvent, useState } from 'react';
import type { Selection } from '../../services/selection.ts';
import type { Estimate, EstimateElement, EstimateLine } from '../../services/types.ts';
import { SelectionBar } from '../SelectionBar.tsx';
import { ElementSelect } from './ElementSelect.tsx';

/** Moves the lines that are chosen to an element of their estimate, or to none. */
export function MoveBar(props: {
  estimate: Estimate;
  selection: Selection;
  onMove: (lines: readonly EstimateLine[], to: EstimateElement | null) => Promise<boolean>;
}) {
  const { estimate, selection, onMove } = props;
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const chosen = new FormData(event.currentTarget).get('element');
    const to = estimate.elements.find(({ id }) => id === chosen) ?? null;
    setBusy(true);
    const moved = await onMove(
      estimate.lines.filter(({ id }) => selection.has(id)),
      to,
    );
    setBusy(false);
    if (moved) selection.clear();
  };
  return (
    <SelectionBar selection={selection} noun={['line', 'lines']}>
      {estimate.elements.length === 0 ? (
        <p className="text-quiet">Add an element to move them to.</p>
      ) : (
        <form className="flex min-w-0 flex-wrap items-center gap-2" onSubmit={submit}>
          <ElementSelect label="Move to" elements={estimate.elements} />
          <button type="submit" className="button-primary" disabled={busy}>
            Move
          </button>
        </form>
      )}
    </SelectionBar>
  );
}
