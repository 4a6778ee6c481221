import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { priceTrend } from '../../../contract/price-trends.ts';
import type { Tx } from '../../database.ts';
import { planKept } from '../../kept-plans.ts';
import { figuresFrom, reach } from './figures.ts';
import {
  lumpSums,
  type Months,
  monthsAsked,
  monthsBefore,
  monthsOf,
  rateMonthsOf,
  seriesFrom,
} from './months.ts';

type Trend = z.infer<typeof priceTrend>;

/** The period asked for. */
export interface TrendQuery {
  from?: string | undefined;
  to?: string | undefined;
  project?: string | undefined;
}

/** An item's trend month by month, over the projects the reader may see or one of them. */
export async function getItemTrend(tx: Tx, itemId: string, query: TrendQuery): Promise<Trend> {
  const scope = { items: [itemId], project: query.project };
  const asked = await monthsAsked(tx, scope, query);
  if (!asked) return nothing;
  return trendOf(tx, asked, (months) => monthsOf(scope, months, { withPrices: true }));
}

/** The trend of a resource's rate, as snapshots used it: each snapshot is one observation. */
export async function getResourceTrend(
  tx: Tx,
  resourceId: string,
  query: TrendQuery,
): Promise<Trend> {
  const newest = sql<{ day: string | null }>`
    select (max(captured_at) at time zone 'UTC')::date as day from public.price_snapshot_rates
    where resource_id = ${resourceId} ${query.project ? sql`and project_id = ${query.project}` : sql``}`;
  const to = query.to ?? (await newest.execute(tx)).rows[0]?.day ?? undefined;
  const asked = to ? await monthsAsked(tx, {}, { ...query, to }) : null;
  if (!asked) return nothing;
  return trendOf(tx, asked, (months) => rateMonthsOf(resourceId, months, query.project));
}

const nothing: Trend = { from: null, to: null, trend: null };

async function trendOf(
  tx: Tx,
  asked: Months,
  months: (months: Months) => RawBuilder<unknown>,
): Promise<Trend> {
  const { rows } = await sql<{ trend: Trend['trend'] }>`${planKept}
    with ${months({ from: monthsBefore(asked.from, reach), to: asked.to })},
    ${seriesFrom(asked.from)}, ${lumpSums}, ${figuresFrom(asked.from)}
    select to_jsonb(f) - 'library_item_id' || jsonb_build_object('months', (
      select jsonb_agg(jsonb_build_object('month', s.month, 'observations', s.observations, 'lower', s.lower,
        'median', s.median, 'upper', s.upper, 'lowest', s.lowest, 'highest', s.highest, 'weighted_mean', (
          select sum(price * quantity) / sum(quantity) from unnest(s.prices, s.quantities) as p (price, quantity)
          where quantity > 0),
        'median_quantity', s.typical) order by s.month)
      from typed s where s.month >= ${asked.from}::date)) as trend
    from figures f`.execute(tx);
  return { ...asked, trend: rows[0]?.trend ?? null };
}
