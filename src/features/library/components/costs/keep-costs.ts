import { costsApi } from '../../services/costs-api.ts';
import { follow } from '../../services/followed.ts';
import * as format from '../../services/format.ts';
import type { CalculationInput, KeptCalculation } from '../../services/types.ts';

/** Has costs calculated and kept; what goes to the background is followed in the line at the foot of every page. */
export async function keepCosts(body: CalculationInput): Promise<KeptCalculation> {
  const kept = await costsApi.keep(body);
  if (kept.run_id !== null) {
    follow({
      runId: kept.run_id,
      title: `Calculating ${format.count(kept.item_count)} items`,
      link: `/projects/${kept.project_id}/costs/${kept.id}`,
    });
  }
  return kept;
}
