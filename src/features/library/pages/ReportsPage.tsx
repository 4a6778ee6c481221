import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { toast } from 'sonner';
import { HeadingChoice } from '../components/HeadingChoice.tsx';
import { tellError } from '../components/jobs/notices.ts';
import { PageHeader } from '../components/PageHeader.tsx';
import { ReportForm } from '../components/reports/ReportForm.tsx';
import { ReportList } from '../components/reports/ReportList.tsx';
import { ReportSchedules } from '../components/reports/ReportSchedules.tsx';
import { EmptyNote, ErrorNote, SkeletonRows } from '../components/states.tsx';
import { api } from '../services/api.ts';
import * as format from '../services/format.ts';
import { reportsApi } from '../services/reports-api.ts';
import { useSession } from '../services/session.ts';
import type { PriceReportsPage } from '../services/types.ts';

/** What a new report is of. */
export interface ReportsView {
  division?: string | undefined;
  section?: string | undefined;
  project?: string | undefined;
  /** Ids, separated by commas. */
  items?: string | undefined;
}

// Under `jobs`: what is told of jobs is told of reports as well.
const queryKey = ['jobs', 'reports'];

/** Reports of prices: asked for, followed, downloaded, and made regularly. */
export function ReportsPage() {
  const view = useSearch({ strict: false }) as ReportsView;
  const { reportId } = useParams({ strict: false });
  const admin = useSession()?.user.admin ?? false;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const headings = useQuery({ queryKey: ['library', 'headings'], queryFn: api.headings });
  const schedules = useQuery({
    queryKey: [...queryKey, 'schedules'],
    queryFn: reportsApi.schedules,
  });
  const list = useInfiniteQuery({
    queryKey: [...queryKey, 'list'],
    queryFn: ({ pageParam }) => reportsApi.list(pageParam ?? undefined),
    initialPageParam: null as string | null,
    getNextPageParam: (page: PriceReportsPage) => page.next_cursor,
  });
  const change = useCallback(
    (next: Partial<ReportsView>) =>
      void navigate({ to: '/reports', search: { ...view, ...next }, replace: true }),
    [navigate, view],
  );
  const items = view.items?.split(',').filter(Boolean);
  const scope = {
    project: view.project,
    section: view.section,
    division: view.section ? undefined : view.division,
    ...(items && { items }),
  };
  const reports = list.data?.pages.flatMap((page) => page.reports) ?? [];

  /** Does something, tells what became of it, and looks again. */
  const then = async (work: Promise<unknown>, done?: string) => {
    try {
      await work;
      if (done) toast.success(done);
    } catch (error) {
      tellError(error);
      throw error;
    } finally {
      await queries.invalidateQueries({ queryKey });
    }
  };
  const quietly = (work: Promise<unknown>, done?: string) => then(work, done).catch(() => {});

  return (
    <>
      <PageHeader title="Reports">
        Prices and how they changed, as Excel, PDF or CSV, with what you may see and nothing else.
      </PageHeader>
      <div className="grid grid-cols-1 gap-4 px-4 pb-8 sm:px-6">
        <ReportForm
          ask={(choice) =>
            quietly(
              reportsApi.ask({ ...scope, ...choice }),
              'It is being made; a notice tells when it is there.',
            )
          }
          schedule={(choice, when) =>
            then(
              reportsApi.schedule({ request: { ...scope, ...choice }, ...when }),
              'It will be made by itself.',
            )
          }
        >
          <ScopeChoice view={view} change={change}>
            <HeadingChoice headings={headings.data} value={view} onChange={change} />
          </ScopeChoice>
        </ReportForm>
        {schedules.error && <ErrorNote error={schedules.error} />}
        {schedules.data && schedules.data.schedules.length > 0 && (
          <ReportSchedules
            schedules={schedules.data.schedules}
            admin={admin}
            onSwitch={({ id }, enabled) => quietly(reportsApi.switchSchedule(id, enabled))}
            onRemove={({ id }) =>
              quietly(reportsApi.removeSchedule(id), 'The schedule is removed; its reports stay.')
            }
          />
        )}
        {list.error && <ErrorNote error={list.error} retry={() => void list.refetch()} />}
        {list.isPending && <SkeletonRows rows={6} />}
        {list.data && reports.length === 0 && (
          <EmptyNote title="None yet">
            Choose above what a report is of. It is made in the background, and kept for you here.
          </EmptyNote>
        )}
        {reports.length > 0 && (
          <ReportList
            reports={reports}
            chosen={reportId}
            admin={admin}
            download={(report) => reportsApi.download(report).catch(tellError)}
            remove={({ id }) => quietly(reportsApi.remove(id), 'The report is removed.')}
          />
        )}
        {list.hasNextPage && (
          <button
            type="button"
            className="button justify-self-start"
            onClick={() => void list.fetchNextPage()}
          >
            Show older ones
          </button>
        )}
      </div>
    </>
  );
}

/** What a report is of: a heading's choice, and what one came with, which can be let go. */
function ScopeChoice(props: {
  view: ReportsView;
  change: (next: Partial<ReportsView>) => void;
  children: React.ReactNode;
}) {
  const { view, change } = props;
  const items = view.items?.split(',').filter(Boolean) ?? [];
  const [only] = items;
  const project = useQuery({
    queryKey: ['projects', view.project],
    queryFn: () => api.project(view.project ?? ''),
    enabled: view.project !== undefined,
  });
  const item = useQuery({
    queryKey: ['library', 'item', only],
    queryFn: () => api.item(only ?? ''),
    enabled: items.length === 1,
  });
  return (
    <>
      {items.length === 0 ? (
        props.children
      ) : (
        <LetGo
          what={
            items.length === 1
              ? (item.data?.name ?? 'one item')
              : format.plural(items.length, 'item')
          }
          onClick={() => change({ items: undefined })}
        />
      )}
      {view.project && (
        <LetGo
          what={project.data?.name ?? 'this project'}
          onClick={() => change({ project: undefined })}
        />
      )}
    </>
  );
}

function LetGo({ what, onClick }: { what: string; onClick: () => void }) {
  return (
    <button type="button" className="button max-w-full" onClick={onClick}>
      <span className="truncate">Only {what}</span> <span aria-hidden>×</span>
      <span className="sr-only">: let go</span>
    </button>
  );
}
