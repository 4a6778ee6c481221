import fc from 'fast-check';
import { expect, test } from 'vitest';
import { market, marketBaskets, randomSets, toBaskets } from './baskets.testing.ts';
import { comparePairs } from './pair-changes.ts';
import { minePairs } from './pairs.ts';

const pairsOf = ({ item, paired }: { item: Int32Array; paired: Int32Array }) =>
  Array.from(item, (one, row) => `${one} ${paired[row]}`);

test('what is new and what is gone is what comparing the lists says', () => {
  fc.assert(
    fc.property(
      randomSets,
      randomSets,
      fc.integer({ min: 1, max: 4 }),
      (then, after, topPerItem) => {
        const before = minePairs(toBaskets(then), { topPerItem });
        const now = minePairs(toBaskets(after), { topPerItem });
        const [kept, found] = [new Set(pairsOf(before)), new Set(pairsOf(now))];
        const { added, removed, strongest } = comparePairs(before, now);
        expect(added).toBe([...found].filter((pair) => !kept.has(pair)).length);
        expect(removed).toBe([...kept].filter((pair) => !found.has(pair)).length);
        const scores = strongest.map((row) => now.score[row] ?? 0);
        expect(scores).toEqual(scores.toSorted((a, b) => b - a));
        for (const row of strongest) expect(kept).not.toContain(pairsOf(now)[row]);
      },
    ),
  );
});

test('the strongest of the new ones are named, each two items once', () => {
  const now = minePairs(marketBaskets);
  const none = { item: new Int32Array(), paired: new Int32Array() };
  const { added, removed, strongest } = comparePairs(none, now, 2);
  expect([added, removed]).toEqual([now.item.length, 0]);
  // Beer says diapers more surely than diapers say beer, see pairs.test.ts.
  expect(pairsOf(now)[strongest[0] ?? -1]).toBe(`${market.beer} ${market.diapers}`);
  expect(strongest).toHaveLength(2);
  expect(pairsOf(now)[strongest[1] ?? -1]).not.toBe(`${market.diapers} ${market.beer}`);
});

test('an item that is used no more takes its pairs with it', () => {
  const now = minePairs(marketBaskets);
  const gone = {
    item: Int32Array.of(...now.item, 7, 0),
    paired: Int32Array.of(...now.paired, 0, 7),
  };
  expect(comparePairs(gone, now)).toEqual({ added: 0, removed: 2, strongest: [] });
});
