import { type FormEvent, useState } from 'react';
import type { Selection } from '../../services/selection.ts';
import type { Estimate, EstimateLine } from '../../services/types.ts';
import { SelectionBar } from '../SelectionBar.tsx';
import { ElementSelect } from './ElementSelect.tsx';
import type { EstimateActions } from './use-estimate-actions.ts';

/** Moves the lines that are chosen to an element of their estimate, or to none, or takes them out of it. */
export function LinesBar(props: {
  estimate: Estimate;
  selection: Selection;
  actions: Pick<EstimateActions, 'move' | 'remove'>;
  /** It is done, and this bar goes, with what had the focus in it. */
  onDone: () => void;
}) {
  const { estimate, selection, actions } = props;
  const [busy, setBusy] = useState(false);
  const doing = async (act: (lines: readonly EstimateLine[]) => Promise<boolean>) => {
    const chosen = estimate.lines.filter(({ id }) => selection.has(id));
    setBusy(true);
    const done = await act(chosen);
    setBusy(false);
    // What is refused stays chosen, also where the page had shown it as gone.
    if (done) {
      props.onDone();
      selection.clear();
    } else selection.chooseThese(chosen.map(({ id }) => id));
  };
  const move = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const chosen = new FormData(event.currentTarget).get('element');
    const to = estimate.elements.find(({ id }) => id === chosen) ?? null;
    void doing((lines) => actions.move(lines, to));
  };
  return (
    <SelectionBar selection={selection} noun={['line', 'lines']}>
      <button
        type="button"
        className="button"
        disabled={busy}
        onClick={() => void doing(actions.remove)}
      >
        Remove
      </button>
      {estimate.elements.length === 0 ? (
        <p className="text-quiet">Add an element to move them to.</p>
      ) : (
        <form className="flex min-w-0 flex-wrap items-center gap-2" onSubmit={move}>
          <ElementSelect label="Move to" elements={estimate.elements} />
          <button type="submit" className="button-primary" disabled={busy}>
            Move
          </button>
        </form>
      )}
    </SelectionBar>
  );
}
