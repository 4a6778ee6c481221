import { z } from 'zod';
import { id } from '../common.ts';
import { defineJob } from './define-job.ts';

/** Calculates the costs of a kept calculation, batch by batch. */
export const calculateCostsJob = defineJob({
  name: 'calculate-costs',
  title: 'Calculate a project’s costs',
  input: z.strictObject({ calculationId: id, projectId: id }),
  retryLimit: 20,
  workers: 2,
  groupBy: 'projectId',
  groupLimit: 2,
});
