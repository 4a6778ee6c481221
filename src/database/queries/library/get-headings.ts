import { sql } from 'kysely';
import type { z } from 'zod';
import type { libraryHeadings } from '../../../contract/library.ts';
import type { Tx } from '../../database.ts';

/** The divisions and sections that hold items, with their counts. */
export async function getHeadings(tx: Tx): Promise<z.infer<typeof libraryHeadings>> {
  const { rows } = await sql<{ headings: z.infer<typeof libraryHeadings> }>`
    with counted as (
      select s.id, s.code, s.name, s.division_id, count(*)::int as items
      from public.library_items i join public.sections s on s.id = i.section_id
      group by s.id
    )
    select jsonb_build_object(
      'items', (select count(*) from public.library_items),
      'as_of', (select max(as_of) from public.library_item_popularity),
      'divisions', coalesce((
        select jsonb_agg(division order by division ->> 'code') from (
          select jsonb_build_object('id', d.id, 'code', d.code, 'name', d.name, 'items', sum(c.items),
            'sections', jsonb_agg(jsonb_build_object('id', c.id, 'code', c.code, 'name', c.name, 'items', c.items)
              order by c.code)) as division
          from counted c join public.divisions d on d.id = c.division_id
          group by d.id) divisions), '[]')) as headings`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('The query for the headings returned no row.');
  return row.headings;
}
