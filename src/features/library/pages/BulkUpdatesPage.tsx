import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { RunStatus } from '../components/jobs/RunStatus.tsx';
import { LibraryPlaces } from '../components/LibraryPlaces.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { EmptyNote, ErrorNote, SkeletonRows } from '../components/states.tsx';
import { bulkApi } from '../services/bulk-api.ts';
import { titleOf } from '../services/bulk-words.ts';
import * as format from '../services/format.ts';
import { useSession } from '../services/session.ts';
import type { BulkHistoryPage, BulkUpdate } from '../services/types.ts';
import { byWhom } from '../services/who.ts';

/** The bulk updates there were, and their undos. */
export function BulkUpdatesPage() {
  const history = useInfiniteQuery({
    queryKey: ['jobs', 'bulk', 'history'],
    queryFn: ({ pageParam }) => bulkApi.history({ cursor: pageParam ?? undefined }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: BulkHistoryPage) => page.next_cursor,
  });
  const updates = history.data?.pages.flatMap((page) => page.updates) ?? [];
  return (
    <>
      <PageHeader title="Bulk updates" action={<LibraryPlaces />}>
        Prices and rates that were changed together, each with the way back.
      </PageHeader>
      <div className="px-4 pb-8 sm:px-6">
        {history.error && <ErrorNote error={history.error} retry={() => void history.refetch()} />}
        {history.isPending && <SkeletonRows rows={8} />}
        {history.data && updates.length === 0 && (
          <EmptyNote title="None yet">
            Choose items or resources in their lists, and say what becomes of their prices; you see
            what it does before anything changes.
          </EmptyNote>
        )}
        {updates.length > 0 && (
          <section aria-label="History" className="card overflow-x-auto">
            <table className="data">
              <thead>
                <tr>
                  <th scope="col">What</th>
                  <th scope="col" className="max-sm:hidden">
                    Status
                  </th>
                  <th scope="col" className="number max-md:hidden">
                    Left alone
                  </th>
                  <th scope="col" className="number max-md:hidden">
                    Taken back
                  </th>
                  <th scope="col" className="number">
                    When
                  </th>
                </tr>
              </thead>
              <tbody>
                {updates.map((update) => (
                  <Row key={update.id} update={update} />
                ))}
              </tbody>
            </table>
            {history.hasNextPage && (
              <div className="border-t border-line p-2 text-center">
                <button
                  type="button"
                  className="button"
                  onClick={() => void history.fetchNextPage()}
                >
                  Show earlier ones
                </button>
              </div>
            )}
          </section>
        )}
      </div>
    </>
  );
}

const states = { done: 'completed', unfinished: 'failed', draft: 'queued' } as const;

function Row({ update }: { update: BulkUpdate }) {
  const session = useSession();
  const { state } = update;
  const status =
    state === 'done' || state === 'unfinished' || state === 'draft' ? states[state] : state;
  return (
    <tr className="hover:bg-hover">
      <td className="py-1">
        <Link
          to="/bulk-updates/$updateId"
          params={{ updateId: update.id }}
          className="font-medium hover:underline"
        >
          {titleOf(update)}
        </Link>
        {update.project_name && <span className="text-quiet"> in {update.project_name}</span>}
        <span className="text-quiet">
          , {byWhom(update.requested_by, update.requested_by_name, session)}
        </span>
      </td>
      <td className="max-sm:hidden">
        <RunStatus status={status} />
      </td>
      <td className="number text-quiet max-md:hidden">{format.count(update.left_alone)}</td>
      <td className="number text-quiet max-md:hidden">
        {update.kind === 'update' ? format.count(update.undone) : ''}
      </td>
      <td className="number text-quiet">
        <time dateTime={update.created_at} title={format.moment(update.created_at)}>
          {format.ago(update.created_at)}
        </time>
      </td>
    </tr>
  );
}
