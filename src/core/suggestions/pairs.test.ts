import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holding, market, marketBaskets, randomSets, toBaskets } from './baskets.testing.ts';
import { minePairs, type Pairs, pairScore } from './pairs.ts';
import { wilsonLower } from './wilson.ts';

const { bread, milk, diapers, beer, eggs, cola } = market;

function rowsOf(pairs: Pairs) {
  return Array.from(pairs.item, (item, row) => ({
    item,
    paired: pairs.paired[row] ?? -1,
    together: pairs.together[row] ?? -1,
    of: pairs.of[row] ?? -1,
    support: pairs.support[row] ?? -1,
    confidence: pairs.confidence[row] ?? -1,
    lift: pairs.lift[row] ?? -1,
    score: pairs.score[row] ?? -1,
  }));
}

describe('the pairs of the market baskets', () => {
  const rows = rowsOf(minePairs(marketBaskets));

  test('diapers and beer: 3 of 5 baskets, 3 of 4 with diapers, all 3 with beer, lift 0.75 / 0.6', () => {
    expect(rows).toContainEqual(
      expect.objectContaining({
        item: diapers,
        paired: beer,
        together: 3,
        of: 4,
        support: 0.6,
        confidence: 0.75,
        lift: 1.25,
      }),
    );
    expect(rows).toContainEqual(
      expect.objectContaining({ item: beer, paired: diapers, of: 3, confidence: 1, lift: 1.25 }),
    );
  });

  test('bread and milk, though in 3 baskets together, are so less often than by chance', () => {
    // (3 / 4) / (4 / 5) = 0.9375
    expect(rows).toContainEqual(
      expect.objectContaining({ item: bread, paired: milk, together: 3, lift: 0.9375, score: 0 }),
    );
  });

  test('what beer is listed with, best first', () => {
    // Diapers: Wilson of 3 of 3 is 3 / (3 + 1.96²) = 0.4385; 2.4 expected: × log2(3.5 / 2.9) = 0.1190
    // Eggs: Wilson of 1 of 3 is 0.0615; 0.6 expected: × log2(1.5 / 1.1) = 0.0275
    // Bread and milk (2 together, 2.4 expected) and cola (1, 1.2 expected) score 0.
    const withBeer = rows.filter(({ item }) => item === beer);
    expect(withBeer.map(({ paired }) => paired)).toEqual([diapers, eggs, bread, milk, cola]);
    expect(withBeer[0]?.score).toBeCloseTo(0.119, 4);
    expect(withBeer[1]?.score).toBeCloseTo(0.0275, 4);
    expect(withBeer[2]?.score).toBe(0);
  });

  test('only as many as asked for are kept of each item', () => {
    const top = rowsOf(minePairs(marketBaskets, { topPerItem: 2 }));
    expect(top.filter(({ item }) => item === beer).map(({ paired }) => paired)).toEqual([
      diapers,
      eggs,
    ]);
    expect(top.length).toBe(12);
  });
});

describe('mining', () => {
  test('keeps the best pairs of every item by brute force, ties by baskets together, then item', () => {
    fc.assert(
      fc.property(randomSets, fc.integer({ min: 1, max: 9 }), (random, topPerItem) => {
        const items = Array.from({ length: random.itemCount }, (_, item) => item);
        const expected = items.flatMap((item) =>
          items
            .map((paired) => ({ item, paired, together: holding(random, item, paired) }))
            .filter(({ paired, together }) => paired !== item && together > 0)
            .map((row) => {
              const of = holding(random, item);
              const pairedCount = holding(random, row.paired);
              const score = pairScore(row.together, of, pairedCount, random.sets.length);
              return { ...row, of, score };
            })
            .sort((a, b) => b.score - a.score || b.together - a.together || a.paired - b.paired)
            .slice(0, topPerItem),
        );
        const mined = rowsOf(minePairs(toBaskets(random), { topPerItem }));
        expect(
          mined.map(({ item, paired, together, of, score }) => ({
            item,
            paired,
            together,
            of,
            score,
          })),
        ).toEqual(expected);
      }),
    );
  });

  test('gives shares within 0 and 1, and a lift that is the same both ways', () => {
    fc.assert(
      fc.property(randomSets, (random) => {
        const rows = rowsOf(minePairs(toBaskets(random)));
        for (const row of rows) {
          expect(row.confidence).toBeGreaterThan(0);
          expect(row.confidence).toBeLessThanOrEqual(1);
          expect(row.support).toBeLessThanOrEqual(row.confidence);
          expect(row.score).toBeGreaterThanOrEqual(0);
          const back = rows.find(({ item, paired }) => item === row.paired && paired === row.item);
          expect(back?.lift).toBe(row.lift);
          expect(back?.together).toBe(row.together);
        }
      }),
    );
  });

  test('refuses to keep no pairs, or a part of one', () => {
    expect(() => minePairs(marketBaskets, { topPerItem: 0 })).toThrow(RangeError);
    expect(() => minePairs(marketBaskets, { topPerItem: 2.5 })).toThrow(RangeError);
  });
});

describe('the score of a pair', () => {
  test('2 of 2 do not beat 890 of 1,000, even where they are nowhere else', () => {
    expect(pairScore(2, 2, 2, 20_000)).toBeLessThan(pairScore(890, 1000, 2000, 20_000));
  });

  test('an item in nearly every basket counts for nearly nothing', () => {
    expect(pairScore(100, 100, 980, 1000)).toBeLessThan(0.03);
    expect(pairScore(60, 100, 160, 1000)).toBeGreaterThan(0.9);
  });

  test('is 0 where the two are together as often as by chance, or less', () => {
    expect(pairScore(50, 100, 500, 1000)).toBe(0);
    expect(pairScore(10, 100, 500, 1000)).toBe(0);
  });
});

describe("Wilson's lower bound", () => {
  test('agrees with the published interval for 8 of 10, and with 1 / (1 + 1.96²) for 1 of 1', () => {
    expect(wilsonLower(8, 10)).toBeCloseTo(0.4901625, 6);
    expect(wilsonLower(1, 1)).toBeCloseTo(1 / (1 + 1.959963984540054 ** 2), 12);
  });

  test('is 0 where nothing was seen', () => {
    expect(wilsonLower(0, 10)).toBe(0);
    expect(wilsonLower(0, 0)).toBe(0);
  });

  test('stays below the share and rises towards it with more trials', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }), (a, b) => {
        const [successes, trials] = [Math.min(a, b), Math.max(a, b)];
        const few = wilsonLower(successes, trials);
        expect(few).toBeGreaterThan(0);
        expect(few).toBeLessThan(successes / trials);
        expect(wilsonLower(successes * 10, trials * 10)).toBeGreaterThan(few);
      }),
    );
  });
});
