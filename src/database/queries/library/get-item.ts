import { sql } from 'kysely';
import type { z } from 'zod';
import { PublicError } from '../../../contract/errors.ts';
import type { libraryItem } from '../../../contract/library.ts';
import type { Tx } from '../../database.ts';

/** An item with its headings and statistics; its build-up is calculated elsewhere. */
export type ItemWithStatistics = Omit<
  z.infer<typeof libraryItem>,
  'build_up' | 'build_up_tree' | 'build_up_currency'
>;

/** @throws {PublicError} `not_found` */
export async function getItem(tx: Tx, id: string): Promise<ItemWithStatistics> {
  const { rows } = await sql<ItemWithStatistics>`
    select i.id, i.code, i.name, i.description, i.unit, i.unit_price::float8 as unit_price, i.source,
      s.name as section_name, d.name as division_name, a.name as assembly_name,
      public.get_library_item_statistics(i.id) as statistics
    from public.library_items i
    join public.sections s on s.id = i.section_id
    join public.divisions d on d.id = s.division_id
    left join public.assemblies a on a.id = i.assembly_id
    where i.id = ${id}`.execute(tx);
  const [row] = rows;
  if (!row) throw new PublicError('not_found', `There is no library item ${id}.`);
  return row;
}
