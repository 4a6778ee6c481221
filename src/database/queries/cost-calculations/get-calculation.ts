import { type RawBuilder, sql } from 'kysely';
import type { KeptCalculation } from '../../../contract/cost-calculations.ts';
import { PublicError } from '../../../contract/errors.ts';
import type { Tx } from '../../database.ts';

const calculations = (condition: RawBuilder<unknown>) => sql<KeptCalculation>`
  select c.id, c.project_id, c.name, c.currency, c.rates_at, c.item_count, c.run_id, c.requested_by, c.created_at,
    coalesce(c.item_count - c.failed, n.calculated) as calculated, coalesce(c.failed, n.failed) as failed,
    case when c.finished_at is not null then 'done'
      when l.status in ('queued', 'running', 'cancelled', 'failed') then l.status else 'unfinished' end as state
  from public.cost_calculations c
  left join public.background_job_logs l on l.id = c.run_id
  -- One that has ended knows; none of its items is counted again.
  cross join lateral (
    select count(*) filter (where i.material is not null)::int as calculated,
      count(*) filter (where i.error is not null)::int as failed
    from public.cost_calculation_items i where c.failed is null and i.calculation_id = c.id) n
  where ${condition}`;

/** @throws {PublicError} `not_found`, also for one the reader may not see. */
export async function getCalculation(tx: Tx, id: string): Promise<KeptCalculation> {
  const { rows } = await calculations(sql`c.id = ${id}`).execute(tx);
  const [row] = rows;
  if (!row) throw unknown(id);
  return row;
}

/**
 * That the reader may see a calculation, without counting its items.
 * @throws {PublicError} `not_found`
 */
export async function requireCalculation(tx: Tx, id: string): Promise<void> {
  const { rows } = await sql`select from public.cost_calculations where id = ${id}`.execute(tx);
  if (rows.length === 0) throw unknown(id);
}

const unknown = (id: string) =>
  new PublicError('not_found', `There is no calculation ${id} that you may see.`);

/** The newest calculations of a project. */
export async function listCalculations(tx: Tx, projectId: string): Promise<KeptCalculation[]> {
  const { rows } = await calculations(
    sql`c.project_id = ${projectId} order by c.created_at desc, c.id limit 50`,
  ).execute(tx);
  return rows;
}

/** A direct cost by kind, exact as text. */
export interface DirectSums {
  material: string;
  labor: string;
  equipment: string;
}

/** What all items of a calculation cost together, each times its quantity. */
export async function sumCalculation(tx: Tx, id: string): Promise<DirectSums> {
  const { rows } = await sql<DirectSums>`
    select coalesce(sum(quantity * material), 0)::text as material, coalesce(sum(quantity * labor), 0)::text as labor,
      coalesce(sum(quantity * equipment), 0)::text as equipment
    from public.cost_calculation_items where calculation_id = ${id}`.execute(tx);
  return rows[0] ?? { material: '0', labor: '0', equipment: '0' };
}
