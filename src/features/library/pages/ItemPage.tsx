import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { BuildUp } from '../components/costs/BuildUp.tsx';
import { CostShares } from '../components/costs/CostShares.tsx';
import { Figure, Figures } from '../components/Figure.tsx';
import { ChangesPanel } from '../components/market/ChangesPanel.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { CompareWith } from '../components/prices/CompareWith.tsx';
import { ForecastPanel } from '../components/prices/ForecastPanel.tsx';
import { JobPricePanel } from '../components/prices/JobPricePanel.tsx';
import { PricePanel, shownPrices } from '../components/prices/PricePanel.tsx';
import { TrendPanel } from '../components/prices/TrendPanel.tsx';
import { ErrorNote, PageSkeleton } from '../components/states.tsx';
import { Trend } from '../components/Trend.tsx';
import { UsedWith } from '../components/UsedWith.tsx';
import { api } from '../services/api.ts';
import * as format from '../services/format.ts';
import type { ItemStatistics } from '../services/types.ts';
import { useItemPrices } from '../services/use-item-prices.ts';

const route = getRouteApi('/signed-in/items/$itemId');

/** The same each time, so that nothing is drawn anew for it. */
const none: never[] = [];

/** An item: how much it is used, with what, what it cost over time and what it is made of. */
export function ItemPage() {
  const { itemId } = route.useParams();
  const shown = route.useSearch();
  const navigate = route.useNavigate();
  const item = useQuery({ queryKey: ['library', 'item', itemId], queryFn: () => api.item(itemId) });
  const { history: prices, trend, drivers, forecast, changes } = useItemPrices(itemId);
  const seen = useMemo(() => prices.data && shownPrices(prices.data, shown), [prices.data, shown]);

  if (item.error && !item.data) {
    return (
      <>
        <PageHeader title="Item" />
        <div className="px-1 sm:px-3">
          <ErrorNote error={item.error} retry={() => void item.refetch()} />
        </div>
      </>
    );
  }
  if (!item.data) return <PageSkeleton title="Item" rows={10} />;
  const { name, code, unit, statistics, build_up, build_up_tree } = item.data;
  const open = changes.filter(({ state }) => state === 'open');
  return (
    <>
      <PageHeader
        title={name}
        above={`${item.data.division_name} › ${item.data.section_name}`}
        action={
          <Link
            to="/reports"
            search={{ items: [itemId, ...(shown.compare?.split(',') ?? [])].join(',') }}
            className="button"
          >
            Report
          </Link>
        }
      >
        <span className="code">{code}</span> · priced per {unit}
        {item.data.description && ` · ${item.data.description}`}
      </PageHeader>
      <div className="grid grid-cols-1 gap-4 px-4 pb-8 sm:px-6 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="xl:col-span-2">
          <Use statistics={statistics} />
        </div>
        <div className="grid min-w-0 grid-cols-1 content-start gap-4">
          {prices.error && <ErrorNote error={prices.error} retry={() => void prices.refetch()} />}
          {prices.isPending && <div className="card h-96 animate-pulse" />}
          {seen && (
            <PricePanel
              code={code}
              history={seen}
              forecast={forecast.data?.points ?? none}
              changes={changes}
              shown={shown}
              onShow={(next) => void navigate({ search: next, replace: true, resetScroll: false })}
            />
          )}
          {seen && seen.observations.length > 0 && (
            <CompareWith
              item={item.data}
              history={seen}
              others={shown.compare?.split(',').filter(Boolean) ?? []}
              onCompare={(others) =>
                void navigate({
                  search: { ...shown, compare: others.join(',') || undefined },
                  replace: true,
                  resetScroll: false,
                })
              }
            />
          )}
          {build_up && <CostShares result={build_up} currency={item.data.build_up_currency} />}
          {build_up_tree && (
            <BuildUp
              key={itemId}
              tree={build_up_tree}
              unit={unit}
              currency={item.data.build_up_currency}
            />
          )}
        </div>
        <div className="grid min-w-0 grid-cols-1 content-start gap-4">
          {trend.error && <ErrorNote error={trend.error} retry={() => void trend.refetch()} />}
          {trend.data?.trend && (
            <TrendPanel trend={trend.data.trend} drivers={drivers.data ?? null} />
          )}
          {forecast.data && (
            <ForecastPanel
              forecast={forecast.data}
              now={trend.data?.trend?.newest_median ?? null}
            />
          )}
          {open.length > 0 && <ChangesPanel changes={open} named={false} />}
          {prices.data && prices.data.observations.length > 0 && (
            <JobPricePanel key={itemId} item={item.data} history={prices.data} />
          )}
          <UsedWith statistics={statistics} />
        </div>
      </div>
    </>
  );
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
        why={
          <p>
            How many times the item was put into an estimate in the 30 days before{' '}
            {asOf ?? 'the last count'}. Counted every night; an imported contract counts on the day
            of its letting.
          </p>
        }
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
      <Figure
        name="Uses, all time"
        value={format.count(statistics.total_usage_all_time)}
        why={<p>Every use ever recorded up to {asOf ?? 'the last count'}, in all projects.</p>}
      />
      <Figure
        name="Projects"
        value={format.count(statistics.projects_used_in)}
        why={
          <p>
            How many different projects have used the item at least once, those you cannot see
            included; it is a number only.
          </p>
        }
      />
      <Figure
        name="Last used"
        value={statistics.last_used ? format.date(statistics.last_used) : 'never'}
        why={<p>The day of the newest use up to {asOf ?? 'the last count'}.</p>}
      />
    </Figures>
  );
}
