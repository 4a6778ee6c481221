import { z } from 'zod';
import { defineJob } from './define-job.ts';

/** Nightly: removes what is older than its kind is kept. */
export const applyRetention = defineJob({
  name: 'apply-retention',
  title: 'Remove data past its retention',
  input: z.strictObject({}),
  schedules: [{ id: 'retention', cron: '30 4 * * *', missed: 'once' }],
  retryDelay: 60,
  policy: 'exclusive',
  runNow: true,
  schedulable: true,
});
