import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useState } from 'react';
import { toast } from 'sonner';
import { CalculatedItems } from '../components/costs/CalculatedItems.tsx';
import { OptionsTable } from '../components/costs/OptionsTable.tsx';
import {
  firstColumns,
  mostColumns,
  type OptionColumn,
  withColumn,
} from '../components/costs/options.ts';
import {
  type AddressedOptions,
  toAddress,
  toColumns,
} from '../components/costs/options-address.ts';
import { Presets } from '../components/costs/Presets.tsx';
import { tellError } from '../components/jobs/notices.ts';
import { ProgressBar } from '../components/jobs/RunStatus.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { Segmented } from '../components/Segmented.tsx';
import { EmptyNote, ErrorNote, PageSkeleton, SkeletonRows } from '../components/states.tsx';
import { costsApi } from '../services/costs-api.ts';
import * as format from '../services/format.ts';
import type { CalculationItemsPage, CostPreset, KeptCalculation } from '../services/types.ts';
import { useLoadMore } from '../services/use-load-more.ts';
import { useSettled } from '../services/use-settled.ts';

const route = getRouteApi('/signed-in/projects/$projectId/costs/$calculationId');

const shows = { all: 'All', failed: 'Without a cost' } as const;

/** Which items of a calculation are shown, and with which sets of markups, as the address has it. */
export const calculationShows = Object.keys(shows) as (keyof typeof shows)[];
export interface CalculationView {
  show?: keyof typeof shows | undefined;
  options?: AddressedOptions[] | undefined;
}

/** What was calculated for a project: with several sets of markups side by side, in sum and item by item. */
export function CalculationPage() {
  const { projectId, calculationId } = route.useParams();
  const calculation = useQuery({
    queryKey: ['jobs', 'costs', calculationId],
    queryFn: () => costsApi.one(calculationId),
    refetchInterval: ({ state: { data } }) =>
      data?.state === 'queued' || data?.state === 'running' ? 1_000 : false,
  });
  const presets = useQuery({
    queryKey: presetsKey(projectId),
    queryFn: () => costsApi.presets(projectId),
  });
  const error = calculation.error ?? presets.error;
  if (error && !(calculation.data && presets.data)) {
    return (
      <>
        <PageHeader title="Costs" />
        <div className="px-1 sm:px-3">
          <ErrorNote error={error} retry={() => void calculation.refetch()} />
        </div>
      </>
    );
  }
  if (!calculation.data || !presets.data) return <PageSkeleton title="Costs" rows={8} />;
  const { data } = calculation;
  return (
    <>
      <PageHeader
        title={data.name}
        above={
          <Link to="/projects/$projectId/costs" params={{ projectId }} className="link">
            Costs
          </Link>
        }
      >
        {format.plural(data.item_count, 'item')} at the rates of {format.moment(data.rates_at)}
        {data.failed > 0 &&
          `; ${format.count(data.failed)} ${data.failed === 1 ? 'has no cost and counts' : 'have no cost and count'} for nothing here`}
        .
      </PageHeader>
      {data.state === 'done' ? (
        <Calculated key={calculationId} calculation={data} presets={presets.data.presets} />
      ) : (
        <Unfinished calculation={data} />
      )}
    </>
  );
}

function Unfinished({ calculation }: { calculation: KeptCalculation }) {
  const { state, calculated, failed, item_count, run_id } = calculation;
  if (state !== 'queued' && state !== 'running') {
    return (
      <EmptyNote title="It did not reach its end">
        {run_id && (
          <Link to="/jobs/runs/$runId" params={{ runId: run_id }} className="link">
            See what became of the run
          </Link>
        )}
      </EmptyNote>
    );
  }
  return (
    <div className="flex items-center gap-3 px-4 sm:px-6">
      <ProgressBar name="Calculating" share={(calculated + failed) / item_count} />
      <p className="text-quiet">
        {format.count(calculated + failed)} of {format.count(item_count)}. You can go on working;
        what comes of it is kept here.
      </p>
    </div>
  );
}

const presetsKey = (projectId: string) => ['projects', projectId, 'cost presets'];

