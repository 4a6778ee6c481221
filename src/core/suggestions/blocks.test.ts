import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomSets, toBaskets } from './baskets.testing.ts';
import { blocksOf, meetingsOf } from './blocks.ts';
import { joinPairs, minePairs, pairMiner } from './pairs.ts';

test('blocks follow one another and hold every item once', () => {
  fc.assert(
    fc.property(randomSets, fc.integer({ min: 1, max: 12 }), (sets, count) => {
      const blocks = blocksOf(toBaskets(sets), count);
      expect(blocks.length).toBeLessThanOrEqual(count);
      const items = blocks.flatMap(({ from, to }) =>
        Array.from({ length: to - from }, (_, at) => from + at),
      );
      expect(items).toEqual(Array.from({ length: sets.itemCount }, (_, item) => item));
    }),
  );
});

test('the pairs of the blocks, joined, are those of the whole', () => {
  fc.assert(
    fc.property(
      randomSets,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 4 }),
      (sets, count, topPerItem) => {
        const baskets = toBaskets(sets);
        const blocks = blocksOf(baskets, count).map(pairMiner(baskets, { topPerItem }));
        expect(joinPairs(blocks)).toEqual(minePairs(baskets, { topPerItem }));
      },
    ),
  );
});

test('no block but one of a single item has more than its share and an item’s work', () => {
  const sets = Array.from(
    { length: 60 },
    (_, basket) => new Set([0, 1 + (basket % 20), 21 + (basket % 7)]),
  );
  const baskets = toBaskets({ sets, itemCount: 30 });
  const work = meetingsOf(baskets);
  const of = ({ from, to }: { from: number; to: number }) =>
    work.subarray(from, to).reduce((sum, one) => sum + one, 0);
  const all = of({ from: 0, to: 30 });
  for (const block of blocksOf(baskets, 4)) {
    if (block.to - block.from === 1) continue;
    expect(of(block)).toBeLessThanOrEqual(all / 4 + Math.max(...work));
  }
});

test('a number of blocks that is none is refused', () => {
  const baskets = toBaskets({ sets: [new Set([0, 1])], itemCount: 2 });
  for (const count of [0, -1, 1.5, Number.NaN]) {
    expect(() => blocksOf(baskets, count)).toThrow(/positive integer/);
  }
});
