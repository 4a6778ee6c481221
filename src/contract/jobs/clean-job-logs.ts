import { z } from 'zod';
import { defineJob } from './define-job.ts';

/** Monthly: removes the log of runs that ended longer ago than runs are kept, 30 days where nobody set another length. */
export const cleanJobLogs = defineJob({
  name: 'clean-job-logs',
  title: 'Remove old job logs',
  input: z.strictObject({}),
  schedules: [{ id: 'log-cleanup', cron: '0 4 1 * *', missed: 'once' }],
  retryDelay: 60,
  policy: 'exclusive',
  runNow: true,
  schedulable: true,
});
