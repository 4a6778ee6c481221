import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useMemo } from 'react';
import { type ComparedLine, ComparedLines, keyOf } from '../components/estimates/ComparedLines.tsx';
import { Difference, Moves } from '../components/estimates/Moves.tsx';
import { Figure, Figures } from '../components/Figure.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { RemoveButton } from '../components/RemoveButton.tsx';
import { Segmented } from '../components/Segmented.tsx';
import { EmptyNote, ErrorNote, PageSkeleton } from '../components/states.tsx';
import * as format from '../services/format.ts';
import { frozenApi } from '../services/frozen-api.ts';
import { useSession } from '../services/session.ts';
import type { FrozenComparison } from '../services/types.ts';
import { useLoadMore } from '../services/use-load-more.ts';
import { byWhom } from '../services/who.ts';

const route = getRouteApi('/signed-in/projects/$projectId/frozen/$versionId');

const shows = { moved: 'Moved lines', all: 'All lines', why: 'What moved it' } as const;
const sorts = { move: 'Largest first', place: 'As in the estimate' } as const;

/** What of a comparison is shown, and in which order, as the address has it. */
export const frozenShows = Object.keys(shows) as (keyof typeof shows)[];
export const frozenSorts = Object.keys(sorts) as (keyof typeof sorts)[];
export interface FrozenView {
  show?: keyof typeof shows | undefined;
  sort?: keyof typeof sorts | undefined;
  line?: string | undefined;
}

