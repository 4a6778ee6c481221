import { type RawBuilder, sql } from 'kysely';
import { id as uuid } from '../../../contract/common.ts';
import { PublicError } from '../../../contract/errors.ts';
import type {
  ComparisonQuery,
  FrozenComparison,
  FrozenEstimate,
} from '../../../contract/frozen-estimates.ts';
import type { Tx } from '../../database.ts';
import { fromCursor, toCursor } from '../../keyset.ts';
import { getVersion } from './versions.ts';

/** An exact amount as it crosses the wire. */
const text = (amount: RawBuilder<unknown>) => sql`trim_scale(${amount})::text`;

const shownMove = sql`jsonb_build_object('kind', kind, 'resource_id', resource_id, 'difference', ${text(sql`difference`)},
  'by_rate', ${text(sql`by_rate`)})`;

/**
 * A frozen version beside its estimate as it stands at the rates in force `now`. A line's difference is
 * (quantity now − then) × price then + quantity now × (price now − then); a build-up's share in it is, resource by
 * resource, quantity now × (cost now − then). A resource's difference in turn is what its rate made,
 * amount now × (rate now − then), and the rest, made by another amount. All in exact decimals, so that the parts are the
 * whole. A line whose item has another unit now is another line. The whole is told with each page of its lines; later
 * pages are compared at the moment of the first.
 * @throws {PublicError} `not_found`; `conflict` where the project has another currency now.
 */
export async function compareWithNow(
  tx: Tx,
  id: string,
  query: ComparisonQuery,
  now: Date,
): Promise<FrozenComparison> {
  const version = await getVersion(tx, id);
  await requireSameCurrency(tx, version);
  const after = query.cursor === undefined ? null : placeAfter(query.cursor);
  const at = after?.at ?? now;
  const { rows } = await sql<{ comparison: Compared }>`
    with lines_now as materialized (
      select * from ratebook.named_lines(${version.estimate_id}, ${at})
    ), lines_then as materialized (
      select * from public.frozen_estimate_lines where frozen_id = ${id}
    ), paired as materialized (
      select row_number() over (order by coalesce(n.section_code, t.section_code), coalesce(n.code, t.code), line_id) as place,
        line_id, library_item_id, unit, coalesce(n.section_code, t.section_code) as section_code, coalesce(n.code, t.code) as code, coalesce(n.name, t.name) as name,
        coalesce(n.section_name, t.section_name) as section_name,
        case when n.quantity is null then t.element_name else n.element_name end as element_name,
        t.quantity as quantity_then, n.quantity as quantity_now, t.unit_price as price_then, n.unit_price as price_now,
        t.price_source as source_then, n.price_source as source_now, t.resources as resources_then, t.amounts as amounts_then,
        t.costs as costs_then, n.resources as resources_now, n.amounts as amounts_now, n.costs as costs_now,
        coalesce(t.quantity * t.unit_price, 0) as amount_then, coalesce(n.quantity * n.unit_price, 0) as amount_now
      from lines_then t full join lines_now n using (line_id, library_item_id, unit)
    ), kept as (
      select * from paired where quantity_then is not null and quantity_now is not null
    ), parts as materialized (
      select k.place, k.quantity_now, r.*
      from kept k cross join lateral (
        select resource_id, a.amount as amount_then, b.amount as amount_now,
          coalesce(b.cost, 0) - coalesce(a.cost, 0) as per_unit
        from unnest(k.resources_then, k.amounts_then, k.costs_then) as a (resource_id, amount, cost)
        full join unnest(k.resources_now, k.amounts_now, k.costs_now) as b (resource_id, amount, cost) using (resource_id)
      ) r
      where k.costs_then is not null and k.costs_now is not null and r.per_unit <> 0
        and (k.resources_then, k.costs_then) is distinct from (k.resources_now, k.costs_now)
    ), rates as materialized (
      select resource_id, coalesce(n.kind, t.kind) as kind, coalesce(n.code, t.code) as code, coalesce(n.name, t.name) as name,
        coalesce(n.unit, t.unit) as unit, t.rate as rate_then, n.rate as rate_now
      from (select * from public.frozen_estimate_rates where frozen_id = ${id}) t
      full join ratebook.rates_in_force(
        (select array_agg(distinct u.id) from lines_now cross join unnest(resources) u (id)), ${version.project_id}, ${at}) n
        using (resource_id)
    ), moves as materialized (
      select place, 'quantity' as kind, null::uuid as resource_id, (quantity_now - quantity_then) * price_then as difference,
        null::numeric as by_rate
      from kept where quantity_now <> quantity_then and price_then is not null and price_now is not null
      union all
      -- Without a price on one side, the price is all that moved.
      select place, 'price', null,
        case when price_then is null or price_now is null then amount_now - amount_then
          else quantity_now * (price_now - price_then) end, null
      from kept
      where price_now is distinct from price_then and (costs_then is null or costs_now is null)
      union all
      select place, case when quantity_then is null then 'added' else 'removed' end, null, amount_now - amount_then, null
      from paired where quantity_then is null or quantity_now is null
      union all
      select p.place, r.kind, p.resource_id, p.quantity_now * p.per_unit,
        p.quantity_now * case
          when p.amount_then is null or p.amount_now is null then 0
          when p.amount_then = p.amount_now then p.per_unit
          else p.amount_now * (r.rate_now - r.rate_then) end
      from parts p join rates r using (resource_id)
    ), elements as (
      select name as element_name, min(position) as position from public.estimate_elements
      where estimate_id = ${version.estimate_id} group by name
    ), page as materialized (
      select * from (
        select p.*, ${query.sort === 'move' ? sql`-abs(amount_now - amount_then)` : placeOfElement} as rank
        from paired p left join elements e using (element_name)
        where ${query.show === 'all' ? sql`true` : sql`place in (select place from moves)`}
          ${query.line ? sql`and line_id = ${query.line}` : sql``}
      ) p
      where ${after ? sql`(rank, ${inOrder}) > (${after.rank}::numeric, ${after.section}, ${after.code}, ${after.lineId}::uuid, ${after.unit})` : sql`true`}
      order by rank, ${inOrder} limit ${query.limit + 1}
    ), moves_of_lines as materialized (
      select place, jsonb_agg(${shownMove} order by abs(difference) desc, kind, resource_id) as moves
      from moves where place in (select place from page) group by place
    ), moves_of_all as materialized (
      select kind, resource_id, sum(difference) as difference, sum(by_rate) as by_rate from moves group by kind, resource_id
    )
    select jsonb_build_object(
      'frozen', ${text(sql`coalesce(sum(p.amount_then), 0)`)}, 'now', ${text(sql`coalesce(sum(p.amount_now), 0)`)},
      'difference', ${text(sql`coalesce(sum(p.amount_now - p.amount_then), 0)`)},
      'line_count', count(*), 'moved_count', (select count(distinct place) from moves),
      'moves', coalesce((select jsonb_agg(${shownMove} order by abs(difference) desc, kind, resource_id) from moves_of_all), '[]'),
      'resources', coalesce((select jsonb_agg(jsonb_build_object('resource_id', r.resource_id, 'kind', r.kind, 'code', r.code,
        'name', r.name, 'unit', r.unit, 'rate_frozen', ${text(sql`r.rate_then`)}, 'rate_now', ${text(sql`r.rate_now`)})
        order by r.code) from rates r where r.resource_id in (select resource_id from moves_of_all)), '[]'),
      'lines', coalesce((select jsonb_agg(jsonb_build_object(
        'line_id', p.line_id, 'element_name', p.element_name, 'section_name', p.section_name, 'section_code', p.section_code,
        'library_item_id', p.library_item_id, 'code', p.code, 'name', p.name, 'unit', p.unit, 'rank', p.rank::text,
        'frozen', ${side('then')}, 'now', ${side('now')}, 'difference', ${text(sql`p.amount_now - p.amount_then`)},
        'moves', coalesce(m.moves, '[]')) order by p.rank, ${inOrder})
        from page p left join moves_of_lines m using (place)), '[]')) as comparison
    from paired p`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('A comparison always has one row.');
  const { lines, ...whole } = row.comparison;
  const last = lines.length > query.limit ? lines[query.limit - 1] : undefined;
  return {
    version,
    compared_at: at.toISOString(),
    ...whole,
    lines: lines.slice(0, query.limit).map(({ rank: _, section_code: __, ...line }) => line),
    next_cursor: last
      ? toCursor([
          at.toISOString(),
          ...[last.rank, last.section_code, last.code, last.line_id, last.unit],
        ])
      : null,
  };
}

