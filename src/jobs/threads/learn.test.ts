import { expect, test } from 'vitest';
import { fromPairs, minePairs } from '../../core/suggestions/index.ts';
import { minePairsInThreads, shared } from './learn.ts';

const rows = Array.from({ length: 4000 }, (_, row) => row);
const baskets = fromPairs(
  Int32Array.from(rows, (row) => row % 200),
  Int32Array.from(rows, (row) => ((row * row) % 7919) % 300),
  200,
  300,
);

test.each([1, 2, 3])(
  '%i threads that share the blocks find the pairs of one run',
  async (threads) => {
    expect(await minePairsInThreads(shared(baskets), threads)).toEqual(minePairs(baskets));
  },
);

test('threads with nothing to count find no pairs', async () => {
  const none = shared(fromPairs(new Int32Array(), new Int32Array(), 0, 0));
  expect((await minePairsInThreads(none, 2)).item).toHaveLength(0);
});
