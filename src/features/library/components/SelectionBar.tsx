import type { ReactNode } from 'react';
import * as format from '../services/format.ts';
import type { Selection } from '../services/selection.ts';

/** What can be done with the rows chosen; it appears with them. */
export function SelectionBar(props: {
  selection: Selection;
  /** What is chosen, one and many: `item`, `items`. */
  noun: readonly [one: string, many: string];
  children: ReactNode;
}) {
  const { selection, noun } = props;
  if (selection.count === 0) return null;
  const [one, many] = noun;
  return (
    <div
      role="toolbar"
      aria-label={`Chosen ${many}`}
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line bg-selected px-4 py-2 sm:px-6"
    >
      <p aria-live="polite" className="font-medium whitespace-nowrap">
        {selection.all ? 'All ' : ''}
        {format.count(selection.count)} {selection.count === 1 ? one : many}
        {selection.all ? ' that match' : ''}
      </p>
      <button type="button" className="button ml-auto sm:order-last" onClick={selection.clear}>
        Choose none
      </button>
      {props.children}
    </div>
  );
}
