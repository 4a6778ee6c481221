import { countingSort } from './baskets.ts';
import { Best } from './best.ts';
import type { Pairs } from './pairs.ts';

/** How pairs that were learned anew differ from those before. */
export type PairChanges = {
  added: number;
  removed: number;
  /** Rows of the strongest new pairs, each two items once: where both ways are new, the stronger says it. */
  strongest: number[];
};

/**
 * Compares pairs with those that were kept before.
 * @param before in any order; items that are no more have numbers of their own
 * @param now those of an item follow one another
 * @param named most new pairs that are named
 */
export function comparePairs(
  before: Pick<Pairs, 'item' | 'paired'>,
  now: Pairs,
  named = 5,
): PairChanges {
  const numbers = [before.item, before.paired, now.item, now.paired].reduce(
    (most, column) => column.reduce((larger, number) => Math.max(larger, number + 1), most),
    0,
  );
  const { order, starts } = countingSort(before.item, numbers, 'before.item');
  // `seenWith[paired]` is one more than the last item it was a pair of before.
  const seenWith = new Int32Array(numbers);
  // Both ways of a pair may be among the strongest.
  const best = new Best(2 * named);
  let added = 0;
  now.item.forEach((item, row) => {
    if (item !== now.item[row - 1]) {
      const end = starts[item + 1] as number;
      for (let at = starts[item] as number; at < end; at++) {
        seenWith[before.paired[order[at] as number] as number] = item + 1;
      }
    }
    if (seenWith[now.paired[row] as number] === item + 1) return;
    added++;
    best.offer(now.score[row] as number, now.together[row] as number, row);
  });
  const strongest = new Map<string, number>();
  best.drain((row) => {
    const pair = [now.item[row] as number, now.paired[row] as number].sort((a, b) => a - b).join();
    if (!strongest.has(pair)) strongest.set(pair, row);
  });
  return {
    added,
    removed: before.item.length - (now.item.length - added),
    strongest: [...strongest.values()].slice(0, named),
  };
}
