import { alone } from '../crew.ts';
import { type Allocate, type Baskets, basketCount } from './baskets.ts';
import {
  joinModel,
  type LinearModel,
  learnRows,
  prepareModel,
  recencyWeights,
} from './linear-model.ts';
import type { ModelTask } from './model-task.ts';

/** Fewer estimates than these say less together than their pairs do one by one. */
const fewest = 50;

/** Days in which an estimate comes to count half. Chosen in docs/suggestions.md. */
export const halfLifeDays = 730;

/** What ranks the library for an estimate; null where there are too few estimates to learn it from. `ages`, in days, of the baskets, the oldest first. */
export function learnModel(baskets: Baskets, ages: ArrayLike<number>): LinearModel | null {
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
