/**
 * What is used together, learned from the estimates themselves, and what an estimate still lacks:
 * baskets (which items each estimate has) → co-occurrence counts → the strongest pairs of each item
 * → suggestions with their reasons. Items and baskets are dense indexes here; the caller keeps the ids.
 *
 * @example
 * const baskets = fromPairs(basketOfEachUse, itemOfEachUse, basketCount, itemCount);
 * const index = indexPairs(minePairs(baskets), itemCount);
 * const [first] = suggest(index, Int32Array.of(4, 17), { limit: 10 });
 * // first.item is an item's index; first.because says which of 4 and 17 speak for it
 */
export {
  type Baskets,
  basketCount,
  fromPairs,
  type InvertedBaskets,
  invert,
  itemCounts,
} from './baskets.ts';
export { type Block, blocksOf } from './blocks.ts';
export { isStaple, usefulness } from './feedback.ts';
export { learnModel, prepareLearning } from './learn.ts';
export {
  isRoutine,
  joinModel,
  type LinearModel,
  learnRows,
  type ModelRows,
  trainLinearModel,
} from './linear-model.ts';
export type { ModelTask } from './model-task.ts';
export { comparePairs } from './pair-changes.ts';
export { joinPairs, minePairs, type Pairs, pairMiner, pairScore, pairsOfCounts } from './pairs.ts';
export { type Quartiles, usualQuantity } from './quantity.ts';
export { indexPairs, suggest } from './rank.ts';
export { rankByVoices, scoreByVoices } from './voices.ts';
