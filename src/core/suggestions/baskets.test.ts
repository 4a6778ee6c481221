import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holding, randomSets, toBaskets } from './baskets.testing.ts';
import { fromPairs, invert, itemCounts } from './baskets.ts';

describe('baskets from rows', () => {
  test('are ordered by basket and item, each item once, empty baskets kept', () => {
    const baskets = fromPairs(Int32Array.of(2, 0, 2, 2, 0), Int32Array.of(1, 3, 0, 1, 2), 4, 5);
    expect(baskets.offsets).toEqual(Int32Array.of(0, 2, 2, 4, 4));
    expect(baskets.items).toEqual(Int32Array.of(2, 3, 0, 1));
    expect(baskets.itemCount).toBe(5);
  });

  test('hold what the rows hold, in whatever order and however often they come', () => {
    fc.assert(
      fc.property(randomSets, fc.infiniteStream(fc.nat()), (random, dice) => {
        const rows = random.sets.flatMap((set, basket) => [...set].map((item) => [basket, item]));
        const mixed = [...rows, ...rows]
          .map((row) => ({ row, at: dice.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ row }) => row);
        const baskets = fromPairs(
          Int32Array.from(mixed, ([basket]) => basket ?? -1),
          Int32Array.from(mixed, ([, item]) => item ?? -1),
          random.sets.length,
          random.itemCount,
        );
        expect(baskets).toEqual(toBaskets(random));
        random.sets.forEach((set, basket) => {
          const items = baskets.items.slice(baskets.offsets[basket], baskets.offsets[basket + 1]);
          expect([...items]).toEqual([...set].sort((a, b) => a - b));
        });
      }),
    );
  });

  test('may be none at all', () => {
    const baskets = fromPairs(new Int32Array(0), new Int32Array(0), 0, 0);
    expect(baskets.offsets).toEqual(Int32Array.of(0));
  });

  test.each([
    [Int32Array.of(0), Int32Array.of(5), 'itemIdx[0] is 5, outside 0 … 4'],
    [Int32Array.of(0), Int32Array.of(-1), 'itemIdx[0] is -1, outside 0 … 4'],
    [Int32Array.of(2), Int32Array.of(1), 'basketIdx[0] is 2, outside 0 … 1'],
    [Int32Array.of(0, 1), Int32Array.of(1), 'basketIdx has 2 rows and itemIdx 1'],
  ])('refuse rows that fit no basket or item (%#)', (basketIdx, itemIdx, message) => {
    expect(() => fromPairs(basketIdx, itemIdx, 2, 5)).toThrow(RangeError);
    expect(() => fromPairs(basketIdx, itemIdx, 2, 5)).toThrow(message);
  });
});

test('the inverted index lists the baskets of each item', () => {
  fc.assert(
    fc.property(randomSets, (random) => {
      const baskets = toBaskets(random);
      const inverted = invert(baskets);
      for (let item = 0; item < random.itemCount; item++) {
        const listed = inverted.baskets.slice(inverted.offsets[item], inverted.offsets[item + 1]);
        const expected = random.sets.flatMap((set, basket) => (set.has(item) ? [basket] : []));
        expect([...listed]).toEqual(expected);
        expect(itemCounts(baskets)[item]).toBe(holding(random, item));
      }
    }),
  );
});
