/**
 * What is used together, learned from the estimates themselves, and what an estimate still lacks:
 * baskets (which items each estimate has) → co-occurrence counts → the strongest pairs of each item
 * → suggestions with their reasons. Items and baskets are dense indexes here; the caller keeps the ids.
 *
 * @example
 * const builder = new BasketBuilder<string>();
 * for (const use of uses) builder.add(use.estimateId, use.libraryItemId);
 * const { baskets, itemKeys } = builder.build();
 * const index = indexPairs(minePairs(baskets), baskets.itemCount);
 * const [first] = suggest(index, Int32Array.of(4, 17), { limit: 10 });
 * // first.item is an index into itemKeys; first.because says which of 4 and 17 speak for it
 */
export { BasketBuilder } from './basket-builder.ts';
export { type Baskets, basketCount, fromPairs, itemCounts } from './baskets.ts';
export { type CooccurrenceVisitor, eachCooccurrence } from './cooccurrence.ts';
export { type MineOptions, minePairs, type Pairs, pairScore } from './pairs.ts';
export {
  indexPairs,
  type PairIndex,
  type Reason,
  type Suggestion,
  type SuggestOptions,
  suggest,
} from './rank.ts';
export { wilsonLower } from './wilson.ts';
