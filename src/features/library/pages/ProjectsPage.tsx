import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback } from 'react';
import { PageHeader } from '../components/PageHeader.tsx';
import { ProjectGrid } from '../components/ProjectGrid.tsx';
import { SearchBox } from '../components/SearchBox.tsx';
import { Segmented } from '../components/Segmented.tsx';
import { EmptyNote, ErrorNote, SkeletonRows } from '../components/states.tsx';
import { api } from '../services/api.ts';
import * as format from '../services/format.ts';
import type { ProjectsPage as Page } from '../services/types.ts';
import { useLoadMore } from '../services/use-load-more.ts';

const route = getRouteApi('/signed-in/projects');

/** The states a project is in. */
export const projectStates = ['active', 'closed'] as const;

/** What the projects are filtered by; empty for all that the reader may see. */
export interface ProjectsView {
  q?: string | undefined;
  /** Those the reader is a member of. */
  whose?: 'own' | undefined;
  state?: (typeof projectStates)[number] | undefined;
}

/** The projects the reader may see. */
export function ProjectsPage() {
  const { q, whose, state } = route.useSearch();
  const navigate = route.useNavigate();
  const view = useCallback(
    (change: ProjectsView) =>
      void navigate({ search: (seen) => ({ ...seen, ...change }), replace: true }),
    [navigate],
  );
  const onSearch = useCallback((text: string) => view({ q: text || undefined }), [view]);
  const projects = useInfiniteQuery({
    queryKey: ['projects', 'list', q, whose, state],
    queryFn: ({ pageParam, signal }) =>
      api.projects(
        {
          ...{ search: q, status: state, cursor: pageParam ?? undefined },
          member: whose === 'own' ? 'true' : undefined,
        },
        signal,
      ),
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
        <Segmented
          label="Whose"
          options={{ all: 'All', own: 'Yours' }}
          value={whose ?? 'all'}
          onChange={(next) => view({ whose: next === 'own' ? next : undefined })}
        />
        <Segmented
          label="State"
          options={{ any: 'Any', active: 'Active', closed: 'Closed' }}
          value={state ?? 'any'}
          onChange={(next) => view({ state: next === 'any' ? undefined : next })}
        />
        <p aria-live="polite" className="min-w-28 text-right whitespace-nowrap text-quiet">
          {projects.data && format.plural(total, 'project')}
        </p>
      </div>
      <div className="px-1 sm:px-3">
        {projects.error && (
          <ErrorNote error={projects.error} retry={() => void projects.refetch()} />
        )}
        {projects.isPending && <SkeletonRows rows={14} />}
        {projects.data && total === 0 && <Nothing view={{ q, whose, state }} />}
      </div>
      {total > 0 && (
        <ProjectGrid
          key={[q, whose, state].join()}
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

/** Why there are none, and how there come to be some. */
function Nothing({ view: { q, whose, state } }: { view: ProjectsView }) {
  if (q) {
    return (
      <EmptyNote title="No project is called that">
        Every word must stand in its code, name or county
        {whose || state ? ', of those that are chosen' : ''}.
      </EmptyNote>
    );
  }
  if (state) {
    return (
      <EmptyNote title={`No ${state} project`}>
        {state === 'closed' ? 'An owner closes a project that is over.' : 'Make one.'}
      </EmptyNote>
    );
  }
  return (
    <EmptyNote title="No projects yet">
      Make one, import contracts with “npm run import”, or ask an owner to add you to a project.
    </EmptyNote>
  );
}
