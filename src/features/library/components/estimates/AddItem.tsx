import { useState } from 'react';
import { toast } from 'sonner';
import type { Estimate, LibraryRow } from '../../services/types.ts';
import { ItemSearch } from '../ItemSearch.tsx';
import { tellError } from '../jobs/notices.ts';
import { AddForm } from './AddForm.tsx';
import type { EstimateActions } from './use-estimate-actions.ts';

/** Adds items of the library to an estimate, one after another: searched for, then how much of it, and to which element. */
export function AddItem(props: {
  estimate: Estimate;
  actions: EstimateActions;
  onDone: () => void;
}) {
  const { estimate, actions, onDone } = props;
  const [item, setItem] = useState<LibraryRow | null>(null);
  /** Where the last one went, the next one is likely to. */
  const [element, setElement] = useState<string | null>(estimate.elements[0]?.id ?? null);
  return (
    <div className="border-b border-line px-3 py-2">
      {item === null ? (
        <div className="flex flex-wrap items-center gap-2">
          <ItemSearch
            autoFocus
            label="Item to add"
            placeholder="Name or code of an item…"
            align="left"
            className="w-72 max-w-full"
            onChoose={setItem}
            onLeave={onDone}
          />
          <button type="button" className="button" onClick={onDone}>
            Done
          </button>
        </div>
      ) : (
        <>
          <div className="truncate">
            <span className="font-medium">{item.name}</span>{' '}
            <span className="code text-quiet">{item.code}</span>
          </div>
          <AddForm
            unit={item.unit}
            elements={estimate.elements}
            element={element}
            onAdd={async (quantity, elementId) => {
              try {
                await actions.add(item.id, quantity, elementId);
              } catch (error) {
                tellError(error);
                throw error;
              }
              setElement(elementId);
              toast.success(`Added ${item.name} to ${estimate.name}.`);
            }}
            onDone={() => setItem(null)}
          />
        </>
      )}
    </div>
  );
}
