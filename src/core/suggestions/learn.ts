import { alone } from '../crew.ts';
import { type Baskets, basketCount, itemCounts } from './baskets.ts';
import {
  type Allocate,
  joinModel,
  type LinearModel,
  learnRows,
  type ModelTask,
  prepareModel,
  recencyWeights,
} from './linear-model.ts';
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
function learnModel(baskets: Baskets, ages: ArrayLike<number>): LinearModel | null {
  const task = prepareLearning(baskets, ages);
  return task && joinModel(task, learnRows(task, alone));
}

/** What those who learn the model together share, in memory by `allocate`; null where there are too few estimates. */
export function prepareLearning(
  baskets: Baskets,
  ages: ArrayLike<number>,
  allocate?: Allocate,
): ModelTask | null {
  if (basketCount(baskets) < fewest) return null;
  return prepareModel(baskets, { basketWeights: recencyWeights(ages, halfLifeDays) }, allocate);
}
