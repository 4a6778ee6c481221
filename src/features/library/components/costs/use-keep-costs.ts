import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { costsApi } from '../../services/costs-api.ts';
import { follow } from '../../services/followed.ts';
import * as format from '../../services/format.ts';
import type { CalculationInput } from '../../services/types.ts';
import { tellError } from '../jobs/notices.ts';

/** The key of a project's list of kept calculations. */
export const keptKey = (projectId: string) => ['jobs', 'costs', 'of', projectId];

/**
 * Has costs calculated and kept, and leads to them; what goes to the background is followed in the line at the foot of
 * every page. `busy` while it is asked for.
 */
export function useKeepCosts() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const calculate = async (input: CalculationInput) => {
    setBusy(true);
    try {
      const { id, project_id, run_id, item_count } = await costsApi.keep(input);
      const link = `/projects/${project_id}/costs/${id}`;
      if (run_id !== null) {
        follow({ runId: run_id, title: `Calculating ${format.count(item_count)} items`, link });
      }
      // No run tells of what was calculated at once: the list would be without it until it is asked for again.
      void queries.invalidateQueries({ queryKey: keptKey(project_id) });
      await navigate({ to: link });
    } catch (error) {
      tellError(error);
      setBusy(false);
    }
  };
  return { busy, calculate };
}
