import { z } from 'zod';
import { defineJob } from './define-job.ts';

/** Nightly, once months are summed up: looks for prices that changed level, and tells whose estimates they touch. */
export const detectPriceChanges = defineJob({
  name: 'detect-price-changes',
  title: 'Detect price changes',
  input: z.strictObject({}),
  schedules: [{ id: 'price-changes', cron: '15 3 * * *', missed: 'once' }],
  retryDelay: 60,
  policy: 'exclusive',
  runNow: true,
  schedulable: true,
});
