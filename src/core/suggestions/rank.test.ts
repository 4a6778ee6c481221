import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { market, marketBaskets, randomSets, toBaskets } from './baskets.testing.ts';
import { minePairs } from './pairs.ts';
import { indexPairs, suggest } from './rank.ts';

const { bread, milk, diapers, beer, eggs, cola } = market;
const index = indexPairs(minePairs(marketBaskets), 6);

describe('suggestions for an estimate', () => {
  test('come best first, with the reasons that speak for them', () => {
    // Beer → diapers 0.1190, cola → diapers: Wilson of 2 of 2 0.3424 × log2(2.5 / 2.1) = 0.0861;
    // together the cube root of 0.001685 + 0.000639 = 0.1324. Cola → milk 0.0861. Beer → eggs 0.0275.
    // Bread goes with neither more often than by chance.
    const suggestions = suggest(index, Int32Array.of(beer, cola));
    expect(suggestions.map(({ item }) => item)).toEqual([diapers, milk, eggs]);
    const [first] = suggestions;
    expect(first?.score).toBeCloseTo(0.1324, 4);
    expect(first?.because).toEqual([
      { item: beer, together: 3, of: 3, confidence: 1, lift: 1.25 },
      { item: cola, together: 2, of: 2, confidence: 1, lift: 1.25 },
    ]);
  });

  test('are as many as asked for', () => {
    expect(suggest(index, Int32Array.of(beer, cola), { limit: 1 }).map(({ item }) => item)).toEqual(
      [diapers],
    );
    expect(() => suggest(index, Int32Array.of(beer), { limit: 0 })).toThrow(RangeError);
  });

  test('are the same however the estimate lists its items', () => {
    expect(suggest(index, Int32Array.of(cola, beer, cola))).toEqual(
      suggest(index, Int32Array.of(beer, cola)),
    );
  });

  test('tie by baskets together, then by item', () => {
    // Eggs stand with bread, diapers and beer in one basket; beer is the rarest of the three.
    expect(suggest(index, Int32Array.of(eggs)).map(({ item }) => item)).toEqual([
      beer,
      bread,
      diapers,
    ]);
  });

  test('leave out reasons that are a tenth of the strongest, and give three at most', () => {
    // Item 0 speaks for 9 strongly; item 1 is in every basket, so it says next to nothing.
    const sets = Array.from({ length: 40 }, (_, basket) =>
      basket < 10 ? new Set([0, 1, 2, 3, 4, 9]) : new Set([1, 5, basket === 39 ? 6 : 7]),
    );
    sets[39]?.delete(1);
    const strong = indexPairs(minePairs(toBaskets({ sets, itemCount: 10 })), 10);
    const reasons = (...items: number[]) =>
      suggest(strong, Int32Array.from(items))
        .find(({ item }) => item === 9)
        ?.because.map(({ item }) => item);
    expect(reasons(0, 1)).toEqual([0]);
    expect(reasons(0, 1, 2, 3, 4)).toEqual([0, 2, 3]);
    expect(reasons(1)).toEqual([1]);
  });

  test('a first few estimates that are all alike suggest one another', () => {
    const alike = toBaskets({ sets: [new Set([0, 1, 2]), new Set([0, 1, 2])], itemCount: 3 });
    const suggestions = suggest(indexPairs(minePairs(alike), 3), Int32Array.of(0));
    expect(suggestions).toEqual([
      { item: 1, score: 0, because: [{ item: 0, together: 2, of: 2, confidence: 1, lift: 1 }] },
      { item: 2, score: 0, because: [{ item: 0, together: 2, of: 2, confidence: 1, lift: 1 }] },
    ]);
  });

  test('an empty estimate suggests nothing', () => {
    expect(suggest(index, new Int32Array(0))).toEqual([]);
  });

  test('never hold what the estimate has, nor anything twice, and each has a reason from the estimate', () => {
    fc.assert(
      fc.property(randomSets, fc.array(fc.nat(7)), (random, wanted) => {
        const estimate = wanted.filter((item) => item < random.itemCount);
        const mined = indexPairs(minePairs(toBaskets(random)), random.itemCount);
        const suggestions = suggest(mined, Int32Array.from(estimate));
        const items = suggestions.map(({ item }) => item);
        expect(items.filter((item) => estimate.includes(item))).toEqual([]);
        expect(new Set(items).size).toBe(items.length);
        for (const { because } of suggestions) {
          expect(because.length).toBeGreaterThan(0);
          for (const { item, confidence, together, of } of because) {
            expect(estimate).toContain(item);
            expect(confidence).toBe(together / of);
          }
        }
        const scores = suggestions.map(({ score }) => score);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
      }),
    );
  });
});

describe('the index', () => {
  test('takes pairs in any order', () => {
    const pairs = minePairs(marketBaskets);
    const backwards = {
      item: pairs.item.toReversed(),
      paired: pairs.paired.toReversed(),
      together: pairs.together.toReversed(),
      of: pairs.of.toReversed(),
      support: pairs.support.toReversed(),
      confidence: pairs.confidence.toReversed(),
      lift: pairs.lift.toReversed(),
      score: pairs.score.toReversed(),
    };
    expect(suggest(indexPairs(backwards, 6), Int32Array.of(beer, milk))).toEqual(
      suggest(index, Int32Array.of(beer, milk)),
    );
  });

  test('refuses an item it does not know, in the pairs and in the estimate', () => {
    expect(() => indexPairs(minePairs(marketBaskets), 5)).toThrow(RangeError);
    expect(() => suggest(index, Int32Array.of(6))).toThrow('estimate item 6 is outside 0 … 5');
  });
});
