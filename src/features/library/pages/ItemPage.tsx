import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { BuildUp } from '../components/BuildUp.tsx';
import { Figure, Figures } from '../components/Figure.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { PricePanel, type Range } from '../components/prices/PricePanel.tsx';
import { ErrorNote, SkeletonRows } from '../components/states.tsx';
import { Trend } from '../components/Trend.tsx';
import { UsedWith } from '../components/UsedWith.tsx';
import { api } from '../services/api.ts';
import * as format from '../services/format.ts';
import type { ItemStatistics } from '../services/types.ts';

const route = getRouteApi('/signed-in/items/$itemId');

/** An item: how much it is used, with what, what it cost over time and what it is made of. */
export function ItemPage() {
  const { itemId } = route.useParams();
  const { range = '6m' } = route.useSearch();
  const navigate = route.useNavigate();
  const item = useQuery({ queryKey: ['library', 'item', itemId], queryFn: () => api.item(itemId) });
  const newest = useQuery({
    queryKey: ['library', 'item', itemId, 'prices', 'all'],
    queryFn: () => api.prices(itemId),
  });
  const from = newest.data && startOf(range, newest.data.observations.at(-1)?.captured_at);
  const ranged = useQuery({
    queryKey: ['library', 'item', itemId, 'prices', from],
    queryFn: () => api.prices(itemId, { from }),
    enabled: from !== undefined,
    placeholderData: keepPreviousData,
  });
  const history = from === undefined ? newest.data : ranged.data;

  if (item.error) return <ErrorNote error={item.error} retry={() => void item.refetch()} />;
  if (!item.data) return <SkeletonRows rows={10} />;
  const { name, code, unit, statistics, build_up } = item.data;
  return (
    <>
      <PageHeader title={name} above={`${item.data.division_name} › ${item.data.section_name}`}>
        <span className="code">{code}</span> · priced per {unit}
        {item.data.description && ` · ${item.data.description}`}
      </PageHeader>
      <div className="grid gap-4 px-4 pb-8 sm:px-6 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="xl:col-span-2">
          <Use statistics={statistics} />
        </div>
        <div className="grid min-w-0 content-start gap-4">
          {newest.error && <ErrorNote error={newest.error} retry={() => void newest.refetch()} />}
          {history && (
            <PricePanel
              history={history}
              range={range}
              onRange={(next: Range) => void navigate({ search: { range: next }, replace: true })}
            />
          )}
          {build_up && <BuildUp result={build_up} currency={item.data.build_up_currency} />}
        </div>
        <div className="min-w-0">
          <UsedWith statistics={statistics} />
        </div>
      </div>
    </>
  );
}

const monthsOf = { '6m': 6, '1y': 12, '2y': 24, all: null } as const;

/** The ISO date a range begins on, counted back from the newest price; undefined for all. */
function startOf(range: Range, newest: string | undefined): string | undefined {
  const months = monthsOf[range];
  if (months === null || newest === undefined) return undefined;
  const start = new Date(newest);
  start.setUTCMonth(start.getUTCMonth() - months);
  return start.toISOString().slice(0, 10);
}

function Use({ statistics }: { statistics: ItemStatistics }) {
  const asOf = statistics.as_of ? format.date(statistics.as_of) : null;
  return (
    <Figures label="Use">
      <Figure
        name="Popularity"
        value={statistics.popularity_score.toFixed(1)}
        note="of 100"
        why={
          <p>
            min(100, 100 × log₁₀(n + 1) ÷ log₁₀(1001)) with n ={' '}
            {format.count(statistics.usage_count_30d)} uses in the 30 days before{' '}
            {asOf ?? 'the last count'}. A thousand uses are 100.
          </p>
        }
      />
      <Figure
        name="Uses, 30 days"
        value={format.count(statistics.usage_count_30d)}
        note={asOf && `before ${asOf}`}
      />
      <Figure
        name="Trend"
        value={<Trend trend={statistics.trending} />}
        why={
          <p>
            These 30 days against the 30 before. Up or down only where the change is larger than
            chance would bring (one in twenty to each side) and than a tenth.
          </p>
        }
      />
      <Figure name="Uses, all time" value={format.count(statistics.total_usage_all_time)} />
      <Figure name="Projects" value={format.count(statistics.projects_used_in)} />
      <Figure
        name="Last used"
        value={statistics.last_used ? format.date(statistics.last_used) : 'never'}
      />
    </Figures>
  );
}
