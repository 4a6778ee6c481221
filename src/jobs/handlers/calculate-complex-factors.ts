import { service } from '../../database/identity.ts';
import { getWritableProject } from '../../database/queries/projects/get-access.ts';
import { calculateCosts } from '../../operations/calculate-costs.ts';
import type { Handler } from '../run.ts';

/** Calculates costs while nobody waits. Who may ask for it was checked when it was enqueued. */
export const calculateComplexFactors: Handler<'calculate-complex-factors'> = async (
  { projectId, libraryItemIds, options },
  { tx, now },
) => {
  const project = await getWritableProject(tx, service, projectId, { administrators: true });
  const answer = await calculateCosts(tx, { itemIds: libraryItemIds, project, options }, now);
  const { items_calculated, items_failed } = answer.summary;
  const failed = items_failed > 0 ? `; ${items_failed} could not be` : '';
  return { ...answer, message: `Calculated the cost of ${items_calculated} items${failed}.` };
};
