import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback } from 'react';
import { HeadingChoice } from '../components/HeadingChoice.tsx';
import { type ChangeKind, Changes } from '../components/market/Changes.tsx';
import { IndexPanel } from '../components/market/IndexPanel.tsx';
import { MarketGrid } from '../components/market/MarketGrid.tsx';
import { Thresholds } from '../components/market/Thresholds.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { monthsBack, type Range, ranges } from '../components/prices/prices.ts';
import { Segmented } from '../components/Segmented.tsx';
import { EmptyNote, ErrorNote, SkeletonRows } from '../components/states.tsx';
import { api } from '../services/api.ts';
import * as format from '../services/format.ts';
import { pricesApi } from '../services/prices-api.ts';
import { useSession } from '../services/session.ts';
import type { PriceTrendsPage } from '../services/types.ts';
import { useLoadMore } from '../services/use-load-more.ts';

const route = getRouteApi('/signed-in/market');
const rowsAtOnce = 60;

/** Months a change is told over. */
const spans = { '1': '1 month', '3': '3 months', '6': '6 months', '12': '12 months' } as const;
export type Span = keyof typeof spans;
export const spanNames = Object.keys(spans) as Span[];

/** Ways to sort the market. */
const sorts = {
  change: 'Strongest moves',
  rise: 'Strongest rises',
  fall: 'Strongest falls',
  volatility: 'Most unsteady',
  observations: 'Most prices',
  code: 'Code',
} as const;
export type MarketSort = keyof typeof sorts;
export const marketSorts = Object.keys(sorts) as MarketSort[];

/** Fewest prices in both months of a change: a median of few says little. */
const minimums = [1, 3, 5, 10, 20];
const usualMinimum = 3;

/** What of the market is shown. */
export interface MarketView {
  division?: string | undefined;
  section?: string | undefined;
  project?: string | undefined;
  over?: Span | undefined;
  sort?: MarketSort | undefined;
  minimum?: number | undefined;
  /** Without them where left out. */
  lump_sums?: 'with' | undefined;
  range?: Range | undefined;
  /** Of the changes that were found; both kinds where left out. */
  kind?: ChangeKind | undefined;
}

