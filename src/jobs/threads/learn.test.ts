import { expect, test } from 'vitest';
import { fromPairs, learnModel, minePairs } from '../../core/suggestions/index.ts';
import { learnInThread, minePairsInThreads, shared } from './learn.ts';

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

test.each([
  { of: 'items', baskets: 200, items: 70 },
  { of: 'baskets', baskets: 150, items: 300 },
])('threads learn the model that one learns alone, from the matrix of $of', async (size) => {
  const used = fromPairs(
    Int32Array.from(rows, (row) => row % size.baskets),
    Int32Array.from(rows, (row) => ((row * row) % 7919) % size.items),
    size.baskets,
    size.items,
  );
  const ages = Float64Array.from({ length: size.baskets }, (_, at) => size.baskets - at);
  expect(await learnInThread(used, ages, async (pairs) => pairs)).toEqual({
    kept: minePairs(used),
    model: learnModel(used, ages),
  });
});

test('threads that wait for each other end where the run is to stop', async () => {
  const stop = new AbortController();
  const learning = learnInThread(baskets, new Float64Array(200), async () => {}, stop.signal);
  stop.abort(new Error('cancelled'));
  await expect(learning).rejects.toThrow('cancelled');
});
