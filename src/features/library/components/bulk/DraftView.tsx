import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { bulkApi } from '../../services/bulk-api.ts';
import { changeOf, fieldsOf } from '../../services/bulk-change.ts';
import { sentence } from '../../services/bulk-words.ts';
import { follow } from '../../services/followed.ts';
import type { BulkChange, BulkRowsPage, BulkUpdate } from '../../services/types.ts';
import { useLoadMore } from '../../services/use-load-more.ts';
import { useSettled } from '../../services/use-settled.ts';
import { tellError } from '../jobs/notices.ts';
import { PageHeader } from '../PageHeader.tsx';
import { ErrorNote, SkeletonRows } from '../states.tsx';
import { ChangedRows } from './ChangedRows.tsx';
import { ChangeFieldset } from './ChangeFieldset.tsx';
import { DraftFigures } from './DraftFigures.tsx';
import { EffectTable } from './EffectTable.tsx';
import { BackToUpdates } from './OutcomeView.tsx';

/** How long typing may pause before what it would do is asked for, in milliseconds. */
const settleTime = 250;

/** What a bulk update would do, while it can still be another; nothing is changed until it is started. */
export function DraftView({ update }: { update: BulkUpdate }) {
  const queries = useQueryClient();
  const [fields, setFields] = useState(() => fieldsOf(update));
  const [starting, setStarting] = useState(false);
  const typed = changeOf(fields);
  const settled = useSettled(JSON.stringify(typed), settleTime);
  const change: BulkChange | string = JSON.parse(settled);
  const { plan, effect, rows, loadMore } = usePlan(update, change);
  const upToDate = settled === JSON.stringify(typed) && !plan.isFetching;
  const counts = plan.data;
  const start = async () => {
    if (typeof typed === 'string' || !counts) return;
    setStarting(true);
    try {
      // Whatever else was asked meanwhile: what is started is what is seen here.
      await bulkApi.change(update.id, typed);
      const { job_id } = await bulkApi.start(update.id);
      follow({
        runId: job_id,
        title: sentence('doing', typed, counts.changes, update.target),
        link: `/bulk-updates/${update.id}`,
      });
      // It is no draft any more, also for who comes back before the server was asked again.
      queries.setQueryData<BulkUpdate>(['jobs', 'bulk', update.id], {
        ...update,
        method: typed.method,
        value: typed.value ?? null,
        round_to: typed.round_to ?? null,
        state: 'queued',
        run_id: job_id,
        row_count: counts.rows,
      });
      await queries.invalidateQueries({ queryKey: ['jobs', 'bulk'] });
    } catch (error) {
      tellError(error);
      setStarting(false);
    }
  };
  const does =
    typeof typed === 'string' || !counts
      ? 'Change them'
      : sentence('do', typed, counts.changes, update.target);
  const ready = upToDate && !starting && counts && counts.changes > 0 && counts.below_zero === 0;
  return (
    <>
      <PageHeader
        title="Preview"
        above={<BackToUpdates />}
        action={
          <button
            type="button"
            className="button-primary"
            disabled={!ready}
            onClick={() => void start()}
          >
            {does}
          </button>
        }
      >
        Nothing is changed yet.{update.project_name && ` ${update.project_name}.`}
      </PageHeader>
      <div className="grid grid-cols-1 gap-4 px-4 pb-8 sm:px-6 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid min-w-0 grid-cols-1 content-start gap-4">
          <div className="grid gap-2">
            <ChangeFieldset fields={fields} onChange={setFields} />
            <p role="alert" className="text-small text-bad empty:hidden">
              {typeof change === 'string' && change}
            </p>
          </div>
          {plan.error && <ErrorNote error={plan.error} retry={() => void plan.refetch()} />}
          {counts && <DraftFigures draft={counts} />}
          <section
            aria-label="What changes"
            className="card flex max-h-[30rem] flex-col overflow-hidden"
          >
            {rows.data ? (
              <ChangedRows
                show="changes"
                rows={rows.data.pages.flatMap((page) => page.rows)}
                total={rows.data.pages[0]?.total ?? 0}
                loadMore={loadMore}
              />
            ) : (
              <SkeletonRows rows={12} />
            )}
          </section>
        </div>
        <div className="min-w-0">
          {effect.error && <ErrorNote error={effect.error} retry={() => void effect.refetch()} />}
          {effect.data ? (
            <EffectTable effect={effect.data} />
          ) : (
            !effect.error && <SkeletonRows rows={6} />
          )}
        </div>
      </div>
    </>
  );
}

/** What a draft would do with a change: counts, effect on estimates, rows. The server is asked one thing after another. */
function usePlan(update: BulkUpdate, change: BulkChange | string) {
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const inTurn = <Answer,>(ask: () => Promise<Answer>): Promise<Answer> => {
    const answer = last.current.then(ask, ask);
    last.current = answer.catch(() => {});
    return answer;
  };
  const { id } = update;
  // Of a change that was asked for before, the server may hold another by now.
  const common = {
    gcTime: 0,
    staleTime: 0,
    retry: false,
    placeholderData: keepPreviousData,
  } as const;
  const plan = useQuery({
    ...common,
    queryKey: ['bulk draft', id, change],
    queryFn: () =>
      inTurn(() => {
        if (typeof change === 'string') throw new Error(change);
        return bulkApi.change(id, change);
      }),
    enabled: typeof change !== 'string',
  });
  const planned = plan.isSuccess && !plan.isPlaceholderData && !plan.isFetching;
  const effect = useQuery({
    ...common,
    queryKey: ['bulk draft', id, change, 'effect'],
    queryFn: () => inTurn(() => bulkApi.effect(id)),
    enabled: planned,
  });
  const rows = useInfiniteQuery({
    ...common,
    queryKey: ['bulk draft', id, change, 'rows'],
    queryFn: ({ pageParam }) =>
      inTurn(() => bulkApi.rows(id, { limit: 100, cursor: pageParam ?? undefined })),
    initialPageParam: null as string | null,
    getNextPageParam: (page: BulkRowsPage) => page.next_cursor,
    enabled: planned,
  });
  return { plan, effect, rows, loadMore: useLoadMore(rows) };
}
