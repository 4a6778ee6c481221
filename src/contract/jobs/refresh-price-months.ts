import { z } from 'zod';
import { defineJob } from './define-job.ts';

/** Nightly: brings the monthly prices up to date, which trends are read from. */
export const refreshPriceMonths = defineJob({
  name: 'refresh-price-months',
  title: 'Sum up prices by month',
  input: z.strictObject({}),
  schedules: [{ id: 'price-months', cron: '30 2 * * *', missed: 'once' }],
  retryDelay: 60,
  policy: 'exclusive',
  runNow: true,
  schedulable: true,
});
