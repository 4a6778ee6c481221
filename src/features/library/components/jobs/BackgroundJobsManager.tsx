import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { toast } from 'sonner';
import { api } from '../../services/api.ts';
import { jobsApi } from '../../services/jobs-api.ts';
import { useSession } from '../../services/session.ts';
import type { JobRun, RunsPage } from '../../services/types.ts';
import { isOpen } from '../../services/watch-run.ts';
import { ErrorNote, SkeletonRows } from '../states.tsx';
import type { AuditFilter } from './AuditLog.tsx';
import { AuditPanel } from './AuditPanel.tsx';
import { DepthPanel, type DepthView } from './DepthPanel.tsx';
import { History, type HistoryFilter } from './History.tsx';
import { type ShowRun, tellEnd, tellError, tellRun } from './notices.ts';
import { QueuePanel, StandingAlerts, useHealth } from './Operations.tsx';
import { Retention } from './Retention.tsx';
import { RunningNow } from './RunningNow.tsx';
import { refresh } from './refresh.ts';
import { type ScheduleActions, Schedules } from './Schedules.tsx';
import { Summary } from './Summary.tsx';
import { useRunControl } from './use-run-control.ts';

const runsAtOnce = 50;
const summaryDays = 7;

/** What the job manager shows of the history, of what was done, and of what waited. */
export type JobsView = HistoryFilter & AuditFilter & DepthView;

/**
 * The job manager: how the jobs went, the schedules, and every run. Asks the server by itself and needs nothing; a
 * page that keeps the filter in its address passes it in.
 */
export function BackgroundJobsManager(props: {
  filter?: JobsView;
  /** What is to change of it; the rest stays. */
  onFilter?: (change: JobsView) => void;
}) {
  const admin = useSession()?.user.admin ?? false;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const showRun = useCallback(
    (runId: string) => void navigate({ to: '/jobs/runs/$runId', params: { runId } }),
    [navigate],
  );
  const [ownView, setOwnView] = useState<JobsView>({});
  const view = props.filter ?? ownView;
  const onView =
    props.onFilter ?? ((change: JobsView) => setOwnView((before) => ({ ...before, ...change })));
  const { status, job, q, over, queue, as, ...acts } = view;
  const filter = { status, job, q };

  const runs = useInfiniteQuery({
    queryKey: ['jobs', 'runs', filter],
    queryFn: ({ pageParam }) =>
      api.runs({
        job_name: filter.job,
        status: filter.status,
        q: filter.q,
        limit: runsAtOnce,
        cursor: pageParam ?? undefined,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: RunsPage) => page.next_cursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.runs.some(isOpen)) ? refresh.live : refresh.idle,
  });
  const shown = runs.data?.pages.flatMap((page) => page.runs) ?? [];
  const refetchInterval = shown.some(isOpen) ? refresh.live : refresh.idle;
  const schedules = useQuery({
    queryKey: ['jobs', 'schedules'],
    queryFn: api.schedules,
    refetchInterval,
  });
  const summary = useQuery({
    queryKey: ['jobs', 'summary'],
    queryFn: () => api.jobSummary(summaryDays),
    refetchInterval,
  });
  const deadLetters = useQuery({
    queryKey: ['jobs', 'dead letters'],
    queryFn: () => jobsApi.countRuns({ status: 'failed' }),
    refetchInterval,
  });
  const health = useHealth();
  const control = useRunControl();
  useTellEnds(shown, showRun);
  const actions: ScheduleActions = {
    change: async (id, change) => {
      try {
        await api.changeSchedule(id, change);
      } catch (error) {
        if (change.enabled !== undefined) tellError(error);
        throw error;
      } finally {
        await queries.invalidateQueries({ queryKey: ['jobs', 'schedules'] });
      }
    },
    // What is refused is said where it was asked for.
    make: async (schedule) => {
      await jobsApi.makeSchedule(schedule);
      toast.success('The schedule is made.');
      await queries.invalidateQueries({ queryKey: ['jobs'] });
    },
    remove: async (id) => {
      await jobsApi.removeSchedule(id);
      toast.success('The schedule is deleted; the runs it has had stay.');
      await queries.invalidateQueries({ queryKey: ['jobs'] });
    },
    run: async (id, title) => {
      const refetch = () => queries.invalidateQueries({ queryKey: ['jobs'] });
      try {
        const { job_id } = await api.runSchedule(id);
        // Not by the history alone: a filter may hide the run, and a quick one is over before it is seen.
        void tellRun(job_id, `${title}: started.`, showRun).then(refetch);
      } catch (error) {
        tellError(error);
      }
      await refetch();
    },
  };
  // Not of the runs shown alone: a job is looked for because none of its runs is on the first page.
  const titles = new Map(health.data?.queues.map(({ name, title }) => [name, title]));
  for (const run of shown) titles.set(run.job_name, run.title);

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {summary.data && (
        <Summary
          summary={summary.data}
          deadLetters={deadLetters.data?.counts.failed ?? null}
          onDeadLetters={() => {
            onView({ status: 'failed', job: undefined, q: undefined });
            document.getElementById('history')?.focus();
          }}
        />
      )}
      <StandingAlerts />
      <RunningNow control={control} />
      {schedules.error && (
        <div className="card">
          <ErrorNote error={schedules.error} retry={() => void schedules.refetch()} />
        </div>
      )}
      {schedules.data && (
        <Schedules schedules={schedules.data.schedules} {...(admin && { actions })} />
      )}
      <QueuePanel />
      <DepthPanel jobs={titles} view={{ over, queue, as }} onView={onView} />
      {summary.error && !summary.data && (
        <div className="card">
          <ErrorNote error={summary.error} retry={() => void summary.refetch()} />
        </div>
      )}
      {runs.error && <ErrorNote error={runs.error} retry={() => void runs.refetch()} />}
      {runs.isPending && <SkeletonRows />}
      {runs.data && (
        <History
          runs={shown}
          jobs={titles}
          everybodys={admin}
          control={control}
          admin={admin}
          filter={filter}
          onFilter={onView}
          loadMore={runs.hasNextPage ? () => void runs.fetchNextPage() : undefined}
        />
      )}
      {admin && <Retention />}
      <AuditPanel filter={acts} onFilter={onView} />
    </div>
  );
}

/** Says of each run that ends while the page is open how it ended. */
function useTellEnds(runs: readonly JobRun[], show: ShowRun): void {
  const open = useRef(new Set<string>());
  useEffect(() => {
    for (const run of runs) {
      if (isOpen(run)) {
        open.current.add(run.id);
      } else if (open.current.delete(run.id)) {
        tellEnd(run, show);
      }
    }
  }, [runs, show]);
}
