import { sql } from 'kysely';
import type { z } from 'zod';
import type { resourcesPage, resourcesQuery } from '../../../contract/resources.ts';
import type { Tx } from '../../database.ts';
import { fromCursor, toCursor } from '../../keyset.ts';
import { matchingResources } from './matching.ts';

type Page = z.infer<typeof resourcesPage>;

/** A page of the catalogue's resources, by code. */
export async function listResources(tx: Tx, query: z.infer<typeof resourcesQuery>): Promise<Page> {
  const after = fromCursor(query.cursor, 1)?.[0] ?? '';
  const matches = matchingResources(query);
  const { rows } = await sql<Page['resources'][number]>`
    select r.id, r.kind, r.code, r.name, r.unit, r.rate::float8 as rate, r.currency, r.updated_at,
      (select count(distinct f.library_item_id)::int from public.factors f where f.resource_id = r.id) as used_in
    from public.resources r where ${matches} and r.code > ${after}
    order by r.code limit ${query.limit + 1}`.execute(tx);
  const counted = await sql<{ total: number }>`
    select count(*)::int as total from public.resources r where ${matches}`.execute(tx);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    resources: page,
    total: counted.rows[0]?.total ?? 0,
    next_cursor: rows.length > query.limit && last ? toCursor([last.code]) : null,
  };
}
