import { sql } from 'kysely';
import type { z } from 'zod';
import type { libraryPage, libraryQuery, libraryRow } from '../../../contract/library.ts';
import type { Tx } from '../../database.ts';
import { fromCursor, toCursor } from '../../keyset.ts';
import { matchingItems } from './matching.ts';

type Query = z.infer<typeof libraryQuery>;
type Row = z.infer<typeof libraryRow>;

/** What each sort compares: one value, descending or not, then the code, which is unique. */
const sorts = {
  // Where the last 30 days say nothing, as in a library of past contracts, all-time use does.
  popularity: {
    value: sql`(coalesce(p.popularity_score, 0) + coalesce(p.usage_count_total, 0) / 1e9)`,
    type: sql`numeric`,
    descending: true,
  },
  usage: { value: sql`coalesce(p.usage_count_total, 0)`, type: sql`integer`, descending: true },
  code: { value: sql`i.code`, type: sql`text`, descending: false },
  name: { value: sql`i.name`, type: sql`text`, descending: false },
} as const;

const popularity = sql`public.library_item_popularity p on p.library_item_id = i.id`;

/** Looked up for each row, since the planner takes the thousands that a short word may find for a few, and joins accordingly. */
const popularityOfEach = sql`lateral (
  select * from public.library_item_popularity p where p.library_item_id = i.id limit 1
) p on true`;

/**
 * A page of the library with popularity and the two newest prices the reader may see.
 * Every word of `search` must stand in code or name, in any order.
 */
export async function listItems(tx: Tx, query: Query): Promise<z.infer<typeof libraryPage>> {
  const sort = sorts[query.sort];
  const after = fromCursor(query.cursor, 2);
  const matches = matchingItems(query);
  const direction = sort.descending ? sql`desc` : sql`asc`;
  const beyond = after
    ? sql`and (${sort.value} ${sort.descending ? sql`<` : sql`>`} ${after[0]}::${sort.type}
          or (${sort.value} = ${after[0]}::${sort.type} and i.code > ${after[1]}))`
    : sql``;

  const { rows } = await sql<Row & { sort_value: string }>`
    with page as materialized (
      select i.id, i.code, i.name, i.unit, i.section_id, ${sort.value}::text as sort_value,
        coalesce(p.popularity_score, 0)::float8 as popularity_score,
        coalesce(p.trending, 'flat') as trending,
        coalesce(p.usage_count_30d, 0) as usage_count_30d,
        coalesce(p.usage_count_total, 0) as usage_count_total,
        coalesce(p.projects_used_in, 0) as projects_used_in, i.unit_price::float8 as unit_price
      from public.library_items i
      left join ${query.search.trim() ? popularityOfEach : popularity}
      where ${matches} ${beyond}
      order by ${sort.value} ${direction}, i.code
      limit ${query.limit + 1}
    )
    select page.*, s.code as section_code, s.name as section_name, d.name as division_name,
      price.unit_price::float8 as price, price.captured_at as price_at, project.code as price_project_code,
      previous.unit_price::float8 as previous_price, snapshot.currency,
      ratebook.is_lump_sum(coalesce(price.unit, page.unit), array[price.unit_price, previous.unit_price]::float8[],
        array[price.quantity, previous.quantity]::float8[]) as is_lump_sum
    from page
    join public.sections s on s.id = page.section_id
    join public.divisions d on d.id = s.division_id
    -- The newest alone is read from the end of the index: only then it is joined to what belongs to it.
    left join lateral (
      select o.unit_price, o.quantity, o.captured_at, o.unit, o.snapshot_id, o.project_id
      from public.price_snapshot_items o
      where o.library_item_id = page.id
      order by o.captured_at desc, o.snapshot_id desc limit 1
    ) price on true
    left join public.price_snapshots snapshot on snapshot.id = price.snapshot_id
    left join public.projects project on project.id = price.project_id
    left join lateral (
      select o.unit_price, o.quantity
      from (
        select o.unit_price, o.quantity, o.captured_at, o.snapshot_id from public.price_snapshot_items o
        where o.library_item_id = page.id and o.unit = price.unit
          and (o.captured_at, o.snapshot_id) < (price.captured_at, price.snapshot_id)
        order by o.captured_at desc, o.snapshot_id desc offset 0
      ) o
      join public.price_snapshots h on h.id = o.snapshot_id and h.currency = snapshot.currency
      order by o.captured_at desc, o.snapshot_id desc limit 1
    ) previous on true
    order by ${sql.raw(`sort_value::${sortTypes[query.sort]}`)} ${direction}, page.code`.execute(
    tx,
  );

  const total = await sql<{ total: number }>`
    select count(*)::int as total from public.library_items i where ${matches}`.execute(tx);

  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items: items.map(({ sort_value: _, ...row }) => row),
    total: total.rows[0]?.total ?? 0,
    next_cursor: rows.length > query.limit && last ? toCursor([last.sort_value, last.code]) : null,
  };
}

const sortTypes = { popularity: 'numeric', usage: 'integer', code: 'text', name: 'text' } as const;
