import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { DraftView } from '../components/bulk/DraftView.tsx';
import { OutcomeView } from '../components/bulk/OutcomeView.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { ErrorNote, PageSkeleton } from '../components/states.tsx';
import { bulkApi } from '../services/bulk-api.ts';

const route = getRouteApi('/signed-in/bulk-updates/$updateId');

/** One bulk update: looked at before, watched while it runs, and taken back after. */
export function BulkUpdatePage() {
  const { updateId } = route.useParams();
  const update = useQuery({
    queryKey: ['jobs', 'bulk', updateId],
    queryFn: () => bulkApi.one(updateId),
    refetchInterval: ({ state: { data } }) =>
      data?.state === 'queued' || data?.state === 'running' ? 1_000 : false,
  });
  if (update.error && !update.data) {
    return (
      <>
        <PageHeader title="Bulk update" />
        <div className="px-1 sm:px-3">
          <ErrorNote error={update.error} retry={() => void update.refetch()} />
        </div>
      </>
    );
  }
  if (!update.data) return <PageSkeleton title="Bulk update" rows={8} />;
  return update.data.state === 'draft' ? (
    <DraftView key={updateId} update={update.data} />
  ) : (
    <OutcomeView key={updateId} update={update.data} />
  );
}
