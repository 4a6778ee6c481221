import { type Baskets, type InvertedBaskets, invert } from './baskets.ts';
import type { Block } from './blocks.ts';

/**
 * Called once for each item that is in a basket.
 *
 * @param item the item
 * @param touched the other items that share a basket with it, in no particular order
 * @param counts `counts[other]` = baskets that have both, for each `other` in `touched`; not 0 for the item itself, which
 *   has met itself; 0 for any other
 * @param count baskets that have the item
 *
 * `touched` and `counts` are reused for the next item: read them, don't keep them.
 */
export type CooccurrenceVisitor = (
  item: number,
  touched: Int32Array,
  counts: Int32Array,
  count: number,
) => void;

/**
 * Counts, for every item (or those of a block), the baskets it shares with every other.
 *
 * Walks each item's baskets through the inverted index and adds into one array of counters, which
 * is cleared again by the list of those touched: time O(Σ size² of the baskets), memory
 * O(rows + items) however many pairs there are. The items come in ascending order. `inverted` is
 * that of the same baskets, where it was made before: many blocks share one.
 */
export function eachCooccurrence(
  baskets: Baskets,
  visit: CooccurrenceVisitor,
  { from, to }: Block = { from: 0, to: baskets.itemCount },
  inverted: InvertedBaskets = invert(baskets),
): void {
  const counts = new Int32Array(baskets.itemCount);
  const touched = new Int32Array(baskets.itemCount);
  for (let item = from; item < to; item++) {
    const count = (inverted.offsets[item + 1] as number) - (inverted.offsets[item] as number);
    if (count === 0) continue;
    const others = touched.subarray(0, countShared(baskets, inverted, item, counts, touched));
    visit(item, others, counts, count);
    for (let at = 0; at < others.length; at++) counts[others[at] as number] = 0;
    counts[item] = 0;
  }
}

/**
 * Adds up, in `counts`, the baskets an item shares with every other, and puts those others into `touched`. A function of its
 * own, and short: it is compiled whole after a few items, where a loop around these is compiled anew while it runs.
 * @returns how many others there are
 */
function countShared(
  { items, offsets }: Baskets,
  inverted: InvertedBaskets,
  item: number,
  counts: Int32Array,
  touched: Int32Array,
): number {
  // Not zero, so that the item itself is never taken for newly touched.
  counts[item] = 1;
  let found = 0;
  const end = inverted.offsets[item + 1] as number;
  for (let at = inverted.offsets[item] as number; at < end; at++) {
    const basket = inverted.baskets[at] as number;
    const last = offsets[basket + 1] as number;
    for (let row = offsets[basket] as number; row < last; row++) {
      const other = items[row] as number;
      const seen = counts[other] as number;
      if (seen === 0) touched[found++] = other;
      counts[other] = seen + 1;
    }
  }
  return found;
}
