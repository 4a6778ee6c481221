import { z } from 'zod';
import { id } from '../common.ts';
import { defineJob } from './define-job.ts';

/** Counts what is used together for some of the items, of a night's run that shared them out. */
export const countPairBlockJob = defineJob({
  name: 'count-pair-block',
  title: 'Count a block of pairs',
  input: z.strictObject({ countingId: id, block: z.int().min(0) }),
  expireInSeconds: 900,
});
