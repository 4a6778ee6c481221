import { type Baskets, basketCount, itemCounts } from './baskets.ts';
import { type LinearModel, recencyWeights, trainLinearModel } from './linear-model.ts';
import { minePairs, type Pairs } from './pairs.ts';

/** All that is learned from past estimates. */
export interface Learned {
  /** What is used together, for an item's own page. */
  pairs: Pairs;
  /** What ranks the library for an estimate; null where there are too few estimates to learn it from. */
  model: LinearModel | null;
  /** Baskets that have each item. */
  counts: Int32Array;
}

/** Fewer estimates than these say less together than their pairs do one by one. */
const fewest = 50;

/** Days in which an estimate comes to count half. Chosen in docs/suggestions.md. */
export const halfLifeDays = 730;

/**
 * Learns what is used together.
 * @param ages of the baskets, in days; they come oldest first
 */
export function learnFrom(baskets: Baskets, ages: ArrayLike<number>): Learned {
  return {
    pairs: minePairs(baskets),
    model: learnModel(baskets, ages),
    counts: itemCounts(baskets),
  };
}

/** What ranks the library, of `learnFrom`. */
export function learnModel(baskets: Baskets, ages: ArrayLike<number>): LinearModel | null {
  if (basketCount(baskets) < fewest) return null;
  return trainLinearModel(baskets, { basketWeights: recencyWeights(ages, halfLifeDays) });
}
