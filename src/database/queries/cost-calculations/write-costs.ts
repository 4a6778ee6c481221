import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** What the run of a calculation needs to know of it. */
export interface CalculationForRun {
  id: string;
  project_id: string;
  rates_at: Date;
  item_count: number;
}

/** The calculation, or null where its project is gone. */
export async function readForRun(tx: Tx, id: string): Promise<CalculationForRun | null> {
  const { rows } = await sql<Omit<CalculationForRun, 'rates_at'> & { rates_at: string }>`
    select id, project_id, rates_at, item_count from public.cost_calculations where id = ${id}`.execute(
    tx,
  );
  const [row] = rows;
  return row ? { ...row, rates_at: new Date(row.rates_at) } : null;
}

/** The items of a calculation at `after` < position ≤ `upTo`. */
export async function itemsOfBatch(
  tx: Tx,
  id: string,
  after: number,
  upTo: number,
): Promise<{ position: number; library_item_id: string }[]> {
  const { rows } = await sql<{ position: number; library_item_id: string }>`
    select position, library_item_id from public.cost_calculation_items
    where calculation_id = ${id} and position > ${after} and position <= ${upTo} order by position`.execute(
    tx,
  );
  return rows;
}

/** The direct cost of one unit, exact as text; or why there is none. */
export interface ItemCost {
  position: number;
  material: string | null;
  labor: string | null;
  equipment: string | null;
  error: string | null;
}

/** Writes what a batch of items costs. */
export async function writeCosts(tx: Tx, id: string, costs: readonly ItemCost[]): Promise<void> {
  await sql`
    update public.cost_calculation_items i
    set material = c.material, labor = c.labor, equipment = c.equipment, error = c.error
    from jsonb_to_recordset(${JSON.stringify(costs)}::jsonb)
      as c (position int, material numeric, labor numeric, equipment numeric, error text)
    where i.calculation_id = ${id} and i.position = c.position`.execute(tx);
}

/** Says that a calculation is done in the background, by which run; as the service. */
export async function markCalculationStarted(tx: Tx, id: string, runId: string): Promise<void> {
  await sql`update public.cost_calculations set run_id = ${runId} where id = ${id}`.execute(tx);
}

/** Says that a calculation has come to its end, and how many items have a cost; none where its project is gone. */
export async function finishCalculation(
  tx: Tx,
  id: string,
): Promise<{ calculated: number; failed: number }> {
  const { rows } = await sql<{ calculated: number; failed: number }>`
    update public.cost_calculations c set finished_at = clock_timestamp(), failed = (
      select count(*) from public.cost_calculation_items i where i.calculation_id = c.id and i.error is not null)
    where c.id = ${id} returning c.item_count - c.failed as calculated, c.failed`.execute(tx);
  return rows[0] ?? { calculated: 0, failed: 0 };
}
