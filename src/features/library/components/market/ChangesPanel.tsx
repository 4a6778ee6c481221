import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import { pricesApi } from '../../services/prices-api.ts';
import type { FoundChange } from '../../services/types.ts';
import { tellError } from '../jobs/notices.ts';
import { ChangeList } from './ChangeList.tsx';

/** Open changes, each to be settled once somebody has dealt with it. */
export function ChangesPanel(props: {
  changes: readonly FoundChange[];
  /** Whether each says of which item it is. */
  named: boolean;
  /** What chooses among them, in its head. */
  choice?: ReactNode;
  /** What stands above the list, such as that there is none. */
  children?: ReactNode;
  /** What stands below it. */
  note?: ReactNode;
}) {
  const queries = useQueryClient();
  const setState = async (change: FoundChange, state: FoundChange['state']) => {
    try {
      await pricesApi.settle(change.id, state);
      await queries.invalidateQueries({ queryKey: ['library', 'changes'] });
      if (state === 'settled') {
        toast.success(`The change of ${change.name} is settled.`, {
          action: { label: 'Undo', onClick: () => void setState(change, 'open') },
        });
      }
    } catch (error) {
      tellError(error);
    }
  };
  return (
    <section aria-labelledby="changes" className="card">
      <div className="flex flex-wrap items-center gap-2 border-b border-line py-1 pr-2 pl-3">
        <h2 id="changes" className="heading mr-auto flex h-8 items-center">
          What changed
        </h2>
        {props.choice}
      </div>
      {props.children}
      <ChangeList
        changes={props.changes}
        named={props.named}
        onSettle={(change) => void setState(change, 'settled')}
      />
      {props.note && (
        <p className="border-t border-line px-3 py-2 text-small text-quiet">{props.note}</p>
      )}
    </section>
  );
}
