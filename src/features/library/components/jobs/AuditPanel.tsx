import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { jobsApi } from '../../services/jobs-api.ts';
import { useSession } from '../../services/session.ts';
import type { AuditPage } from '../../services/types.ts';
import { ErrorNote } from '../states.tsx';
import { type AuditFilter, AuditLog } from './AuditLog.tsx';

/** What administrators did, for administrators. */
export function AuditPanel(props: {
  filter: AuditFilter;
  /** What is to change of it. */
  onFilter: (change: AuditFilter) => void;
}) {
  const { filter } = props;
  const session = useSession();
  const audit = useInfiniteQuery({
    queryKey: ['jobs', 'audit', filter],
    queryFn: ({ pageParam }) =>
      jobsApi.audit({
        who: filter.who,
        action: filter.act,
        from: filter.from && startOf(filter.from, 0),
        to: filter.to && startOf(filter.to, 1),
        q: filter.words,
        cursor: pageParam ?? undefined,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: AuditPage) => page.next_cursor,
    placeholderData: keepPreviousData,
    enabled: session?.user.admin ?? false,
  });
  if (audit.error && !audit.data) {
    return (
      <div className="card">
        <ErrorNote error={audit.error} retry={() => void audit.refetch()} />
      </div>
    );
  }
  if (!audit.data) return null;
  return (
    <AuditLog
      entries={audit.data.pages.flatMap(({ entries }) => entries)}
      choices={audit.data.pages[0]?.filters ?? { who: [], actions: [] }}
      names={Object.assign({}, ...audit.data.pages.map(({ names }) => names))}
      me={session?.user.id}
      filter={filter}
      onFilter={props.onFilter}
      loadMore={audit.hasNextPage ? () => void audit.fetchNextPage() : undefined}
    />
  );
}

/** The moment a day begins where the reader is, so many days after the one named. */
function startOf(day: string, later: number): string {
  const start = new Date(`${day}T00:00`);
  start.setDate(start.getDate() + later);
  return start.toISOString();
}
