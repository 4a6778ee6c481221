import { aggregatePopularity } from '../../operations/aggregate-popularity.ts';
import type { Handler } from '../run.ts';
import { learnInThread } from '../threads/learn.ts';

/** Nightly: counts every item's use and learns anew what is used together. */
export const aggregateLibraryPopularity: Handler<'aggregate-library-popularity'> = (
  { asOf },
  { tx, now, progress, signal },
) =>
  aggregatePopularity(tx, asOf === undefined ? now : new Date(asOf), {
    progress,
    learn: (baskets, ages) => learnInThread(baskets, ages, signal),
  });
