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
  const basketWeights = recencyWeights(ages, halfLifeDays);
  return {
    pairs: minePairs(baskets),
    model: basketCount(baskets) < fewest ? null : trainLinearModel(baskets, { basketWeights }),
    counts: itemCounts(baskets),
  };
}
