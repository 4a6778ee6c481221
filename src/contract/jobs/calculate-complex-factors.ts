import { calculateCostsInput } from '../complex-costs.ts';
import { defineJob } from './define-job.ts';

/** Calculates costs while nobody waits. */
export const calculateComplexFactors = defineJob({
  name: 'calculate-complex-factors',
  title: 'Calculate costs',
  input: calculateCostsInput.omit({ background: true }),
  retryLimit: 2,
  workers: 2,
  groupBy: 'projectId',
  groupLimit: 2,
  schedulable: true,
});
