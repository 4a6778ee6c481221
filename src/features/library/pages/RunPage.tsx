import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { RunActions } from '../components/jobs/RunActions.tsx';
import { RunDetail } from '../components/jobs/RunDetail.tsx';
import { RunHistory } from '../components/jobs/RunHistory.tsx';
import { useRunControl } from '../components/jobs/use-run-control.ts';
import { PageHeader } from '../components/PageHeader.tsx';
import { ErrorNote, PageSkeleton } from '../components/states.tsx';
import { api } from '../services/api.ts';
import { useSession } from '../services/session.ts';

const route = getRouteApi('/signed-in/jobs/runs/$runId');

/** One run of a job, watched while it is not over. */
export function RunPage() {
  const { runId } = route.useParams();
  const run = useQuery({
    queryKey: ['jobs', 'run', runId],
    queryFn: () => api.run(runId),
    refetchInterval: ({ state }) => (state.data && !state.data.finished_at ? 1_000 : false),
  });
  const history = useQuery({
    queryKey: ['jobs', 'run', runId, 'history'],
    queryFn: () => api.runHistory(runId),
    refetchInterval: run.data && !run.data.finished_at ? 1_000 : false,
  });
  const control = useRunControl();
  const reader = useSession()?.user;
  const admin = reader?.admin ?? false;
  if (run.error && !run.data) {
    return (
      <>
        <PageHeader title="Run" />
        <div className="px-1 sm:px-3">
          <ErrorNote error={run.error} retry={() => void run.refetch()} />
        </div>
      </>
    );
  }
  if (!run.data) return <PageSkeleton title="Run" rows={6} />;
  return (
    <>
      <PageHeader
        title={run.data.title}
        above={
          <Link to="/jobs" className="link">
            Jobs
          </Link>
        }
        action={<RunActions run={run.data} control={control} admin={admin} />}
      >
        <span className="code">{run.data.id}</span>
      </PageHeader>
      <div className="px-4 pb-8 sm:px-6">
        <RunDetail run={run.data} me={reader?.id}>
          {history.data && <RunHistory history={history.data} />}
        </RunDetail>
      </div>
    </>
  );
}
