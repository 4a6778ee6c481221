import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { trendsPage, trendsQuery } from '../../../contract/price-trends.ts';
import type { Tx } from '../../database.ts';
import { fromCursor, toCursor } from '../../keyset.ts';
import { openEstimates } from '../projects/open-estimates.ts';
import { beginning, figuresFrom, reach } from './figures.ts';
import {
  lumpSums,
  type Months,
  monthsAsked,
  monthsBefore,
  monthsOf,
  seriesFrom,
  withLumpSums,
} from './months.ts';

type Query = z.infer<typeof trendsQuery>;
type Page = z.infer<typeof trendsPage>;

/** Items whose prices are looked at in one statement: reports ask for thousands. */
const figuredAtOnce = 200;
/** Open estimates told of each item. */
const largestTold = 5;

/**
 * A page of the trends of a scope's items. They are ranked by their months alone; only those of the page are then looked
 * at price by price.
 */
export async function listTrends(tx: Tx, query: Query): Promise<Page> {
  const asked = await monthsAsked(tx, query, query);
  if (!asked) return { from: null, to: null, trends: [], next_cursor: null };
  const ranked = await rank(tx, query, asked);
  const page = ranked.slice(0, query.limit);
  const last = page.at(-1);
  const trends: Page['trends'] = [];
  for (let from = 0; from < page.length; from += figuredAtOnce) {
    const ids = page.slice(from, from + figuredAtOnce).map(({ id }) => id);
    trends.push(...(await trendsOf(tx, query, asked, ids)));
  }
  return {
    ...asked,
    trends,
    next_cursor: ranked.length > query.limit && last ? toCursor([last.place, last.id]) : null,
  };
}

/** What the items are sorted by, the largest first; null places are left out of the list. */
const places: Record<Query['sort'], RawBuilder<unknown>> = {
  change: sql`abs(ln(change))`,
  rise: sql`case when change > 1 then ln(change) end`,
  fall: sql`case when change < 1 then -ln(change) end`,
  volatility: sql`volatility`,
  observations: sql`observations::float8`,
  code: sql`-position::float8`,
};

async function rank(tx: Tx, query: Query, asked: Months): Promise<{ id: string; place: number }[]> {
  const after = fromCursor(query.cursor, 2);
  const { minimum } = query;
  const enough = minimum
    ? sql`and ranked.change is not null and ranked.to_observations >= ${minimum} and ranked.from_observations >= ${minimum}`
    : sql``;
  // One pass over the months: a join of parts that are worked out here would be planned for a row each.
  const { rows } = await sql<{ id: string; place: number }>`
    with ${monthsOf(query, { from: monthsBefore(asked.from, reach), to: asked.to }, { withPrices: true })},
    ${seriesFrom(asked.from)}, ${lumpSums},
    steps as (
      select library_item_id, month, median, observations, max(month) over (partition by library_item_id) as newest,
        case when lag(month) over before >= ${asked.from}::date then ln(median / lag(median) over before)
          / sqrt(greatest(1, round((month - lag(month) over before) / 30.4))) end as step
      from series where median > 0 and ${withLumpSums(query.lump_sums)}
      window before as (partition by library_item_id order by month)
    ),
    moved as (
      select library_item_id, max(median) filter (where month = newest) as median,
        max(observations) filter (where month = newest) as to_observations,
        sum(observations) filter (where month >= ${asked.from}::date) as observations,
        case when count(step) >= 3 then stddev_samp(step) end as volatility, ${beginning(query.over)} as since
      from steps group by library_item_id
    ),
    ranked as (
      select m.library_item_id as id, m.median / (m.since ->> 'median')::float8 as change,
        m.to_observations, (m.since ->> 'observations')::int as from_observations, m.observations, m.volatility,
        row_number() over (order by i.code) as position
      from moved m join public.library_items i on i.id = m.library_item_id
    ),
    placed as (
      select id, ${places[query.sort]} as place from ranked where true ${enough}
    )
    select id, place from placed
    where place is not null ${after ? sql`and (place, id) < (${after[0]}::float8, ${after[1]}::uuid)` : sql``}
    order by place desc, id desc limit ${query.limit + 1}`.execute(tx);
  return rows;
}

/** The trends of some items, in that order, with what they touch. */
async function trendsOf(
  tx: Tx,
  { project }: Query,
  asked: Months,
  items: readonly string[],
): Promise<Page['trends']> {
  if (items.length === 0) return [];
  const months = { from: monthsBefore(asked.from, reach), to: asked.to };
  const { rows } = await sql<{ trend: Page['trends'][number] }>`
    with ${monthsOf({ items, project }, months, { withPrices: true })},
    ${seriesFrom(asked.from)}, ${lumpSums}, ${figuresFrom(asked.from)},
    lines as materialized (
      select l.library_item_id, l.project_id, p.code as project_code, p.name as project_name, e.id as estimate_id,
        e.name as estimate_name, sum(l.quantity) as quantity, round((sum(l.quantity) * f.newest_median::numeric), 2) as amount
      from figures f
      join public.estimate_items l on l.library_item_id = f.library_item_id
      ${openEstimates(sql`f.currency`)}
      where ${project ? sql`p.id = ${project}` : sql`true`}
      group by l.library_item_id, l.project_id, p.code, p.name, e.id, e.name, f.newest_median
    ),
    -- Kept, as are those above: with so many parts the planner thinks each has one row, and would work them out again for each.
    touches as materialized (
      select library_item_id, jsonb_build_object('estimates', count(*), 'projects', count(distinct project_id),
        'amount', sum(amount), 'largest', jsonb_agg(jsonb_build_object('project_id', project_id, 'project_code', project_code,
          'project_name', project_name, 'estimate_name', estimate_name, 'quantity', quantity::float8,
          'amount', amount::float8) order by amount desc, estimate_id) filter (where place <= ${largestTold})) as touches
      from (select *, row_number() over (partition by library_item_id order by amount desc, estimate_id) as place from lines) l
      group by library_item_id
    )
    select to_jsonb(f) || jsonb_build_object('code', i.code, 'name', i.name, 'section_code', s.code, 'section_name', s.name,
      'touches', coalesce(t.touches, '{"estimates": 0, "projects": 0, "amount": 0, "largest": []}')) as trend
    from figures f
    join public.library_items i on i.id = f.library_item_id
    join public.sections s on s.id = i.section_id
    left join touches t using (library_item_id)
    order by array_position(${items}::uuid[], f.library_item_id)`.execute(tx);
  return rows.map(({ trend }) => trend);
}
