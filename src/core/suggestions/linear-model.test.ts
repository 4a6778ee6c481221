import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../demo/random.ts';
import { invertPositiveDefinite } from '../linear-algebra/positive-definite.ts';
import {
  holding,
  market,
  marketBaskets,
  randomSets,
  type Sets,
  toBaskets,
} from './baskets.testing.ts';
import { itemCounts } from './baskets.ts';
import { isRoutine, type LinearModel, recencyWeights, trainLinearModel } from './linear-model.ts';
import { scoreByVoices } from './voices.ts';

describe('the inverse of a positive definite matrix', () => {
  test('times the matrix is one', () => {
    const sized = fc.integer({ min: 1, max: 7 }).chain((size) =>
      fc.record({
        size: fc.constant(size),
        values: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
          minLength: size * size,
          maxLength: size * size,
        }),
      }),
    );
    fc.assert(
      fc.property(sized, ({ size, values }) => {
        const at = (row: number, column: number) => values[row * size + column] ?? 0;
        const sum = (term: (k: number) => number) =>
          Array.from({ length: size }, (_, k) => term(k)).reduce((a, b) => a + b, 0);
        const matrix = Float64Array.from({ length: size * size }, (_, cell) => {
          const [row, column] = [Math.floor(cell / size), cell % size];
          return sum((k) => at(row, k) * at(column, k)) + (row === column ? 1 : 0);
        });
        const inverse = invertPositiveDefinite(matrix.slice(), size);
        for (let row = 0; row < size; row++) {
          for (let column = 0; column < size; column++) {
            const product = sum(
              (k) => (matrix[row * size + k] ?? 0) * (inverse[k * size + column] ?? 0),
            );
            expect(product).toBeCloseTo(row === column ? 1 : 0, 9);
          }
        }
      }),
    );
  });

  test.each([64, 65, 127, 130])('of %i rows, more than are swept at once, as well', (size) => {
    // Of A_ij = ρ^|i − j| the inverse has three diagonals: 1 and 1 + ρ² over 1 − ρ², beside them −ρ over it.
    const rho = 0.6;
    const matrix = Float64Array.from(
      { length: size * size },
      (_, cell) => rho ** Math.abs(Math.floor(cell / size) - (cell % size)),
    );
    const inverse = invertPositiveDefinite(matrix, size);
    inverse.forEach((value, cell) => {
      const [row, column] = [Math.floor(cell / size), cell % size];
      const isEnd = row === 0 || row === size - 1;
      const expected = row === column ? (isEnd ? 1 : 1 + rho * rho) : -rho;
      const near = Math.abs(row - column) <= 1;
      expect(value).toBeCloseTo(near ? expected / (1 - rho * rho) : 0, 9);
    });
  });

  test('of one that is not is refused', () => {
    expect(() => invertPositiveDefinite(Float64Array.of(1, 2, 2, 1), 2)).toThrow(
      'not positive definite (row 1)',
    );
  });
});

/** All the weights of a model as they stood before they were multiplied by what the paired item tells. */
function untold({ sets, itemCount }: Sets, weights?: Float64Array, ridge = 2): number[][] {
  const baskets = toBaskets({ sets, itemCount });
  const counts = itemCounts(baskets);
  const model = trainLinearModel(baskets, {
    ridge,
    topPerItem: 100,
    ...(weights && { basketWeights: weights }),
  });
  const matrix = Array.from({ length: itemCount }, () => Array<number>(itemCount).fill(0));
  for (let item = 0; item < itemCount; item++) {
    for (let row = model.offsets[item] ?? 0; row < (model.offsets[item + 1] ?? 0); row++) {
      const other = model.paired[row] ?? 0;
      const told = Math.cbrt(Math.log(sets.length / (counts[other] ?? 1)));
      (matrix[item] ?? [])[other] = (model.weight[row] ?? 0) / told;
    }
  }
  return matrix;
}

/** Whether no change of the weights would predict better: off the diagonal (G + λI)B = G. */
function expectOptimal({ sets, itemCount }: Sets, weights: Float64Array, ridge = 2): void {
  const found = untold({ sets, itemCount }, weights, ridge);
  const gram = (a: number, b: number) =>
    sets.reduce(
      (sum, set, basket) => (set.has(a) && set.has(b) ? sum + (weights[basket] ?? 0) : sum),
      0,
    );
  for (let j = 0; j < itemCount; j++) {
    // A paired item that is everywhere tells nothing: its weights are not kept.
    if (holding({ sets, itemCount }, j) === sets.length) continue;
    for (let i = 0; i < itemCount; i++) {
      if (i === j || holding({ sets, itemCount }, i) === 0) continue;
      let sum = 0;
      for (let k = 0; k < itemCount; k++) {
        sum += (gram(i, k) + (i === k ? ridge : 0)) * (found[k]?.[j] ?? 0);
      }
      expect(sum).toBeCloseTo(gram(i, j), 4);
    }
  }
}

