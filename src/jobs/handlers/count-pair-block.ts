import { keepBlock, readBlock } from '../../database/queries/popularity/countings.ts';
import type { Handler } from '../run.ts';
import { countBlockInThreads } from '../threads/learn.ts';

/** Counts one block of a shared counting; what it counted commits with its completion, and once. */
export const countPairBlock: Handler<'count-pair-block'> = async (input, { tx, signal }) => {
  const given = await readBlock(tx, input);
  if (!given)
    return { pairs: 0, message: 'This block was counted by another, or is not needed any more.' };
  const pairs = await countBlockInThreads(given.baskets, given.range, signal);
  await keepBlock(tx, input, pairs);
  const { from, to } = given.range;
  return {
    pairs: pairs.item.length,
    message: `Found ${pairs.item.length.toLocaleString('en-US')} pairs of ${to - from} items.`,
  };
};
