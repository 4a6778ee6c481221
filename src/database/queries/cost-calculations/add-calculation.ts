import { type RawBuilder, sql } from 'kysely';
import type { CalculationInput } from '../../../contract/cost-calculations.ts';
import type { Tx } from '../../database.ts';
import { matchingItems } from '../library/matching.ts';

/** A calculation as it is made. */
export interface NewCalculation {
  projectId: string;
  currency: string;
  name: string;
  what: CalculationInput['what'];
  at: Date;
  userId: string | null;
}

/** Keeps what is to be calculated, with the quantities it has now; as the service. Gives id and number of items. */
export async function addCalculation(
  tx: Tx,
  calculation: NewCalculation,
): Promise<{ id: string; items: number }> {
  const { projectId, currency, name, at, userId } = calculation;
  const { rows } = await sql<{ id: string }>`
    insert into public.cost_calculations (project_id, name, currency, rates_at, requested_by)
    values (${projectId}, ${name}, ${currency}, ${at}, ${userId}::uuid) returning id`.execute(tx);
  const id = rows[0]?.id ?? '';
  const added = await sql`
    insert into public.cost_calculation_items (calculation_id, position, project_id, library_item_id, quantity)
    select ${id}::uuid, row_number() over (order by i.code), ${projectId}::uuid, i.id, c.quantity
    from (${chosen(calculation)}) c join public.library_items i on i.id = c.id`.execute(tx);
  const items = Number(added.numAffectedRows ?? 0);
  await sql`update public.cost_calculations set item_count = ${items} where id = ${id}`.execute(tx);
  return { id, items };
}

function chosen({ what, projectId }: NewCalculation): RawBuilder<unknown> {
  if ('estimate_id' in what) {
    return sql`select library_item_id as id, sum(quantity) as quantity from public.estimate_items
      where estimate_id = ${what.estimate_id} and project_id = ${projectId} group by library_item_id`;
  }
  if ('library_item_ids' in what) {
    return sql`select distinct id, 1::numeric as quantity from unnest(${what.library_item_ids}::uuid[]) as t (id)`;
  }
  return sql`select i.id, 1::numeric as quantity from public.library_items i where ${matchingItems(what.filter)}`;
}

/** What an estimate is called; null where the project has no such one that the reader may see. */
export async function findEstimateName(
  tx: Tx,
  projectId: string,
  estimateId: string,
): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`
    select name from public.estimates where id = ${estimateId} and project_id = ${projectId}`.execute(
    tx,
  );
  return rows[0]?.name ?? null;
}
