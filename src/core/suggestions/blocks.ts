import { type Baskets, basketCount } from './baskets.ts';

/** Items `from` up to, not including, `to`: what one thread or machine takes of the counting. */
export type Block = { from: number; to: number };

/** How many others each item meets in its baskets, an item that it meets twice counted twice: the work it makes. */
export function meetingsOf(baskets: Baskets): Float64Array {
  const meetings = new Float64Array(baskets.itemCount);
  for (let basket = 0; basket < basketCount(baskets); basket++) {
    const start = baskets.offsets[basket] as number;
    const end = baskets.offsets[basket + 1] as number;
    for (let row = start; row < end; row++) {
      const item = baskets.items[row] as number;
      meetings[item] = (meetings[item] as number) + end - start - 1;
    }
  }
  return meetings;
}

/**
 * Cuts the items, or those of a block, into at most `count` blocks of about the same work, in order. A block that a single item outweighs holds
 * that item alone, so there may be fewer.
 * @throws RangeError where `count` is no positive integer
 */
export function blocksOf(
  baskets: Baskets,
  count: number,
  within: Block = { from: 0, to: baskets.itemCount },
): Block[] {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`count must be a positive integer, not ${count}`);
  }
  const meetings = meetingsOf(baskets);
  const share =
    meetings.subarray(within.from, within.to).reduce((sum, most) => sum + most, 0) / count;
  const blocks: Block[] = [];
  let { from } = within;
  let done = 0;
  for (let item = from; item < within.to; item++) {
    done += meetings[item] as number;
    if (done < share * (blocks.length + 1) || blocks.length === count - 1) continue;
    blocks.push({ from, to: item + 1 });
    from = item + 1;
  }
  if (from < within.to) blocks.push({ from, to: within.to });
  return blocks;
}
