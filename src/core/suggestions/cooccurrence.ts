import { type Baskets, type InvertedBaskets, invert } from './baskets.ts';
import type { Block } from './blocks.ts';

/**
 * Called once for each item that is in a basket.
 *
 * @param item the item
 * @param touched the other items that share a basket with it, in no particular order
 * @param counts `counts[other]` = baskets that have both, for each `other` in `touched`
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
  const { items, offsets, itemCount } = baskets;
  const counts = new Int32Array(itemCount);
  const touched = new Int32Array(itemCount);

  for (let item = from; item < to; item++) {
    const start = inverted.offsets[item] as number;
    const end = inverted.offsets[item + 1] as number;
    if (start === end) continue;

    // Not zero, so that the item itself is never taken for newly touched.
    counts[item] = 1;
    let touchedCount = 0;
    for (let at = start; at < end; at++) {
      const basket = inverted.baskets[at] as number;
      const last = offsets[basket + 1] as number;
      for (let row = offsets[basket] as number; row < last; row++) {
        const other = items[row] as number;
        const seen = counts[other] as number;
        if (seen === 0) touched[touchedCount++] = other;
        counts[other] = seen + 1;
      }
    }

    const others = touched.subarray(0, touchedCount);
    visit(item, others, counts, end - start);
    for (let at = 0; at < touchedCount; at++) counts[touched[at] as number] = 0;
    counts[item] = 0;
  }
}
