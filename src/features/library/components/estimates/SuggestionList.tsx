import { Link } from '@tanstack/react-router';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import * as format from '../../services/format.ts';
import type { EstimateElement, Suggestion, Suggestions } from '../../services/types.ts';
import { EmptyNote } from '../states.tsx';
import { Why } from '../Why.tsx';
import { AddForm } from './AddForm.tsx';

/** An item that is suggested, stands on the checklist or was dismissed. */
export type Lacking = Suggestions['dismissed'][number];

/** What may be done with suggestions; absent where the estimate may not be changed. */
export interface SuggestionActions {
  add: (item: Lacking, quantity: number, elementId: string | null) => Promise<unknown>;
  dismiss: (item: Lacking) => Promise<unknown>;
  restore: (item: Lacking) => Promise<unknown>;
}

/** What others add to such an estimate, each with its reason; where it may be changed, with a way to add or dismiss it. */
export function SuggestionList(props: {
  answer: Suggestions;
  actions: SuggestionActions | null;
  elements: readonly EstimateElement[];
  /** The element that the estimate has an item in; null for none. */
  elementOf: (itemId: string) => string | null;
  /** Why nothing can be added, where that is so. */
  whyNot?: string | null;
}) {
  const { answer, actions, elements, elementOf } = props;
  const { suggestions, checklist, dismissed, items_considered } = answer;
  return (
    <>
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
              <Row key={item.library_item_id} {...{ item, actions, elements, elementOf }}>
                <Because item={item} />
              </Row>
            ))}
          </ol>
        )}
        {dismissed.length > 0 && <Dismissed items={dismissed} actions={actions} />}
      </section>
      {checklist.length > 0 && (
        <section aria-labelledby="checklist" className="card">
          <div className="border-b border-line px-3 py-2">
            <h2 id="checklist" className="heading">
              In nearly every estimate
            </h2>
            <p className="text-small text-quiet">Missing here; check whether that is meant.</p>
          </div>
          <ul>
            {checklist.map((item) => (
              <Row key={item.library_item_id} {...{ item, actions, elements, elementOf }}>
                <p className="text-small text-quiet">
                  {format.count(item.estimates)} of {format.count(item.of)} estimates have it
                </p>
              </Row>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Row(props: {
  item: Lacking & Partial<Suggestion>;
  actions: SuggestionActions | null;
  elements: readonly EstimateElement[];
  elementOf: (itemId: string) => string | null;
  children: React.ReactNode;
}) {
  const { item, actions } = props;
  const [reason] = item.because ?? [];
  const [adding, setAdding] = useState(false);
  return (
    <li className="flex items-start gap-2 border-b border-line px-3 py-2 last:border-b-0">
      <div className="min-w-0 flex-1">
        <Link
          to="/items/$itemId"
          params={{ itemId: item.library_item_id }}
          className="font-medium hover:underline"
        >
          {item.name}
        </Link>
        {props.children}
        {adding && actions && (
          <AddForm
            unit={item.unit}
            quantity={item.usual?.quantity ? rounded(item.usual.quantity.median) : undefined}
            elements={props.elements}
            // It goes with what it is suggested for.
            element={reason ? props.elementOf(reason.library_item_id) : null}
            onAdd={(quantity, elementId) => actions.add(item, quantity, elementId)}
            onDone={() => setAdding(false)}
          />
        )}
      </div>
      {item.because && item.because.length > 0 && (
        <Why of={`${item.name} is suggested`}>
          <Evidence name={item.name} because={item.because} verdicts={item.verdicts} />
        </Why>
      )}
      {actions && !adding && (
        <>
          <button
            type="button"
            className="icon-button"
            aria-label={`Dismiss ${item.name}`}
            onClick={() => void actions.dismiss(item)}
          >
            <X size={15} aria-hidden />
          </button>
          <button
            type="button"
            className="icon-button"
            aria-label={`Add ${item.name}`}
            onClick={() => setAdding(true)}
          >
            <Plus size={15} aria-hidden />
          </button>
        </>
      )}
    </li>
  );
}

/** The strongest reason in one line, and how much is usual. */
function Because({ item }: { item: Suggestion }) {
  const [first] = item.because;
  const reason =
    first &&
    `In ${format.count(first.together)} of ${format.count(first.of)} estimates with ${first.name}`;
  const usual = usually(item);
  return (
    <p className="text-small text-quiet">
      {[reason, usual && `usually about ${usual}`].filter(Boolean).join('; ')}
    </p>
  );
}

/** Such as "95 kg per m³, 11,700 kg here"; a ratio too small to be pictured is left out. */
function usually({ usual, unit }: Suggestion): string | null {
  if (!usual) return null;
  const here = usual.quantity && `${format.quantity(rounded(usual.quantity.median))} ${unit}`;
  if (!usual.per) return here;
  const ratio = usual.per.ratio.median;
  const rate = `${format.quantity(rounded(ratio))} ${unit} ${perUnit(usual.per.unit)}`;
  if (here === null) return rate;
  return ratio < 0.1 ? `${here} here` : `${rate}, ${here} here`;
}

function Evidence(props: Pick<Suggestion, 'name' | 'because'> & Partial<Suggestion>) {
  const { accepted, dismissed } = props.verdicts ?? { accepted: 0, dismissed: 0 };
  return (
    <>
      <p className="mb-2 font-medium">{props.name}</p>
      <ul className="grid grid-cols-1 gap-1.5">
        {props.because.map((reason) => (
          <li key={reason.library_item_id}>
            {format.count(reason.together)} of the {format.count(reason.of)} estimates with{' '}
            <b>{reason.name}</b> have it: {format.percent(reason.confidence)},{' '}
            {reason.lift.toFixed(1)} times more often than by chance.
          </li>
        ))}
      </ul>
      {accepted + dismissed > 0 && (
        <p className="mt-2 text-small text-quiet">
          Where it was suggested in the last year, it was added {format.count(accepted)} times and
          dismissed {format.count(dismissed)} times.
        </p>
      )}
    </>
  );
}

function Dismissed(props: { items: readonly Lacking[]; actions: SuggestionActions | null }) {
  const { items, actions } = props;
  return (
    <details className="border-t border-line px-3 py-2">
      <summary className="cursor-pointer text-small text-quiet">
        {format.count(items.length)} dismissed
      </summary>
      <ul className="mt-1 grid grid-cols-1 gap-1">
        {items.map((item) => (
          <li key={item.library_item_id} className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate">{item.name}</span>
            {actions && (
              <button
                type="button"
                className="button"
                aria-label={`Put ${item.name} back`}
                onClick={() => void actions.restore(item)}
              >
                Put back
              </button>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** For each one, or per m³. */
const perUnit = (unit: string) => (/^(each|ea)$/i.test(unit) ? 'for each' : `per ${unit}`);

/** To three digits: what is usual is not known any better. */
const rounded = (value: number) => Number(value.toPrecision(3));
