import { sql } from 'kysely';
import type { Tx } from '../../database.ts';
import { matchingItems } from '../library/matching.ts';

/** Which items are meant: as in the library's list. */
export interface LibraryFilter {
  search: string;
  section?: string | undefined;
  division?: string | undefined;
}

/** The ids of the items that match, by code. */
export async function readItemIds(tx: Tx, filter: LibraryFilter): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select i.id from public.library_items i where ${matchingItems(filter)} order by i.code`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
}

/** The currency most rates are in, and whether all texts are of the characters that ANSI and Latin-1 share. */
export async function readManner(tx: Tx): Promise<{ currency: string; ansi: boolean }> {
  const strange = sql`~ '[^\u0001-\u007f\u00a0-\u00ff]'`;
  const { rows } = await sql<{ currency: string; ansi: boolean }>`
    select coalesce((select currency from public.resources group by 1 order by count(*) desc, 1 limit 1), 'USD') as currency,
      not (exists (select from public.resources where name || unit ${strange})
        or exists (select from public.library_items where name || unit || coalesce(description, '') ${strange})
        or exists (select from public.divisions where name ${strange})
        or exists (select from public.sections where name ${strange})
        or exists (select from public.assemblies where name ${strange})) as ansi`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('The query for the library’s manner returned no row.');
  return row;
}

/** A heading with its code's uses elsewhere. */
export interface ReadHeading {
  level: 'division' | 'section' | 'assembly';
  code: string;
  name: string;
  /** Code of the heading above. */
  parent: string | null;
  /** A concept of another kind has the same code. */
  taken: boolean;
}

/** All headings, those above before those below. */
export async function readHeadings(tx: Tx): Promise<ReadHeading[]> {
  const { rows } = await sql<ReadHeading>`
    with headings as (
      select 1 as depth, 'division' as level, code, name, null as parent from public.divisions
      union all select 2, 'section', s.code, s.name, d.code from public.sections s join public.divisions d on d.id = s.division_id
      union all select 3, 'assembly', a.code, a.name, s.code from public.assemblies a join public.sections s on s.id = a.section_id
    )
    select level, code, name, parent,
      exists (select from public.library_items i where i.code = h.code)
      or exists (select from public.resources r where r.code = h.code)
      or exists (select from headings o where o.code = h.code and o.depth < h.depth) as taken
    from headings h order by depth, parent, code`.execute(tx);
  return rows;
}

/** One line of a build-up; amounts are exact decimals, as text. */
export interface ReadFactor {
  kind: 'material' | 'labor' | 'equipment' | 'item';
  id: string;
  code: string;
  name: string;
  unit: string;
  taken: boolean;
  quantity: string | null;
  wastage: string | null;
  hours: string | null;
  productivity: string | null;
  crew: string | null;
  utilization: string | null;
}

/** An item with its headings, its build-up and what that comes to at the catalogue's rates; null where nobody asked. */
export interface ReadItem {
  id: string;
  code: string;
  name: string;
  unit: string;
  description: string | null;
  unitPrice: string | null;
  division: { code: string; name: string };
  section: { code: string; name: string };
  assembly: { code: string; name: string } | null;
  taken: boolean;
  directCost: string | null;
  factors: ReadFactor[];
}

const exact = (column: string) => sql.raw(`trim_scale(${column})::text`);
const heading = (table: string) =>
  sql.raw(`jsonb_build_object('code', ${table}.code, 'name', ${table}.name)`);

/**
 * Items by code, of those ids, each with its build-up in order; and with what that comes to where `costs` asks for it,
 * which takes nearly as long as all the rest.
 */
export async function readItems(
  tx: Tx,
  ids: readonly string[],
  { costs }: { costs: boolean },
): Promise<ReadItem[]> {
  const { rows } = await sql<ReadItem>`
    with chosen as (select array_agg(i.id) as ids from public.library_items i where i.id = any (${ids}::uuid[])),
    costs as (
      select l.library_item_id, trim_scale(sum(l.cost))::text as cost
      from chosen, ratebook.direct_parts(case when ${costs} then chosen.ids end, null, now()) l
      left join public.resources r on r.id = l.resource_id
      group by 1 having count(distinct r.currency) = 1 and not bool_or(l.hindered)
    ), lines as (
      select f.library_item_id, jsonb_agg(jsonb_build_object(
        'kind', f.kind, 'id', coalesce(r.id, p.id), 'code', coalesce(r.code, p.code),
        'name', coalesce(r.name, p.name), 'unit', coalesce(r.unit, p.unit),
        'taken', p.id is not null and exists (select from public.resources o where o.code = p.code),
        'quantity', ${exact('f.quantity_per_unit')},
        'wastage', case when f.kind = 'material' then ${exact('f.wastage_percent')} end,
        'hours', ${exact('f.hours_per_unit')},
        'productivity', case when f.kind = 'labor' then ${exact('f.productivity_factor')} end,
        'crew', case when f.kind = 'labor' then ${exact('f.crew_size')} end,
        'utilization', case when f.kind = 'equipment' then ${exact('f.utilization_factor')} end)
        order by f.position, f.id) as factors
      from chosen join public.factors f on f.library_item_id = any (chosen.ids)
      left join public.resources r on r.id = f.resource_id
      left join public.library_items p on p.id = f.sub_item_id
      group by 1
    )
    select i.id, i.code, i.name, i.unit, i.description, ${exact('i.unit_price')} as "unitPrice",
      ${heading('d')} as division, ${heading('s')} as section, case when a.id is not null then ${heading('a')} end as assembly,
      exists (select from public.resources o where o.code = i.code) as taken,
      c.cost as "directCost", coalesce(l.factors, '[]') as factors
    from public.library_items i
    join public.sections s on s.id = i.section_id
    join public.divisions d on d.id = s.division_id
    left join public.assemblies a on a.id = i.assembly_id
    left join costs c on c.library_item_id = i.id
    left join lines l on l.library_item_id = i.id
    where i.id = any (${ids}::uuid[])
    order by i.code`.execute(tx);
  return rows;
}

/** A resource with its catalogue rate, an exact decimal as text. */
export interface ReadResource {
  id: string;
  code: string;
  name: string;
  kind: 'material' | 'labor' | 'equipment';
  unit: string;
  rate: string;
  currency: string;
}

/** Resources by code: those of some ids, or `limit` of all after a code. */
export async function readResources(
  tx: Tx,
  of: { ids: readonly string[] } | { after: string | null; limit: number },
): Promise<ReadResource[]> {
  const which =
    'ids' in of
      ? sql`r.id = any (${of.ids}::uuid[])`
      : sql`(${of.after}::text is null or r.code > ${of.after})`;
  const { rows } = await sql<ReadResource>`
    select r.id, r.code, r.name, r.kind, r.unit, ${exact('r.rate')} as rate, r.currency
    from public.resources r where ${which} order by r.code
    ${'ids' in of ? sql`` : sql`limit ${of.limit}`}`.execute(tx);
  return rows;
}
