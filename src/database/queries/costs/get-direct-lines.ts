import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** One row of `ratebook.direct_cost_lines`; amounts are exact decimals, as text. */
export interface DirectLine {
  library_item_id: string;
  kind: 'material' | 'labor' | 'equipment' | 'cycle' | 'currency';
  resource_id: string | null;
  code: string | null;
  name: string | null;
  unit: string | null;
  via: string[];
  quantity_per_unit: string | null;
  wastage_percent: string | null;
  hours_per_unit: string | null;
  productivity_factor: string | null;
  crew_size: string | null;
  utilization_factor: string | null;
  multiplier: string;
  rate: string | null;
  rate_source: 'project' | 'catalogue' | null;
  cost: string | null;
}

/** The build-up of many items at the rates in force at `at`; `projectId` null: the catalogue's rates. */
export async function getDirectLines(
  tx: Tx,
  itemIds: readonly string[],
  projectId: string | null,
  at: Date,
): Promise<DirectLine[]> {
  const { rows } = await sql<DirectLine>`
    select l.* from ratebook.direct_cost_lines(${itemIds}::uuid[], ${projectId}::uuid, ${at}) l`.execute(
    tx,
  );
  return rows;
}