/** An estimate as it was bid beside today's prices: line by line what moved it. */
export function FrozenPage() {
  const { projectId, versionId } = route.useParams();
  const { show = 'moved', sort = 'move' } = route.useSearch();
  const session = useSession();
  const which = { show: show === 'all' ? 'all' : 'moved', sort } as const;
  const compared = useInfiniteQuery({
    queryKey: ['projects', projectId, 'frozen', versionId, which],
    queryFn: ({ pageParam, signal }) =>
      frozenApi.compare(versionId, { ...which, cursor: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: FrozenComparison) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
  const loadMore = useLoadMore(compared);
  const lines = useMemo(() => compared.data?.pages.flatMap((page) => page.lines), [compared.data]);
  const comparison = compared.data?.pages[0];
  if (compared.error && !comparison) {
    return (
      <>
        <PageHeader title="Frozen estimate" />
        <div className="px-1 sm:px-3">
          <ErrorNote error={compared.error} retry={() => void compared.refetch()} />
        </div>
      </>
    );
  }
  if (!comparison || !lines) return <PageSkeleton title="Frozen estimate" rows={10} />;
  const { version } = comparison;
  return (
    <>
      <PageHeader
        title={version.name}
        above={
          <Link
            to="/projects/$projectId"
            params={{ projectId }}
            search={{ estimate: version.estimate_id }}
            className="link"
          >
            {version.estimate_name}
          </Link>
        }
        action={<Remove projectId={projectId} versionId={versionId} />}
      >
        {format.plural(version.line_count, 'line')} frozen on {format.date(version.frozen_at)}{' '}
        {byWhom(version.frozen_by, version.frozen_by_name, session)}, beside today’s prices.
        {version.note && ` “${version.note}”`}
      </PageHeader>
      {compared.error && (
        <div className="px-1 sm:px-3">
          <ErrorNote error={compared.error} retry={() => void compared.refetch()} />
        </div>
      )}
      <Compared {...{ comparison, lines, loadMore }} />
    </>
  );
}

/** The whole, and as many of the lines as were fetched so far. */
function Compared(props: {
  comparison: FrozenComparison;
  lines: readonly ComparedLine[];
  loadMore: () => void;
}) {
  const { comparison, lines, loadMore } = props;
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: FrozenView) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  const { show = 'moved', sort = 'move' } = search;
  const { version, difference } = comparison;
  const line = useLine(version, search.line, lines);
  const money = (amount: string) => format.money(Number(amount), version.currency);
  return (
    <>
      <div className="px-4 pb-3 sm:px-6">
        <Figures label="Totals">
          <Figure name="Frozen" value={money(comparison.frozen)} />
          <Figure name="Now" value={money(comparison.now)} />
          <Figure
            name="Difference"
            value={<Difference value={difference} currency={version.currency} />}
            note={format.change(Number(comparison.frozen), Number(comparison.now))}
          />
        </Figures>
      </div>
      <div className="flex flex-wrap items-center gap-2 px-4 pb-3 sm:px-6">
        <Segmented
          label="What is shown"
          options={shows}
          value={show}
          onChange={(next) => change({ show: next, line: undefined })}
        />
        {show !== 'why' && (
          <Segmented
            label="Order"
            options={sorts}
            value={sort}
            onChange={(next) => change({ sort: next })}
          />
        )}
      </div>
      {show === 'why' && (
        <div className="card mx-4 mb-8 sm:mx-6">
          <Moves
            comparison={comparison}
            moves={comparison.moves}
            difference={difference}
            of="all"
          />
        </div>
      )}
      {show !== 'why' && lines.length === 0 && (
        <div className="px-1 sm:px-3">
          <EmptyNote title="No line moved">
            Rates, build-ups, prices and quantities are as they were frozen.
          </EmptyNote>
        </div>
      )}
      {show !== 'why' && lines.length > 0 && (
        <div className="flex min-h-0 flex-1 flex-col xl:flex-row">
          <div className={`min-h-0 min-w-0 flex-1 flex-col ${line ? 'hidden xl:flex' : 'flex'}`}>
            <ComparedLines
              key={`${show}/${sort}`}
              comparison={comparison}
              rows={lines}
              total={show === 'all' ? comparison.line_count : comparison.moved_count}
              loadMore={loadMore}
              onOpen={(row) => change({ line: keyOf(row) })}
            />
          </div>
          {line && (
            <section
              aria-label={`What moved ${line.name}`}
              className="min-h-0 overflow-auto border-t border-line p-4 xl:w-[30rem] xl:shrink-0 xl:border-l"
            >
              <div className="card">
                <div className="flex min-h-10 items-center gap-2 border-b border-line px-3">
                  <h2 className="heading mr-auto">{line.name}</h2>
                  <button
                    type="button"
                    className="icon-button"
                    aria-label="Close"
                    onClick={() => change({ line: undefined })}
                  >
                    <X size={15} aria-hidden />
                  </button>
                </div>
                <Sides line={line} currency={version.currency} />
                <Moves
                  comparison={comparison}
                  moves={line.moves}
                  difference={line.difference}
                  of="line"
                />
              </div>
            </section>
          )}
        </div>
      )}
    </>
  );
}

/** How much there was of a line and what it came to, and how much and what now. */
function Sides({ line, currency }: { line: ComparedLine; currency: string }) {
  const told = (side: ComparedLine['now']) =>
    side === null
      ? 'none'
      : `${format.quantity(Number(side.quantity))} ${line.unit}, ${format.money(Number(side.amount), currency)}`;
  return (
    <p className="border-b border-line px-3 py-2">
      <span className="text-quiet">Frozen</span> {told(line.frozen)}{' '}
      <span className="text-quiet">→ now</span> {told(line.now)}
    </p>
  );
}

/** The line that the address names; fetched alone where it is not among those fetched so far. */
function useLine(
  { id, project_id }: FrozenComparison['version'],
  key: string | undefined,
  lines: readonly ComparedLine[],
): ComparedLine | undefined {
  const fetched = lines.find((row) => keyOf(row) === key);
  const [lineId] = key?.split('/') ?? [];
  const alone = useQuery({
    queryKey: ['projects', project_id, 'frozen', id, 'line', lineId],
    queryFn: () => frozenApi.compare(id, { show: 'all', line: lineId }),
    enabled: lineId !== undefined && !fetched,
  });
  return fetched ?? alone.data?.lines.find((row) => keyOf(row) === key);
}

/** Removes the version; that it was there is kept. */
function Remove({ projectId, versionId }: { projectId: string; versionId: string }) {
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const remove = async () => {
    // The page that shows it is left first: as soon as it heard of the change it would ask for what is gone.
    await navigate({ to: '/projects/$projectId', params: { projectId } });
    await frozenApi.remove(versionId);
    await queries.invalidateQueries({ queryKey: ['projects', projectId, 'frozen'], exact: true });
  };
  return <RemoveButton warning="It cannot be brought back." onRemove={remove} />;
}
