import { sql } from 'kysely';
import type { z } from 'zod';
import type {
  calculationItemsInput,
  calculationItemsPage,
} from '../../../contract/cost-calculations.ts';
import type { Tx } from '../../database.ts';
import { fromCursor, toCursor } from '../../keyset.ts';
import type { DirectSums } from './get-calculation.ts';

type Page = z.infer<typeof calculationItemsPage>;

/** An item of a calculation with its exact cost; no parts where it has none. */
export type CalculatedItem = Omit<Page['items'][number], 'direct' | 'totals'> & {
  [Part in keyof DirectSums]: string | null;
};

/** A page of a calculation's items, by code. */
export async function listCalculationItems(
  tx: Tx,
  id: string,
  { show, limit, cursor }: Omit<z.infer<typeof calculationItemsInput>, 'options'>,
): Promise<Omit<Page, 'items'> & { items: CalculatedItem[] }> {
  const after = Number(fromCursor(cursor, 1)?.[0] ?? 0);
  const wanted = sql`c.calculation_id = ${id} ${show === 'failed' ? sql`and c.error is not null` : sql``}`;
  const { rows } = await sql<CalculatedItem>`
    select c.position, c.library_item_id, i.code, i.name, i.unit, c.quantity::float8 as quantity,
      c.material::text as material, c.labor::text as labor, c.equipment::text as equipment, c.error
    from public.cost_calculation_items c join public.library_items i on i.id = c.library_item_id
    where ${wanted} and c.position > ${after} order by c.position limit ${limit + 1}`.execute(tx);
  const counted = await sql<{ total: number }>`
    select count(*)::int as total from public.cost_calculation_items c where ${wanted}`.execute(tx);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    total: counted.rows[0]?.total ?? 0,
    next_cursor: rows.length > limit && last ? toCursor([last.position]) : null,
  };
}
