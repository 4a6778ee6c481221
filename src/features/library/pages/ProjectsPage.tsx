import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback } from 'react';
import { PageHeader } from '../components/PageHeader.tsx';
import { ProjectGrid } from '../components/ProjectGrid.tsx';
import { SearchBox } from '../components/SearchBox.tsx';
import { EmptyNote, ErrorNote, SkeletonRows } from '../components/states.tsx';
import { api } from '../services/api.ts';
import * as format from '../services/format.ts';
import type { ProjectsPage as Page } from '../services/types.ts';
import { useLoadMore } from '../services/use-load-more.ts';

const route = getRouteApi('/signed-in/projects');

/** The projects the reader may see. */
export function ProjectsPage() {
  const { q } = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = useCallback(
    (text: string) => void navigate({ search: { q: text || undefined }, replace: true }),
    [navigate],
  );
  const projects = useInfiniteQuery({
    queryKey: ['projects', 'list', q],
    queryFn: ({ pageParam, signal }) =>
      api.projects({ search: q, cursor: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
  const rows = projects.data?.pages.flatMap((page) => page.projects) ?? [];
  const total = projects.data?.pages[0]?.total ?? 0;
  const loadMore = useLoadMore(projects);

  return (
    <>
      <PageHeader
        title="Projects"
        action={
          <Link to="/projects/new" className="button-primary">
            New project
          </Link>
        }
      >
        Yours, and those that are a public record. Newest first.
      </PageHeader>
      <div className="flex flex-wrap items-center gap-2 px-4 pb-3 sm:px-6">
        <SearchBox label="Search code, name and county" value={q ?? ''} onSearch={onSearch} />
        <p aria-live="polite" className="min-w-28 text-right whitespace-nowrap text-quiet">
          {projects.data && `${format.count(total)} projects`}
        </p>
      </div>
      <div className="px-1 sm:px-3">
        {projects.error && (
          <ErrorNote error={projects.error} retry={() => void projects.refetch()} />
        )}
        {projects.isPending && <SkeletonRows rows={14} />}
        {projects.data && total === 0 && (
          <EmptyNote title={q ? 'No project is called that' : 'No projects yet'}>
            {q
              ? 'Every word must stand in its code, name or county.'
              : 'Make one, import contracts with “npm run import”, or ask an owner to add you to a project.'}
          </EmptyNote>
        )}
      </div>
      {total > 0 && (
        <ProjectGrid
          key={q ?? ''}
          rows={rows}
          total={total}
          loadMore={loadMore}
          onOpen={(row) =>
            void navigate({ to: '/projects/$projectId', params: { projectId: row.id } })
          }
        />
      )}
    </>
  );
}
