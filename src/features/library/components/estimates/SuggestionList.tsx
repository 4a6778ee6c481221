import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import * as format from '../../services/format.ts';
import type { Suggestion, Suggestions } from '../../services/types.ts';
import { EmptyNote } from '../states.tsx';
import { Why } from '../Why.tsx';

/** What others add to such an estimate, each with its reason; where it may be changed, with a way to add it. */
export function SuggestionList(props: {
  answer: Suggestions;
  /** Adds an item; absent where the estimate may not be changed. */
  onAdd?: (item: Suggestion, quantity: number) => Promise<unknown>;
  /** Why nothing can be added, where that is so. */
  whyNot?: string | null;
}) {
  const { suggestions, items_considered } = props.answer;
  return (
    <section aria-labelledby="suggestions" className="card">
      <div className="flex min-h-10 flex-wrap items-center gap-x-2 border-b border-line px-3 py-1">
        <h2 id="suggestions" className="heading">
          Others also add
        </h2>
        {props.whyNot && <span className="text-small text-quiet">{props.whyNot}</span>}
      </div>
      {suggestions.length === 0 ? (
        <EmptyNote title="Nothing to suggest">
          {items_considered === 0
            ? 'Suggestions follow from the items of the estimate; it has none yet.'
            : 'No other estimate says anything about these items yet.'}
        </EmptyNote>
      ) : (
        <ol>
          {suggestions.map((item) => (
            <li
              key={item.library_item_id}
              className="border-b border-line px-3 py-2 last:border-b-0"
            >
              <Row item={item} {...(props.onAdd && { onAdd: props.onAdd })} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Row(props: {
  item: Suggestion;
  onAdd?: (item: Suggestion, quantity: number) => Promise<unknown>;
}) {
  const { item, onAdd } = props;
  const [adding, setAdding] = useState(false);
  const [first] = item.because;
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <Link
          to="/items/$itemId"
          params={{ itemId: item.library_item_id }}
          className="font-medium hover:underline"
        >
          {item.name}
        </Link>
        {first && (
          <p className="text-small text-quiet">
            {format.percent(first.confidence)} of estimates with {first.name} have it{' '}
            <span className="whitespace-nowrap">
              · {format.count(first.together)} of {format.count(first.of)}
            </span>
          </p>
        )}
        {adding && onAdd && <AddForm item={item} onAdd={onAdd} onDone={() => setAdding(false)} />}
      </div>
      <Why of={`${item.name} is suggested`}>
        <p className="mb-2 font-medium">{item.name}</p>
        <ul className="grid gap-1.5">
          {item.because.map((reason) => (
            <li key={reason.library_item_id}>
              {format.count(reason.together)} of the {format.count(reason.of)} estimates with{' '}
              <b>{reason.name}</b> have it: {format.percent(reason.confidence)},{' '}
              {reason.lift.toFixed(1)} times more often than by chance.
            </li>
          ))}
        </ul>
        <p className="mt-2 text-small text-quiet">
          Evidence {item.score.toFixed(2)}; higher is stronger.
        </p>
      </Why>
      {onAdd && !adding && (
        <button
          type="button"
          className="icon-button"
          aria-label={`Add ${item.name}`}
          onClick={() => setAdding(true)}
        >
          <Plus size={15} aria-hidden />
        </button>
      )}
    </div>
  );
}

function AddForm(props: {
  item: Suggestion;
  onAdd: (item: Suggestion, quantity: number) => Promise<unknown>;
  onDone: () => void;
}) {
  const { item, onAdd, onDone } = props;
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const quantity = Number(new FormData(event.currentTarget).get('quantity'));
    setBusy(true);
    try {
      await onAdd(item, quantity);
      onDone();
    } catch {
      // The page tells why; the form stays as it was filled in.
      setBusy(false);
    }
  };
  return (
    <form className="mt-1.5 flex items-center gap-2" onSubmit={submit}>
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
          defaultValue="1"
          className="field w-24 text-right"
        />
        {item.unit}
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
