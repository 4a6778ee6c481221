import { z } from 'zod';
import { id } from '../common.ts';
import { defineJob } from './define-job.ts';

/** Changes many prices or rates, or takes such a change back, in batches that each commit. */
export const bulkUpdateJob = defineJob({
  name: 'bulk-update',
  title: 'Bulk update',
  input: z.strictObject({
    bulkUpdateId: id,
    /** Of an undo: leave alone what was changed since, rather than take back nothing. */
    rest: z.boolean().default(false),
    /** Rows changed in one transaction: so long, and no longer, does anybody wait who edits one of them. */
    batchSize: z.int().min(1).max(10_000).default(2_000),
  }),
  // Each attempt goes on where the last one was; one that is killed again and again still gets there.
  retryLimit: 20,
});