/** Which prices move: an index of the library or a part of it, and its strongest movers. */
export function MarketPage() {
  const view = route.useSearch();
  const { over = '6', sort = 'change', minimum = usualMinimum, range = '6m', lump_sums } = view;
  const navigate = route.useNavigate();
  const change = useCallback(
    (next: Partial<MarketView>) =>
      void navigate({ search: (before) => ({ ...before, ...next }), replace: true }),
    [navigate],
  );
  const headings = useQuery({ queryKey: ['library', 'headings'], queryFn: api.headings });
  const project = useQuery({
    queryKey: ['projects', view.project],
    queryFn: () => api.project(view.project ?? ''),
    enabled: view.project !== undefined,
  });
  const scope = {
    division: view.section ? undefined : view.division,
    section: view.section,
    project: view.project,
  };
  const trends = useInfiniteQuery({
    queryKey: ['library', 'market', scope, over, sort, minimum, lump_sums],
    queryFn: ({ pageParam, signal }) =>
      pricesApi.trends(
        {
          ...scope,
          over: Number(over),
          sort,
          minimum,
          lump_sums,
          limit: rowsAtOnce,
          cursor: pageParam,
        },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: PriceTrendsPage) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  const newest = trends.data?.pages[0]?.to;
  const index = useQuery({
    queryKey: ['library', 'market', 'index', scope, range, lump_sums, newest],
    queryFn: () =>
      pricesApi.index({
        ...scope,
        lump_sums,
        from: newest ? monthsBack(newest, range) : undefined,
      }),
    enabled: trends.data !== undefined,
    placeholderData: keepPreviousData,
  });
  const admin = useSession()?.user.admin ?? false;
  const sectionName = headings.data?.divisions
    .flatMap(({ sections }) => sections)
    .find(({ id }) => id === view.section)?.name;
  const rows = trends.data?.pages.flatMap((page) => page.trends) ?? [];
  const loadMore = useLoadMore(trends);

  return (
    <>
      <PageHeader
        title="Market"
        action={
          <Link to="/reports" search={scope} className="button">
            Report
          </Link>
        }
      >
        {newest
          ? `How prices move, up to ${format.month(newest)}, by what you may see.`
          : 'How prices move, by what you may see.'}
      </PageHeader>
      <div className="flex flex-wrap items-center gap-2 px-4 pb-3 sm:px-6">
        <HeadingChoice headings={headings.data} value={view} onChange={change} />
        <select
          aria-label="Sort"
          className="field"
          value={sort}
          onChange={({ target }) =>
            change({ sort: marketSorts.find((name) => name === target.value) })
          }
        >
          {marketSorts.map((name) => (
            <option key={name} value={name}>
              {sorts[name]}
            </option>
          ))}
        </select>
        <Segmented
          label="Change over"
          options={spans}
          value={over}
          onChange={(next) => change({ over: next })}
        />
        <select
          aria-label="Fewest prices in a month"
          className="field"
          value={minimum}
          onChange={({ target }) => change({ minimum: Number(target.value) })}
        >
          {minimums.map((least) => (
            <option key={least} value={least}>
              at least {format.plural(least, 'price')} a month
            </option>
          ))}
        </select>
        <label
          className="flex min-h-8 items-center gap-2"
          title="Items whose prices are for a whole, as mobilization"
        >
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={lump_sums === 'with'}
            onChange={({ target }) => change({ lump_sums: target.checked ? 'with' : undefined })}
          />
          Lump sums
        </label>
        {view.project && (
          <button type="button" className="button" onClick={() => change({ project: undefined })}>
            Only {project.data?.code ?? 'this project'} <span aria-hidden>×</span>
            <span className="sr-only">: show all projects</span>
          </button>
        )}
      </div>
      <div className="px-4 pb-4 sm:px-6">
        {index.error && <ErrorNote error={index.error} retry={() => void index.refetch()} />}
        {index.isPending && <div className="card h-96 animate-pulse" />}
        {index.data && (
          <IndexPanel index={index.data}>
            <Segmented
              label="Range of the index"
              options={ranges}
              value={range}
              onChange={(next) => change({ range: next })}
            />
          </IndexPanel>
        )}
      </div>
      <div className="grid grid-cols-1 gap-4 px-4 pb-4 sm:px-6 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] xl:items-start">
        <Changes search={scope} kind={view.kind} onKind={(kind) => change({ kind })} />
        {admin && (
          <Thresholds of={{ section: view.section }} name={sectionName ?? 'the whole library'} />
        )}
      </div>
      <h2 className="heading px-4 pb-2 sm:px-6">{sorts[sort]}</h2>
      <div className="px-1 sm:px-3">
        {trends.error && <ErrorNote error={trends.error} retry={() => void trends.refetch()} />}
        {trends.isPending && <SkeletonRows rows={10} />}
        {trends.data && rows.length === 0 && (
          <EmptyNote title="Nothing moved that could be seen">
            A change needs {format.plural(minimum, 'price')} of an item in its newest month and as
            many {spans[over]} before. Ask for fewer, a shorter time, or another section.
          </EmptyNote>
        )}
      </div>
      {rows.length > 0 && (
        <div className="flex min-h-96 flex-1 flex-col">
          <MarketGrid
            key={JSON.stringify([scope, over, sort, minimum, lump_sums])}
            over={Number(over)}
            rows={rows}
            more={trends.hasNextPage}
            loadMore={loadMore}
            onOpen={(row) =>
              void navigate({ to: '/items/$itemId', params: { itemId: row.library_item_id } })
            }
          />
        </div>
      )}
    </>
  );
}
