import { ChevronDown, ChevronUp } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import * as format from '../services/format.ts';
import type { Selection } from '../services/selection.ts';

/**
 * What can be done with the rows chosen; it appears with them. On a phone it is one line, so that the rows stay in sight,
 * and opens to what can be done.
 */
export function SelectionBar(props: {
  selection: Selection;
  /** What is chosen, one and many: `item`, `items`. */
  noun: readonly [one: string, many: string];
  children: ReactNode;
}) {
  const { selection, noun } = props;
  const [open, setOpen] = useState(false);
  const actions = useId();
  if (selection.count === 0) return null;
  const [one, many] = noun;
  const Chevron = open ? ChevronDown : ChevronUp;
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
      <button
        type="button"
        className="button sm:hidden"
        aria-expanded={open}
        aria-controls={actions}
        onClick={() => setOpen(!open)}
      >
        <Chevron size={14} aria-hidden />
        Actions
      </button>
      <div
        id={actions}
        className={`${open ? 'flex' : 'hidden'} min-w-0 flex-wrap items-center gap-x-3 gap-y-2 max-sm:w-full sm:flex`}
      >
        {props.children}
      </div>
    </div>
  );
}
