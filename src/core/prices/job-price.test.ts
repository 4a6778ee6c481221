import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { learnJobPrices, type PriceObservation } from './job-price.ts';

const observation = fc.record({
  day: fc.integer({ min: 19_000, max: 19_999 }),
  quantity: fc.double({ min: 0.01, max: 1e6, noNaN: true }),
  region: fc.constantFrom('1', '2', '3'),
  price: fc.double({ min: 0.01, max: 1e5, noNaN: true }),
});
const some = fc.array(observation, { minLength: 1, maxLength: 30 });
const today = 20_000;
const job = { day: today, quantity: 100, region: '2' };

describe('a price for a job', () => {
  test('of an item that always cost the same is that, whatever the quantity and the place', () => {
    const same = fc.double({ min: 0.01, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(fc.array(observation, { minLength: 60, maxLength: 90 }), same, (seen, price) => {
        // Enough of them, also of the region asked about, to outweigh what is believed before.
        const spread = seen.map((one, at) => {
          return { ...one, price, quantity: 10 ** (at % 5), region: `${1 + (at % 3)}` };
        });
        const told = learnJobPrices(spread, today)({ ...job, quantity: 100 });
        expect(told.price / price).toBeCloseTo(1, 1);
        expect(told.high / told.low).toBeLessThan(1.2);
      }),
      { numRuns: 30 },
    );
  });

  test('lies in its range, and is the same in whatever order the observations come', () => {
    fc.assert(
      fc.property(some, (seen) => {
        const told = learnJobPrices(seen, today)(job);
        expect(told.low).toBeLessThanOrEqual(told.price);
        expect(told.high).toBeGreaterThanOrEqual(told.price);
        expect(told.observations).toBe(seen.length);
        const again = learnJobPrices(seen.toReversed(), today)(job);
        expect(again.price / told.price).toBeCloseTo(1, 6);
      }),
    );
  });

  test('in another currency is the same price in that currency', () => {
    fc.assert(
      fc.property(some, fc.double({ min: 0.01, max: 100, noNaN: true }), (seen, rate) => {
        const here = learnJobPrices(seen, today)(job);
        const there = learnJobPrices(
          seen.map((one) => ({ ...one, price: one.price * rate })),
          today,
        )(job);
        expect(there.price / here.price / rate).toBeCloseTo(1, 6);
        expect(there.high / here.high / rate).toBeCloseTo(1, 6);
      }),
    );
  });

  /** Prices that halve with each tenfold quantity, in the second region 20 % higher. */
  const regular: PriceObservation[] = Array.from({ length: 80 }, (_, at) => {
    const [quantity, region] = [10 ** (at % 4), at % 8 < 4 ? '1' : '2'];
    return {
      day: 19_500 + at,
      quantity,
      region,
      price: 100 * quantity ** -0.3 * (region === '2' ? 1.2 : 1),
    };
  });

  test('falls with the quantity and differs by region as it did', () => {
    const priceOf = learnJobPrices(regular, today);
    const here = priceOf({ day: today, quantity: 100, region: '1' });
    expect(here.price / (100 * 100 ** -0.3)).toBeCloseTo(1, 1);
    expect(here.perDoubling).toBeCloseTo(2 ** -0.3 - 1, 1);
    const there = priceOf({ day: today, quantity: 100, region: '2' });
    expect(there.price / here.price).toBeGreaterThan(1.1);
    // Nothing is known of a third place: between the two.
    const elsewhere = priceOf({ day: today, quantity: 100, region: '3' });
    expect(elsewhere.price).toBeGreaterThan(here.price);
    expect(elsewhere.price).toBeLessThan(there.price);
  });

  test('is hardly moved by one that is far off', () => {
    const plain = learnJobPrices(regular, today)(job).price;
    const off = { day: today - 1, quantity: 100, region: '2', price: 1e6 };
    const moved = learnJobPrices([...regular, off], today)(job).price;
    expect(moved / plain).toBeLessThan(1.1);
  });

  test('follows the newer of two levels', () => {
    const levels = regular.flatMap((one) => [
      { ...one, day: today - 2_000, price: 10 },
      { ...one, day: today - 10, price: 20 },
    ]);
    expect(learnJobPrices(levels, today)(job).price).toBeGreaterThan(17);
  });

  test('of few prices, or for a quantity nobody gave one for, is told in a wider range', () => {
    const [first] = regular;
    if (!first) throw new Error('There are prices.');
    const width = (seen: PriceObservation[], quantity: number) => {
      const { low, high } = learnJobPrices(seen, today)({ ...first, day: today, quantity });
      return high / low;
    };
    expect(width([first], first.quantity)).toBeGreaterThan(1.5);
    expect(width([first], first.quantity)).toBeGreaterThan(width(regular, first.quantity));
    // A thousand prices, each for one: what a hundred cost is believed, not known.
    const single = Array.from({ length: 1_000 }, () => ({ ...first, quantity: 1, price: 1 }));
    expect(width(single, 1)).toBeLessThan(1.1);
    expect(width(single, 100)).toBeGreaterThan(3);
  });

  test('is not told from nothing, nor from what is no price', () => {
    expect(() => learnJobPrices([], today)).toThrow('There are no prices to learn from.');
    const free = { ...job, day: 1, price: 0 };
    expect(() => learnJobPrices([free], today)).toThrow('must be above 0');
  });
});
