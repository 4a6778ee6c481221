import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findPriceChanges, usualThresholds } from './changes.ts';
import type { PriceObservation } from './job-price.ts';

/** Off by what it takes of ten steady values, so that prices scatter as bids do, always the same way. */
const scatter = [0.1, -0.2, 0.05, 0.25, -0.1, 0, -0.25, 0.15, -0.05, 0.2];
/** Three prices on every tenth day, about `levelOf(day)`. */
function prices(days: number, levelOf: (day: number) => number): PriceObservation[] {
  return Array.from({ length: days * 3 }, (_, at) => {
    const day = 10 * Math.floor(at / 3);
    const off = Math.exp((scatter[(at * 7) % 10] ?? 0) + (scatter[at % 9] ?? 0) / 2);
    return { day, quantity: 50, region: '1', price: levelOf(day) * off };
  });
}
const shiftsOf = (seen: PriceObservation[], thresholds = usualThresholds) =>
  findPriceChanges(seen, thresholds).filter((change) => change.kind === 'shift');
const outliersOf = (seen: PriceObservation[]) =>
  findPriceChanges(seen).filter((change) => change.kind === 'outlier');

describe('a level shift', () => {
  const risen = prices(40, (day) => (day < 250 ? 100 : 140));

  test('is told with its size, its first day, and what it rests on', () => {
    const [shift, ...others] = shiftsOf(risen);
    expect(others).toEqual([]);
    expect(shift?.since).toBe(250);
    expect(shift?.size).toBeCloseTo(0.4, 1);
    expect(shift?.low).toBeLessThan(0.4);
    expect(shift?.high).toBeGreaterThan(0.4);
    expect(shift?.strength).toBeGreaterThan(usualThresholds.leastStrength);
    expect(shift?.before).toBe(75);
    expect(shift?.evidence).toEqual(Array.from({ length: 45 }, (_, at) => 75 + at));
  });

  test('was known on the day it is said to have been found, and not before', () => {
    const found = shiftsOf(risen)[0]?.found ?? 0;
    const until = (day: number) => shiftsOf(risen.filter((seen) => seen.day <= day));
    expect(until(found)).toMatchObject([{ since: 250, found }]);
    expect(until(found - 1)).toEqual([]);
  });

  test('and the way back are two', () => {
    const there = prices(60, (day) => (day >= 200 && day < 400 ? 70 : 100));
    expect(shiftsOf(there).map(({ since, size }) => [since, Math.sign(size)])).toEqual([
      [200, -1],
      [400, 1],
    ]);
  });

  test('of calculated prices, which do not scatter, is told by the second one', () => {
    const weekly = Array.from({ length: 20 }, (_, at) => ({
      day: 7 * at,
      quantity: 1,
      region: '',
      price: at < 12 ? 80 : 88,
    }));
    expect(shiftsOf(weekly)).toMatchObject([{ since: 84, found: 91, before: 12 }]);
    expect(shiftsOf(weekly)[0]?.size).toBeCloseTo(0.1, 2);
    expect(shiftsOf(weekly.slice(0, 13))).toEqual([]);
  });

  test('smaller or weaker than asked for is not told', () => {
    expect(shiftsOf(risen, { ...usualThresholds, leastSize: 0.6 })).toEqual([]);
    expect(shiftsOf(risen, { ...usualThresholds, leastStrength: 60 })).toEqual([]);
  });

  test('is not seen where larger quantities made things cheaper', () => {
    const larger = prices(40, () => 100).map((seen) => {
      // More and more are asked for, and the price follows the quantity as it always did.
      const quantity = 50 * 2 ** ((seen.day % 70) / 10 + (seen.day >= 250 ? 2 : 0));
      return { ...seen, quantity, price: seen.price * (quantity / 50) ** -0.3 };
    });
    const untold = larger.map((seen) => ({ ...seen, quantity: 50 }));
    expect(shiftsOf(untold)).not.toEqual([]);
    expect(shiftsOf(larger)).toEqual([]);
  });
});

describe('an outlier', () => {
  const steady = prices(30, () => 100);
  const off = { day: 155, quantity: 50, region: '1', price: 2_000 };

  test('is a price far off that later ones do not support, and no shift', () => {
    const seen = [...steady, off];
    expect(shiftsOf(seen)).toEqual([]);
    const [outlier, ...others] = outliersOf(seen);
    expect(others).toEqual([]);
    expect(outlier).toMatchObject({ since: 155, found: 160, evidence: [steady.length] });
    expect(outlier?.size).toBeGreaterThan(10);
  });

  test('is not told before later prices say that it stands alone', () => {
    const until = [...steady.filter(({ day }) => day < 155), off];
    expect(findPriceChanges(until)).toEqual([]);
  });

  test('is a shift once later prices are there with it', () => {
    const after = prices(12, () => 2_000).map((seen) => ({ ...seen, day: 156 + seen.day }));
    const seen = [...steady.filter(({ day }) => day < 155), off, ...after];
    expect(shiftsOf(seen)).toMatchObject([{ since: 155 }]);
    expect(outliersOf(seen)).toEqual([]);
  });
});

describe('changes', () => {
  const observation = fc.record({
    day: fc.integer({ min: 0, max: 900 }),
    quantity: fc.double({ min: 0.01, max: 1e6, noNaN: true }),
    region: fc.constantFrom('1', '2'),
    price: fc.double({ min: 0.01, max: 1e5, noNaN: true }),
  });
  const some = fc.array(observation, { maxLength: 60 });

  test('of a price that never changed are none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(900)),
        fc.double({ min: 0.01, max: 1e5, noNaN: true }),
        (days, price) => {
          const seen = days.map((day) => ({ day, quantity: 10, region: '', price }));
          expect(findPriceChanges(seen)).toEqual([]);
        },
      ),
    );
  });

  test('in another currency are the same', () => {
    fc.assert(
      fc.property(some, fc.constantFrom(0.25, 2, 64), (seen, rate) => {
        const there = findPriceChanges(seen.map((one) => ({ ...one, price: one.price * rate })));
        const plain = ({ kind, since, found, evidence }: (typeof there)[number]) => ({
          kind,
          since,
          found,
          evidence,
        });
        expect(there.map(plain)).toEqual(findPriceChanges(seen).map(plain));
      }),
    );
  });

  test('lie in their ranges, rest on prices from their day on, and are found no sooner', () => {
    fc.assert(
      fc.property(some, (seen) => {
        for (const change of findPriceChanges(seen)) {
          expect(change.found).toBeGreaterThanOrEqual(change.since);
          for (const at of change.evidence)
            expect(seen[at]?.day).toBeGreaterThanOrEqual(change.since);
          if (change.kind === 'outlier') continue;
          expect(change.low).toBeLessThanOrEqual(change.size);
          expect(change.high).toBeGreaterThanOrEqual(change.size);
        }
      }),
    );
  });

  test('cannot be told of what is no price', () => {
    expect(findPriceChanges([])).toEqual([]);
    expect(() => findPriceChanges([{ day: 1, quantity: 1, region: '', price: 0 }])).toThrow(
      'must be above 0',
    );
  });
});
