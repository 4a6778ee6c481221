import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { projectRatesPage, ratesQuery } from '../../../contract/project-rates.ts';
import type { Tx } from '../../database.ts';
import { fromCursor, toCursor } from '../../keyset.ts';
import { matchingResources } from '../library/matching.ts';

type Page = z.infer<typeof projectRatesPage>;

/** A page of resources with the rates of a project at a moment, by code. */
export async function listRates(
  tx: Tx,
  project: { id: string; currency: string },
  query: z.infer<typeof ratesQuery>,
  at: Date,
): Promise<Page> {
  const after = fromCursor(query.cursor, 1)?.[0] ?? '';
  const matches = sql`${matchingResources(query)} and ${shown(query.show, project.id)}`;
  const { rows } = await sql<Page['rates'][number]>`
    select r.id as resource_id, r.kind, r.code, r.name, r.unit, r.rate::float8 as catalogue_rate,
      r.currency as catalogue_currency, to_jsonb(own) as own,
      (select count(*)::int from public.project_rates o
        where o.project_id = ${project.id} and o.resource_id = r.id and o.id is distinct from own.id) as other_rates
    from public.resources r
    left join lateral (${ownRates(project.id)} and p.effective_from <= ${at}
      and (p.effective_to is null or p.effective_to > ${at})) own on true
    where ${matches} and r.code > ${after}
    order by r.code limit ${query.limit + 1}`.execute(tx);
  const counted = await sql<{ total: number }>`
    select count(*)::int as total from public.resources r where ${matches}`.execute(tx);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    rates: page,
    currency: project.currency,
    total: counted.rows[0]?.total ?? 0,
    next_cursor: rows.length > query.limit && last ? toCursor([last.code]) : null,
  };
}

/** The rates of a project for the resource `r`, as the contract shows them. */
function ownRates(projectId: string): RawBuilder<unknown> {
  return sql`select p.id, p.rate::float8 as rate, p.effective_from, p.effective_to
    from public.project_rates p where p.project_id = ${projectId} and p.resource_id = r.id`;
}

function shown(show: 'all' | 'own' | 'used', projectId: string): RawBuilder<unknown> {
  switch (show) {
    case 'all':
      return sql`true`;
    case 'own':
      return sql`r.id in (select resource_id from public.project_rates where project_id = ${projectId})`;
    case 'used':
      return sql`r.id in (
        with recursive built (item) as (
          select library_item_id from public.estimate_items where project_id = ${projectId}
          union
          select f.sub_item_id from built b join public.factors f on f.library_item_id = b.item and f.kind = 'item'
        )
        select f.resource_id from built b join public.factors f on f.library_item_id = b.item
        where f.resource_id is not null)`;
  }
}
