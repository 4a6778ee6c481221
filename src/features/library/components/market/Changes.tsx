import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import * as format from '../../services/format.ts';
import { type ChangesSearch, pricesApi } from '../../services/prices-api.ts';
import type { FoundChange } from '../../services/types.ts';
import { tellError } from '../jobs/notices.ts';
import { EmptyNote, ErrorNote, SkeletonRows } from '../states.tsx';
import { ChangeList } from './ChangeList.tsx';

/** Most changes shown at once; they are looked for nightly, and settled once seen. */
const shownChanges = 20;

/** The open changes of a market or an item, each to be settled once somebody has dealt with it. */
export function Changes(props: {
  search: Pick<ChangesSearch, 'item' | 'section' | 'division' | 'project'>;
  named: boolean;
}) {
  const { search, named } = props;
  const queries = useQueryClient();
  const changes = useQuery({
    queryKey: ['library', 'changes', search],
    queryFn: ({ signal }) =>
      pricesApi.changes({ ...search, state: 'open', limit: shownChanges }, signal),
    placeholderData: keepPreviousData,
  });
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
  const found = changes.data?.changes ?? [];
  // An item's page has nothing to say where nothing changed.
  if (!named && found.length === 0) return null;
  return (
    <section aria-labelledby="changes" className="card">
      <h2 id="changes" className="heading border-b border-line px-3 py-2.5">
        What changed
      </h2>
      {changes.error && <ErrorNote error={changes.error} retry={() => void changes.refetch()} />}
      {changes.isPending && <SkeletonRows rows={3} />}
      {changes.data && found.length === 0 && (
        <EmptyNote title="No open changes">
          Prices are looked through every night; a change of level, or a price that stands alone, is
          told here and to those whose open estimates it touches.
        </EmptyNote>
      )}
      <ChangeList
        changes={found}
        named={named}
        onSettle={(change) => void setState(change, 'settled')}
      />
      {changes.data?.next_cursor && (
        <p className="border-t border-line px-3 py-2 text-small text-quiet">
          The newest {format.count(found.length)} are shown; settle them to see those before.
        </p>
      )}
    </section>
  );
}
