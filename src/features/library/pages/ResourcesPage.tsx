import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { BulkBar } from '../components/bulk/BulkBar.tsx';
import { SavedFilters } from '../components/bulk/SavedFilters.tsx';
import { LibraryPlaces } from '../components/LibraryPlaces.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { ResourceGrid } from '../components/ResourceGrid.tsx';
import { SearchBox } from '../components/SearchBox.tsx';
import { SelectionBar } from '../components/SelectionBar.tsx';
import { EmptyNote, ErrorNote, SkeletonRows } from '../components/states.tsx';
import { bulkApi } from '../services/bulk-api.ts';
import * as format from '../services/format.ts';
import { useSelection } from '../services/selection.ts';
import { useSession } from '../services/session.ts';
import type { BulkFilter, ResourcesPage as Page } from '../services/types.ts';
import { useLoadMore } from '../services/use-load-more.ts';

const route = getRouteApi('/signed-in/resources');

/** Kinds of resources, as the address and the reader have them. */
const kinds = { material: 'Material', labor: 'Labor', equipment: 'Equipment' } as const;
export type Kind = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as Kind[];

/** The resources that items are made of; administrators choose some and change their rates. */
export function ResourcesPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const admin = useSession()?.user.admin ?? false;
  const change = useCallback(
    (next: Partial<typeof search>) =>
      navigate({ search: (before) => ({ ...before, ...next }), replace: true }),
    [navigate],
  );
  const onSearch = useCallback((q: string) => void change({ q: q || undefined }), [change]);
  const filter: BulkFilter = { search: search.q ?? '', ...(search.kind && { kind: search.kind }) };
  const resources = useInfiniteQuery({
    queryKey: ['library', 'resources', search],
    queryFn: ({ pageParam, signal }) =>
      bulkApi.resources(
        { search: search.q, kind: search.kind, limit: 100, cursor: pageParam ?? undefined },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
  const pages = resources.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.resources) ?? [], [pages]);
  const keys = useMemo(() => rows.map(({ id }) => id), [rows]);
  const total = pages?.[0]?.total ?? 0;
  const selection = useSelection(keys, total, JSON.stringify(filter));
  const loadMore = useLoadMore(resources);
  return (
    <>
      <PageHeader title="Resources" action={<LibraryPlaces />}>
        What items are made of, at the catalogue’s rates; a project may have rates of its own.
      </PageHeader>
      <div className="flex flex-wrap items-center gap-2 px-4 pb-3 sm:px-6">
        <SearchBox label="Search code and name" value={search.q ?? ''} onSearch={onSearch} />
        <select
          aria-label="Kind"
          className="field"
          value={search.kind ?? ''}
          onChange={({ target }) =>
            void change({ kind: kindNames.find((kind) => kind === target.value) })
          }
        >
          <option value="">All kinds</option>
          {kindNames.map((kind) => (
            <option key={kind} value={kind}>
              {kinds[kind]}
            </option>
          ))}
        </select>
        {admin && (
          <SavedFilters
            target="resources"
            filter={filter}
            onUse={(used) =>
              void change({
                q: used.search || undefined,
                kind: kindNames.find((kind) => kind === used.kind),
              })
            }
          />
        )}
        <p aria-live="polite" className="min-w-28 text-right whitespace-nowrap text-quiet">
          {resources.data && format.plural(total, 'resource')}
        </p>
      </div>
      <div className="px-1 sm:px-3">
        {resources.error && (
          <ErrorNote error={resources.error} retry={() => void resources.refetch()} />
        )}
        {resources.isPending && <SkeletonRows rows={14} />}
        {resources.data && total === 0 && (
          <EmptyNote
            title={search.q || search.kind ? 'Nothing is called that' : 'No resources yet'}
          >
            {search.q || search.kind
              ? 'Every word must stand in the resource’s code or name.'
              : 'Items imported from bids have prices, but no build-up; resources come with a library of build-ups.'}
          </EmptyNote>
        )}
      </div>
      {total > 0 && (
        <>
          <ResourceGrid
            key={JSON.stringify(search)}
            rows={rows}
            total={total}
            loadMore={loadMore}
            selection={admin ? selection : undefined}
          />
          <SelectionBar selection={selection} noun={['resource', 'resources']}>
            <BulkBar target="resources" selection={selection} filter={filter} />
          </SelectionBar>
        </>
      )}
    </>
  );
}
