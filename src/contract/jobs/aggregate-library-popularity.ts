import { z } from 'zod';
import { moment } from '../common.ts';
import { defineJob } from './define-job.ts';

/** Nightly: counts every item's use and learns anew what is used together. */
export const aggregateLibraryPopularity = defineJob({
  name: 'aggregate-library-popularity',
  title: 'Aggregate popularity and pairs',
  input: z.strictObject({
    asOf: moment.optional(),
    /** From so many uses on workers share the counting of pairs, where there are several. */
    shareFrom: z.int().min(0).optional(),
  }),
  schedules: [{ id: 'popularity', cron: '0 2 * * *', missed: 'once' }],
  retryDelay: 30,
  policy: 'exclusive',
  runNow: true,
  schedulable: true,
});
