import { z } from 'zod';
import { defineJob } from './define-job.ts';

/** Weekly: captures the prices of all active projects, as of one moment. */
export const capturePriceSnapshots = defineJob({
  name: 'capture-price-snapshots',
  title: 'Capture prices of all active projects',
  input: z.strictObject({}),
  schedules: [{ id: 'price-snapshots', cron: '0 3 * * 0', missed: 'once' }],
  retryDelay: 60,
  policy: 'exclusive',
  runNow: true,
  schedulable: true,
});
