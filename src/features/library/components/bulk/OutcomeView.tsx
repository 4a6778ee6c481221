import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../services/api.ts';
import { bulkApi } from '../../services/bulk-api.ts';
import { counted, titleOf } from '../../services/bulk-words.ts';
import { follow } from '../../services/followed.ts';
import * as format from '../../services/format.ts';
import { useSession } from '../../services/session.ts';
import type { BulkRowsPage, BulkUpdate } from '../../services/types.ts';
import { useLoadMore } from '../../services/use-load-more.ts';
import { byWhom } from '../../services/who.ts';
import { Figure, Figures } from '../Figure.tsx';
import { tellError } from '../jobs/notices.ts';
import { RunStatus } from '../jobs/RunStatus.tsx';
import { PageHeader } from '../PageHeader.tsx';
import { Segmented } from '../Segmented.tsx';
import { EmptyNote, SkeletonRows } from '../states.tsx';
import { ChangedRows } from './ChangedRows.tsx';

/** The way back to all bulk updates. */
export function BackToUpdates() {
  return (
    <Link to="/bulk-updates" className="link">
      Bulk updates
    </Link>
  );
}

/** A bulk update that was started: how far it is, what it changed, and the way back. */
export function OutcomeView({ update }: { update: BulkUpdate }) {
  const navigate = useNavigate();
  const session = useSession();
  const open = update.state === 'queued' || update.state === 'running';
  const standing = update.changed - update.undone;
  const undoable = update.kind === 'update' && !open && standing > 0;
  const conflicts = useQuery({
    queryKey: ['jobs', 'bulk', update.id, 'in the way'],
    queryFn: () => bulkApi.rows(update.id, { show: 'conflicts', limit: 1 }),
    enabled: undoable,
  });
  const inTheWay = conflicts.data?.total ?? 0;
  const [asked, setAsked] = useState(false);
  const undo = async () => {
    setAsked(true);
    try {
      const { id, job_id } = await bulkApi.undo(update.id, inTheWay > 0);
      const link = `/bulk-updates/${id}`;
      follow({ runId: job_id, title: `Taking back ${counted(standing, update.target)}`, link });
      await navigate({ to: link });
    } catch (error) {
      tellError(error);
      await conflicts.refetch();
      setAsked(false);
    }
  };
  const by = byWhom(update.requested_by, update.requested_by_name, session);
  return (
    <>
      <PageHeader
        title={titleOf(update)}
        above={<BackToUpdates />}
        action={
          undoable &&
          conflicts.data &&
          standing > inTheWay && (
            <button type="button" className="button" disabled={asked} onClick={() => void undo()}>
              <Undo2 size={14} aria-hidden />
              {inTheWay === 0 ? 'Undo' : `Undo the other ${format.count(standing - inTheWay)}`}
            </button>
          )
        }
      >
        Asked for {by} {format.ago(update.created_at)}
        {update.project_name && `, in ${update.project_name}`}.
        {update.undoes && (
          <>
            {' '}
            <Link
              to="/bulk-updates/$updateId"
              params={{ updateId: update.undoes }}
              className="link"
            >
              What it takes back
            </Link>
          </>
        )}
      </PageHeader>
      <div className="grid grid-cols-1 content-start gap-4 px-4 pb-8 sm:px-6">
        <Counts update={update} />
        {inTheWay > 0 && (
          <p className="text-warning">
            {counted(inTheWay, update.target)} {inTheWay === 1 ? 'was' : 'were'} changed since.
            Taking {inTheWay === 1 ? 'it' : 'them'} back would overwrite that, so{' '}
            {inTheWay === 1 ? 'it stays as it is' : 'they stay as they are'}.
          </p>
        )}
        <Rows key={update.state} update={update} inTheWay={inTheWay} />
      </div>
    </>
  );
}

const states = { done: 'completed', unfinished: 'failed' } as const;

function Counts({ update }: { update: BulkUpdate }) {
  const { state, run_id } = update;
  const run = useQuery({
    queryKey: ['jobs', 'run', run_id],
    queryFn: () => api.run(run_id ?? ''),
    enabled: run_id !== null && state !== 'done',
    refetchInterval: state === 'running' || state === 'queued' ? 1_000 : false,
  });
  const status = state === 'done' || state === 'unfinished' ? states[state] : state;
  return (
    <>
      <Figures label="What it did">
        <Figure
          name="Status"
          value={status === 'draft' ? 'Draft' : <RunStatus status={status} />}
          note={
            run_id && (
              <Link to="/jobs/runs/$runId" params={{ runId: run_id }} className="link">
                The run
              </Link>
            )
          }
        />
        <Figure
          name={update.kind === 'undo' ? 'Taken back' : 'Changed'}
          value={format.count(update.changed)}
          note={`of ${format.count(update.row_count)}`}
        />
        <Figure
          name="Left alone"
          value={format.count(update.left_alone)}
          why={
            <p>
              Rows somebody else changed meanwhile, which would have been overwritten, and rows that
              had no price to change.
            </p>
          }
        />
        {update.kind === 'update' && (
          <Figure name="Taken back since" value={format.count(update.undone)} />
        )}
      </Figures>
      {run.data?.error_message && <p className="text-bad">{run.data.error_message}</p>}
    </>
  );
}

const shows = { changes: 'Changed', left: 'Left alone', conflicts: 'Changed since' } as const;

function Rows({ update, inTheWay }: { update: BulkUpdate; inTheWay: number }) {
  const [show, setShow] = useState<keyof typeof shows>('changes');
  const rows = useInfiniteQuery({
    queryKey: ['jobs', 'bulk', update.id, 'rows', show],
    queryFn: ({ pageParam }) =>
      bulkApi.rows(update.id, { show, limit: 100, cursor: pageParam ?? undefined }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: BulkRowsPage) => page.next_cursor,
  });
  const loadMore = useLoadMore(rows);
  const { conflicts, ...usual } = shows;
  const total = rows.data?.pages[0]?.total ?? 0;
  return (
    <section aria-label="Rows" className="card flex max-h-[32rem] flex-col overflow-hidden">
      <div className="flex h-10 shrink-0 items-center gap-3 px-3">
        <Segmented
          label="Which rows"
          options={inTheWay > 0 ? shows : (usual as typeof shows)}
          value={show}
          onChange={setShow}
        />
        <p aria-live="polite" className="text-quiet">
          {rows.data && format.count(total)}
        </p>
      </div>
      {!rows.data && <SkeletonRows rows={10} />}
      {rows.data && total === 0 && <EmptyNote title="None" />}
      {total > 0 && (
        <ChangedRows
          key={show}
          show={show}
          rows={rows.data?.pages.flatMap((page) => page.rows) ?? []}
          total={total}
          loadMore={loadMore}
        />
      )}
    </section>
  );
}