/** How long typing may pause before the sums and the address follow, in milliseconds. */
const settleTime = 250;

/**
 * The sets of markups side by side: those of the address, else the project's own. What the reader makes of them stands in
 * the address, so that a link shows the same. `settled` is what they are once typing pauses.
 */
function useColumns(presets: readonly CostPreset[]) {
  const navigate = route.useNavigate();
  const { options } = route.useSearch();
  const [first] = useState(() => (options ? toColumns(options) : firstColumns(presets)));
  const [columns, setColumns] = useState<OptionColumn[]>(first);
  const settled = useSettled(columns, settleTime);
  const tell = useEffectEvent((told: OptionColumn[]) => {
    const sets = toAddress(told);
    if (!sets) return;
    void navigate({
      search: (before) => ({ ...before, options: sets }),
      replace: true,
      resetScroll: false,
    });
  });
  useEffect(() => {
    if (settled !== first) tell(settled);
  }, [settled, first]);
  return { columns, settled, setColumns };
}

function Calculated(props: { calculation: KeptCalculation; presets: readonly CostPreset[] }) {
  const { id, project_id, currency, failed } = props.calculation;
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const { show = 'all' } = route.useSearch();
  const { columns, settled, setColumns } = useColumns(props.presets);
  const options = settled.map((column) => column.options);
  const comparison = useQuery({
    queryKey: ['cost comparison', id, options],
    queryFn: ({ signal }) => costsApi.compare(id, options, signal),
    placeholderData: keepPreviousData,
    // What was calculated stays: no other work makes it stale.
    staleTime: 'static',
  });
  const items = useInfiniteQuery({
    queryKey: ['cost comparison', id, 'items', show, options],
    queryFn: ({ pageParam, signal }) =>
      costsApi.items(id, { options, show, limit: 100, cursor: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: CalculationItemsPage) => page.next_cursor,
    placeholderData: keepPreviousData,
    staleTime: 'static',
  });
  const loadMore = useLoadMore(items);
  const change = async (work: Promise<unknown>, done: string) => {
    try {
      await work;
      toast.success(done);
      await queries.invalidateQueries({ queryKey: presetsKey(project_id) });
    } catch (error) {
      tellError(error);
    }
  };
  const keep = ({ name, options: kept }: OptionColumn) =>
    change(
      costsApi.savePreset(project_id, { name, options: kept }),
      `Kept “${name}” for this project.`,
    );
  const remove = ({ id: presetId, name }: CostPreset) =>
    change(
      costsApi.removePreset(project_id, presetId),
      `Removed “${name}” from this project’s markups.`,
    );
  const total = items.data?.pages[0]?.total ?? 0;
  return (
    <div className="grid grid-cols-1 content-start gap-4 px-4 pb-8 sm:px-6">
      {comparison.error && <ErrorNote error={comparison.error} />}
      <Presets
        presets={props.presets}
        full={columns.length >= mostColumns}
        onAdd={({ name, options: kept }) =>
          setColumns(withColumn(columns, { name, options: kept }))
        }
        onRemove={remove}
      />
      <OptionsTable
        columns={columns}
        comparison={comparison.data}
        currency={currency}
        onChange={setColumns}
        onKeep={(column) => void keep(column)}
      />
      <section aria-label="Items" className="card flex max-h-[32rem] flex-col overflow-hidden">
        {failed > 0 && (
          <div className="flex h-10 shrink-0 items-center px-3">
            <Segmented
              label="Which items"
              options={shows}
              value={show}
              onChange={(chosen) =>
                void navigate({ search: (before) => ({ ...before, show: chosen }), replace: true })
              }
            />
          </div>
        )}
        {items.data ? (
          <CalculatedItems
            key={show}
            rows={items.data.pages.flatMap((page) => page.items)}
            names={settled.map(({ name }) => name)}
            currency={currency}
            total={total}
            loadMore={loadMore}
            onOpen={(row) =>
              void navigate({ to: '/items/$itemId', params: { itemId: row.library_item_id } })
            }
          />
        ) : (
          <SkeletonRows rows={10} />
        )}
      </section>
    </div>
  );
}