describe('the linear model', () => {
  test('has the weights that predict best, from the matrix of baskets as from that of items', () => {
    fc.assert(
      fc.property(randomSets, fc.infiniteStream(fc.integer({ min: 1, max: 4 })), (random, dice) => {
        const weights = Float64Array.from(random.sets, () => (dice.next().value ?? 1) / 4);
        expectOptimal(random, weights);
      }),
    );
  });

  describe('of many baskets, where most items are rare', () => {
    // Few items are common; 300 is more than one block of the inverse.
    const random = seededRandom(3);
    const sets = Array.from(
      { length: 300 },
      () => new Set(Array.from({ length: 6 }, () => Math.floor(290 * random.between(0, 1) ** 3))),
    );
    const ofItems = trainLinearModel(toBaskets({ sets, itemCount: 290 }));
    // Items that nobody uses make the matrix of baskets the smaller one.
    const ofBaskets = trainLinearModel(toBaskets({ sets, itemCount: 320 }));
    const said = ({ offsets, paired, weight }: LinearModel, item: number) => {
      const rows = [offsets[item] ?? 0, offsets[item + 1] ?? 0] as const;
      return new Map(
        Array.from(paired.subarray(...rows), (other, at) => [other, weight[rows[0] + at] ?? 0]),
      );
    };
    const items = Array.from({ length: 290 }, (_, item) => item);

    test('is the same from the matrix of baskets as from that of items', () => {
      for (const item of items) {
        const expected = said(ofItems, item);
        for (const [other, weight] of said(ofBaskets, item)) {
          expect(weight).toBeCloseTo(expected.get(other) ?? Number.NaN, 6);
        }
        expect(said(ofBaskets, item).size).toBe(expected.size);
      }
    });

    test('tells of rare items only by those that are found with them', () => {
      const kept = items.flatMap((item) =>
        [...said(ofBaskets, item).keys()].map((other) => ({ item, other })),
      );
      const apart = kept.filter(
        ({ item, other }) => holding({ sets, itemCount: 290 }, item, other) === 0,
      );
      expect(apart.length).toBeGreaterThan(0);
      for (const { other } of apart) expect(ofBaskets.counts[other]).toBeGreaterThanOrEqual(3);
      const rare = kept.filter(({ other }) => (ofBaskets.counts[other] ?? 0) < 3);
      expect(rare.length).toBeGreaterThan(0);
    });
  });

  test('keeps the strongest of each item, for and against, with the baskets that have both', () => {
    const all = trainLinearModel(marketBaskets);
    const two = trainLinearModel(marketBaskets, { topPerItem: 2 });
    for (let item = 0; item < 6; item++) {
      const [start, end] = [all.offsets[item] ?? 0, all.offsets[item + 1] ?? 0];
      const rows = Array.from(all.paired.subarray(start, end), (other, at) => ({
        other,
        strength: Math.abs(all.weight[start + at] ?? 0),
      }));
      const strongest = rows.toSorted((a, b) => b.strength - a.strength).slice(0, 2);
      const kept = two.paired.subarray(two.offsets[item], two.offsets[item + 1]);
      expect([...kept]).toEqual(strongest.map(({ other }) => other).sort((a, b) => a - b));
    }
    const beers = two.paired.subarray(two.offsets[market.beer], two.offsets[market.beer + 1]);
    const diapers = (two.offsets[market.beer] ?? 0) + beers.indexOf(market.diapers);
    expect(two.together[diapers]).toBe(3);
    expect(two.counts[market.beer]).toBe(3);
  });

  test('learns from the last baskets where there are too many of both', () => {
    const { bread, milk } = market;
    const sets = [new Set([0, 1]), new Set([2, 3]), new Set([2]), new Set([4, 5, 6])];
    const model = trainLinearModel(toBaskets({ sets, itemCount: 7 }), { mostBaskets: 3 });
    expect(model.baskets).toBe(3);
    expect(model.counts[bread]).toBe(0);
    expect(model.offsets[milk]).toBe(model.offsets[bread]);
    expect(scoreByVoices(model, [3], 7)[2]).toBeGreaterThan(0);
  });

  test('finds the one an estimate lacks before those that have nothing to do with it', () => {
    const sets = Array.from(
      { length: 40 },
      (_, at) => new Set(at % 2 ? [0, 1, 2, 6] : [3, 4, 5, 6]),
    );
    const model = trainLinearModel(toBaskets({ sets, itemCount: 7 }));
    const scores = scoreByVoices(model, [0, 1], 7);
    const others = [3, 4, 5].map((item) => scores[item] ?? 0);
    expect(scores[2]).toBeGreaterThan(Math.max(0, ...others));
    // In every basket: nothing is told by suggesting it.
    expect(scores[6]).toBe(0);
  });

  test('takes an empty library and refuses what is no penalty or weight', () => {
    const none = toBaskets({ sets: [], itemCount: 0 });
    expect(trainLinearModel(none).paired).toHaveLength(0);
    expect(() => trainLinearModel(marketBaskets, { ridge: 0 })).toThrow('ridge must be above 0');
    const nothing = new Float64Array(5);
    expect(() => trainLinearModel(marketBaskets, { basketWeights: nothing })).toThrow(
      'basketWeights must be above 0',
    );
  });
});

test('recency halves with each half-life; the future counts as today', () => {
  expect([...recencyWeights([0, 10, 20, -5], 10)]).toEqual([1, 0.5, 0.25, 1]);
});

test('what three in ten estimates have is routine', () => {
  expect(isRoutine(3, 10)).toBe(true);
  expect(isRoutine(29, 100)).toBe(false);
});
