import { keepPreviousData, useQuery } from '@tanstack/react-query';
import * as format from '../../services/format.ts';
import { type ChangesSearch, pricesApi } from '../../services/prices-api.ts';
import { EmptyNote, ErrorNote, SkeletonRows } from '../states.tsx';
import { ChangesPanel } from './ChangesPanel.tsx';

/** Most changes shown at once; they are looked for nightly, and settled once seen. */
const shownChanges = 20;

/** The open changes of a market. */
export function Changes(props: {
  search: Pick<ChangesSearch, 'section' | 'division' | 'project'>;
}) {
  const { search } = props;
  const changes = useQuery({
    queryKey: ['library', 'changes', search],
    queryFn: ({ signal }) =>
      pricesApi.changes({ ...search, state: 'open', limit: shownChanges }, signal),
    placeholderData: keepPreviousData,
  });
  const found = changes.data?.changes ?? [];
  return (
    <ChangesPanel
      changes={found}
      named
      note={
        changes.data?.next_cursor &&
        `The newest ${format.count(found.length)} are shown; settle them to see those before.`
      }
    >
      {changes.error && <ErrorNote error={changes.error} retry={() => void changes.refetch()} />}
      {changes.isPending && <SkeletonRows rows={3} />}
      {changes.data && found.length === 0 && (
        <EmptyNote title="No open changes">
          Prices are looked through every night; a change of level, or a price that stands alone, is
          told here and to those whose open estimates it touches.
        </EmptyNote>
      )}
    </ChangesPanel>
  );
}
