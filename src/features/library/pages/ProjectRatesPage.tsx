import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { BulkBar } from '../components/bulk/BulkBar.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { RateGrid } from '../components/rates/RateGrid.tsx';
import { RatePanel } from '../components/rates/RatePanel.tsx';
import { SearchBox } from '../components/SearchBox.tsx';
import { Segmented } from '../components/Segmented.tsx';
import { SelectionBar } from '../components/SelectionBar.tsx';
import { EmptyNote, ErrorNote, SkeletonRows } from '../components/states.tsx';
import { api } from '../services/api.ts';
import * as format from '../services/format.ts';
import { ratesApi } from '../services/rates-api.ts';
import { useSelection } from '../services/selection.ts';
import { useSession } from '../services/session.ts';
import type { ProjectRatesPage as Page } from '../services/types.ts';
import { useLoadMore } from '../services/use-load-more.ts';

const route = getRouteApi('/signed-in/projects/$projectId/rates');

/** Which resources are shown, as the address and the reader have them. */
const shows = { used: 'In its estimates', own: 'With own rates', all: 'All' } as const;
export type Show = keyof typeof shows;
export const showNames = Object.keys(shows) as Show[];

/** What a project pays: its own rates where it has some, else the catalogue's. */
export function ProjectRatesPage() {
  const { projectId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const admin = useSession()?.user.admin ?? false;
  const change = useCallback(
    (next: Partial<typeof search>) =>
      navigate({ search: (before) => ({ ...before, ...next }), replace: true }),
    [navigate],
  );
  const onSearch = useCallback((q: string) => void change({ q: q || undefined }), [change]);
  const show = search.show ?? 'used';
  const project = useQuery({
    queryKey: ['projects', projectId],
    queryFn: () => api.project(projectId),
  });
  const { rates, rows, keys, first, total, loadMore } = useRates(projectId, show, search.q);
  const filter = { search: search.q ?? '' };
  const selection = useSelection(keys, total, JSON.stringify([filter, show]));
  const writable = admin || (project.data?.member ?? false);
  // What the project does not have of its own, it cannot change.
  const choosable = writable && show === 'own';
  const { resource } = search;
  return (
    <>
      <PageHeader
        title="Rates"
        above={
          <Link to="/projects/$projectId" params={{ projectId }} className="link">
            {project.data?.name ?? 'The project'}
          </Link>
        }
        action={
          writable && (
            <Link to="/projects/$projectId/rates/import" params={{ projectId }} className="button">
              <Download size={14} aria-hidden />
              Take over from a project
            </Link>
          )
        }
      >
        What this project pays: its own rates, else the catalogue’s.
      </PageHeader>
      <div className="flex flex-wrap items-center gap-2 px-4 pb-3 sm:px-6">
        <SearchBox label="Search code and name" value={search.q ?? ''} onSearch={onSearch} />
        <Segmented
          label="Which resources"
          options={shows}
          value={show}
          onChange={(next) => void change({ show: next })}
        />
        <p aria-live="polite" className="min-w-28 text-right whitespace-nowrap text-quiet">
          {rates.data && format.plural(total, 'resource')}
        </p>
      </div>
      <div className="px-1 sm:px-3">
        {rates.error && <ErrorNote error={rates.error} retry={() => void rates.refetch()} />}
        {rates.isPending && <SkeletonRows rows={14} />}
        {rates.data && total === 0 && (
          <EmptyNote title={search.q ? 'Nothing is called that' : 'None of these'}>
            {show === 'own'
              ? 'This project has no rates of its own; choose a resource under “All” to give it one.'
              : 'No estimate here has items that are built of resources.'}
          </EmptyNote>
        )}
      </div>
      <div className="flex min-h-0 flex-1 flex-col xl:flex-row">
        {first && total > 0 && (
          <div
            className={`min-h-0 min-w-0 flex-1 flex-col ${resource ? 'hidden xl:flex' : 'flex'}`}
          >
            <RateGrid
              key={JSON.stringify([filter, show])}
              rows={rows}
              currency={first.currency}
              total={total}
              loadMore={loadMore}
              onOpen={(row) => void change({ resource: row.resource_id })}
              selection={choosable ? selection : undefined}
            />
            {choosable && (
              <SelectionBar selection={selection} noun={['rate', 'rates']}>
                <BulkBar
                  target="project-rates"
                  projectId={projectId}
                  selection={selection}
                  filter={filter}
                />
              </SelectionBar>
            )}
          </div>
        )}
        {resource && (
          <div className="min-h-0 overflow-auto border-t border-line p-4 xl:w-[27rem] xl:shrink-0 xl:border-l">
            <RatePanel
              key={resource}
              projectId={projectId}
              resourceId={resource}
              writable={writable}
              onClose={() => void change({ resource: undefined })}
            />
          </div>
        )}
      </div>
    </>
  );
}

/** The rates of a project, page by page. */
function useRates(projectId: string, show: Show, q: string | undefined) {
  const rates = useInfiniteQuery({
    queryKey: ['projects', projectId, 'rates', show, q],
    queryFn: ({ pageParam, signal }) =>
      ratesApi.list(
        projectId,
        { search: q, show, limit: 100, cursor: pageParam ?? undefined },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
  const pages = rates.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.rates) ?? [], [pages]);
  const keys = useMemo(() => rows.map(({ resource_id }) => resource_id), [rows]);
  const loadMore = useLoadMore(rates);
  const first = pages?.[0];
  return { rates, rows, keys, first, total: first?.total ?? 0, loadMore };
}
