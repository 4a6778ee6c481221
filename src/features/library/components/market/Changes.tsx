import { keepPreviousData, useQuery } from '@tanstack/react-query';
import * as format from '../../services/format.ts';
import { type ChangesSearch, pricesApi } from '../../services/prices-api.ts';
import { Segmented } from '../Segmented.tsx';
import { EmptyNote, ErrorNote, SkeletonRows } from '../states.tsx';
import { ChangesPanel } from './ChangesPanel.tsx';

/** Most changes shown at once; they are looked for nightly, and settled once seen. */
const shownChanges = 20;

/** Kinds of changes that can be looked at by themselves. */
const kinds = { all: 'All', shift: 'New levels', outlier: 'Single prices' } as const;
export type ChangeKind = Exclude<keyof typeof kinds, 'all'>;
export const changeKinds: ChangeKind[] = ['shift', 'outlier'];

/** The open changes of a market, of one kind or both. */
export function Changes(props: {
  search: Pick<ChangesSearch, 'section' | 'division' | 'project'>;
  kind: ChangeKind | undefined;
  onKind: (kind: ChangeKind | undefined) => void;
}) {
  const { search, kind, onKind } = props;
  const changes = useQuery({
    queryKey: ['library', 'changes', search, kind],
    queryFn: ({ signal }) =>
      pricesApi.changes({ ...search, kind, state: 'open', limit: shownChanges }, signal),
    placeholderData: keepPreviousData,
  });
  const found = changes.data?.changes ?? [];
  return (
    <ChangesPanel
      changes={found}
      named
      choice={
        <Segmented
          label="Kind of change"
          options={kinds}
          value={kind ?? 'all'}
          onChange={(next) => onKind(next === 'all' ? undefined : next)}
        />
      }
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
