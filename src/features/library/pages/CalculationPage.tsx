import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { toast } from 'sonner';
import { CalculatedItems } from '../components/costs/CalculatedItems.tsx';
import { OptionsTable } from '../components/costs/OptionsTable.tsx';
import { firstColumns, type OptionColumn } from '../components/costs/options.ts';
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
    queryKey: ['projects', projectId, 'cost presets'],
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
        {format.count(data.item_count)} items at the rates of {format.moment(data.rates_at)}
        {data.failed > 0 && `; ${format.count(data.failed)} have no cost`}.
      </PageHeader>
      {data.state === 'done' ? (
        <Calculated calculation={data} presets={presets.data.presets} />
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

/** How long typing may pause before the sums follow, in milliseconds. */
const settleTime = 250;

function Calculated(props: { calculation: KeptCalculation; presets: readonly CostPreset[] }) {
  const { id, project_id, currency, failed } = props.calculation;
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const [columns, setColumns] = useState<OptionColumn[]>(() => firstColumns(props.presets));
  const [show, setShow] = useState<'all' | 'failed'>('all');
  const settled = useSettled(columns, settleTime);
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
  const keep = async ({ name, options: kept }: OptionColumn) => {
    try {
      await costsApi.savePreset(project_id, { name, options: kept });
      toast.success(`Kept “${name}” for this project.`);
      await queries.invalidateQueries({ queryKey: ['projects', project_id, 'cost presets'] });
    } catch (error) {
      tellError(error);
    }
  };
  const total = items.data?.pages[0]?.total ?? 0;
  return (
    <div className="grid content-start gap-4 px-4 pb-8 sm:px-6">
      {comparison.error && <ErrorNote error={comparison.error} />}
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
              options={{ all: 'All', failed: 'Without a cost' }}
              value={show}
              onChange={setShow}
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
