import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { BulkBar } from '../components/bulk/BulkBar.tsx';
import { SavedFilters } from '../components/bulk/SavedFilters.tsx';
import { CalculateBar } from '../components/costs/CalculateBar.tsx';
import { ExportMenu } from '../components/files/ExportMenu.tsx';
import { HeadingChoice } from '../components/HeadingChoice.tsx';
import { LibraryGrid } from '../components/LibraryGrid.tsx';
import { LibraryPlaces } from '../components/LibraryPlaces.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { SearchBox } from '../components/SearchBox.tsx';
import { SelectionBar } from '../components/SelectionBar.tsx';
import { EmptyNote, ErrorNote, SkeletonRows } from '../components/states.tsx';
import { api } from '../services/api.ts';
import * as format from '../services/format.ts';
import { useSelection } from '../services/selection.ts';
import { useSession } from '../services/session.ts';
import type { BulkFilter, LibraryHeadings, LibraryPage as Page } from '../services/types.ts';
import { useLoadMore } from '../services/use-load-more.ts';

const route = getRouteApi('/signed-in/');
const rowsAtOnce = 100;

/** Ways to sort the library, as the address and the reader have them. */
const sorts = {
  popularity: 'Most popular',
  usage: 'Most used',
  code: 'Code',
  name: 'Name',
} as const;
export type Sort = keyof typeof sorts;
export const sortNames = Object.keys(sorts) as Sort[];

/** The library, searched and sorted by its address. */
export function LibraryPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = useCallback(
    (next: Partial<typeof search>) =>
      navigate({ search: (before) => ({ ...before, ...next }), replace: true }),
    [navigate],
  );
  const onSearch = useCallback((q: string) => void change({ q: q || undefined }), [change]);
  const admin = useSession()?.user.admin ?? false;
  const headings = useQuery({ queryKey: ['library', 'headings'], queryFn: api.headings });
  const items = useInfiniteQuery({
    queryKey: ['library', 'items', search],
    queryFn: ({ pageParam, signal }) =>
      api.items(
        {
          search: search.q,
          division: search.section ? undefined : search.division,
          section: search.section,
          sort: search.sort,
          limit: rowsAtOnce,
          cursor: pageParam ?? undefined,
        },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
  const pages = items.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages]);
  const keys = useMemo(() => rows.map(({ id }) => id), [rows]);
  const total = pages?.[0]?.total ?? 0;
  const filter = filterOf(search);
  const selection = useSelection(keys, total, JSON.stringify(filter));
  const loadMore = useLoadMore(items);

  return (
    <>
      <PageHeader title="Library" action={<LibraryPlaces />}>
        {described(headings.data)}
      </PageHeader>
      <div className="flex flex-wrap items-center gap-2 px-4 pb-3 sm:px-6">
        <SearchBox label="Search code and name" value={search.q ?? ''} onSearch={onSearch} />
        <HeadingChoice headings={headings.data} value={search} onChange={change} />
        <select
          aria-label="Sort"
          className="field"
          value={search.sort ?? 'popularity'}
          onChange={(event) =>
            void change({ sort: sortNames.find((name) => name === event.target.value) })
          }
        >
          {sortNames.map((name) => (
            <option key={name} value={name}>
              {sorts[name]}
            </option>
          ))}
        </select>
        {admin && (
          <SavedFilters
            target="items"
            filter={filter}
            onUse={({ search: q, division, section }) =>
              void change({ q: q || undefined, division, section })
            }
          />
        )}
        <ExportMenu
          filter={{
            search: search.q,
            division: search.section ? undefined : search.division,
            section: search.section,
          }}
          shown={total}
          all={headings.data?.items ?? total}
        />
        <p aria-live="polite" className="min-w-24 text-right whitespace-nowrap text-quiet">
          {items.data && format.plural(total, 'item')}
        </p>
      </div>
      <div className="px-1 sm:px-3">
        {items.error && <ErrorNote error={items.error} retry={() => void items.refetch()} />}
        {items.isPending && <SkeletonRows rows={14} />}
        {items.data && total === 0 && (
          <EmptyNote title="Nothing is called that">
            Every word must stand in the item’s code or name. Try fewer words, or another section.
          </EmptyNote>
        )}
      </div>
      {total > 0 && (
        <>
          <LibraryGrid
            // Another search starts at its top.
            key={JSON.stringify(search)}
            rows={rows}
            total={total}
            loadMore={loadMore}
            onOpen={(row) => void navigate({ to: '/items/$itemId', params: { itemId: row.id } })}
            selection={selection}
          />
          <SelectionBar selection={selection} noun={['item', 'items']}>
            {admin && <BulkBar target="items" selection={selection} filter={filter} />}
            <CalculateBar selection={selection} filter={filter} />
          </SelectionBar>
        </>
      )}
    </>
  );
}

/** What finds the rows of a search, as bulk updates and saved filters have it. */
function filterOf(search: {
  q?: string | undefined;
  division?: string | undefined;
  section?: string | undefined;
}): BulkFilter {
  const { q, division, section } = search;
  return {
    search: q ?? '',
    ...(section ? { section } : division && { division }),
  };
}

function described(headings: LibraryHeadings | undefined): string {
  if (!headings) return 'What can be built, how often it is, and what it costs.';
  const counted = headings.as_of ? `, use counted as of ${format.date(headings.as_of)}` : '';
  return `${format.plural(headings.items, 'item')} in ${headings.divisions.length} divisions${counted}.`;
}
