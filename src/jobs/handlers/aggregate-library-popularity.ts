import { aggregatePopularity } from '../../operations/aggregate-popularity.ts';
import { learnInThread } from '../learn-in-thread.ts';
import type { Handler } from '../run.ts';

/** Nightly: counts every item's use and learns anew what is used together. */
export const aggregateLibraryPopularity: Handler<'aggregate-library-popularity'> = (
  { asOf },
  { tx, now, progress },
) =>
  aggregatePopularity(tx, asOf === undefined ? now : new Date(asOf), {
    progress,
    learn: learnInThread,
  });