/** The comparison as the database gives it: with one line more than the page has where there are more. */
type Compared = Omit<FrozenComparison, 'version' | 'compared_at' | 'lines' | 'next_cursor'> & {
  lines: (FrozenComparison['lines'][number] & { rank: string; section_code: string })[];
};

/** Where a line's element stands in the estimate: one that is gone after the others, and lines in none last. */
const placeOfElement = sql`case when p.element_name is null then 2147483648 else coalesce(e.position, 2147483647) end::numeric`;

/** Within an element as in the estimate. A line that has another unit now is two. */
const inOrder = sql`section_code, code, line_id, unit`;

/** Where a page begins: after a line, compared at the moment of the first page. */
function placeAfter(cursor: string) {
  const [moment = '', rank = '', section, code, lineId, unit] = fromCursor(cursor, 6) ?? [];
  const at = new Date(moment);
  if (Number.isNaN(at.getTime()) || !/^-?[\d.]+$/.test(rank) || !uuid.safeParse(lineId).success) {
    throw new PublicError('invalid_input', 'cursor is not one that a page gave out.', {
      field: 'cursor',
    });
  }
  return { at, rank, section, code, lineId, unit };
}

/** A line as it was then, or is now; null where there is none. */
const side = (when: 'then' | 'now') => {
  const of = (column: string) => sql.ref(`p.${column}_${when}`);
  return sql`case when ${of('quantity')} is not null then jsonb_build_object('quantity', ${text(of('quantity'))},
    'unit_price', ${text(of('price'))}, 'price_source', ${of('source')}, 'amount', ${text(of('amount'))}) end`;
};

async function requireSameCurrency(tx: Tx, version: FrozenEstimate): Promise<void> {
  const { rows } = await sql<{ currency: string }>`
    select currency from public.projects where id = ${version.project_id}`.execute(tx);
  const now = rows[0]?.currency;
  if (now === version.currency) return;
  throw new PublicError(
    'conflict',
    `"${version.name}" is in ${version.currency} and the project in ${now} now; amounts of two currencies cannot be compared.`,
  );
}
