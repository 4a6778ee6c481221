import { z } from 'zod';
import { id } from '../common.ts';
import { reportRequest } from '../price-reports.ts';
import { defineJob } from './define-job.ts';

/** Makes a report of prices, with what its owner may see and nothing else. */
export const makePriceReportJob = defineJob({
  name: 'make-price-report',
  title: 'Make a price report',
  input: z.strictObject({
    request: reportRequest,
    ownerId: id,
    /** Whether they asked as an administrator, who sees every project. */
    administrator: z.boolean().default(false),
    /** Where a schedule asks for it; else the report has been noted down by whoever asked. */
    scheduled: z.boolean().default(false),
  }),
  retryLimit: 3,
  workers: 1,
  expireInSeconds: 900,
});
