import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../demo/random.ts';
import { forecastPrices, furthest } from './forecast.ts';
import type { MonthlyPrice } from './forecast-methods.ts';

const price = fc.double({ min: 0.01, max: 1e5, noNaN: true });
const series = fc.uniqueArray(fc.nat(48), { minLength: 1, maxLength: 40 }).chain((months) =>
  fc.tuple(
    ...months.map((month) =>
      fc.record({
        month: fc.constant(month),
        price,
        observations: fc.integer({ min: 1, max: 30 }),
      }),
    ),
  ),
);
const monthly = (count: number, priceOf: (month: number) => number): MonthlyPrice[] =>
  Array.from({ length: count }, (_, month) => ({ month, price: priceOf(month), observations: 20 }));

describe('a forecast', () => {
  test('of a price that never changed is that price', () => {
    fc.assert(
      fc.property(series, price, (past, same) => {
        const told = forecastPrices(past.map((month) => ({ ...month, price: same })));
        for (const point of told?.points ?? []) expect(point.price / same).toBeCloseTo(1, 9);
        expect(told?.beatsPlain).toBe(false);
      }),
    );
    const long = forecastPrices(monthly(24, () => 12.5));
    expect(long?.points.every(({ low, high }) => high - low < 1e-6)).toBe(true);
  });

  test('tells the six months after the last, each within its range, never narrower further ahead', () => {
    fc.assert(
      fc.property(series, (past) => {
        const told = forecastPrices(past);
        const last = Math.max(...past.map(({ month }) => month));
        expect(told?.points.map(({ month }) => month - last)).toEqual([1, 2, 3, 4, 5, 6]);
        let width = 1;
        for (const point of told?.points ?? []) {
          expect(point.low).toBeLessThanOrEqual(point.price);
          expect(point.high).toBeGreaterThanOrEqual(point.price);
          expect(point.high / point.low).toBeGreaterThanOrEqual(width * (1 - 1e-9));
          width = point.high / point.low;
        }
      }),
    );
  });

  test('in another currency is the same in that currency', () => {
    fc.assert(
      fc.property(series, fc.double({ min: 0.01, max: 100, noNaN: true }), (past, rate) => {
        const here = forecastPrices(past);
        const there = forecastPrices(
          past.map((month) => ({ ...month, price: month.price * rate })),
        );
        here?.points.forEach((point, at) => {
          expect((there?.points[at]?.price ?? 0) / point.price / rate).toBeCloseTo(1, 6);
          expect((there?.points[at]?.high ?? 0) / point.high / rate).toBeCloseTo(1, 6);
        });
      }),
    );
  });

  test('follows what moves steadily, and says that this beats the plain method', () => {
    const told = forecastPrices(monthly(36, (month) => 100 * 1.02 ** month));
    expect(told?.method).toBe('damped_trend');
    expect(told?.beatsPlain).toBe(true);
    expect(told?.points[0]?.price).toBeGreaterThan(100 * 1.02 ** 35);
    expect(told?.points.at(-1)?.high).toBeGreaterThan(100 * 1.02 ** 39);
    expect(told?.backtest[0]?.method).toBe('damped_trend');
  });

  test('of what goes up and down about one level is that level, by the plain method', () => {
    const told = forecastPrices(
      monthly(36, (month) => 100 * Math.exp([0.2, -0.1, -0.2, 0.1][month % 4] ?? 0)),
    );
    expect(told).toMatchObject({
      method: 'median_12m',
      beatsPlain: false,
      months: 36,
      observations: 720,
    });
    expect(told?.points[0]?.price).toBeCloseTo(100, 0);
    expect(told?.points[0]?.low).toBeLessThan(90);
    expect(told?.points[0]?.high).toBeGreaterThan(110);
  });

  test('of a short past is the plain one, in a wide range', () => {
    const told = forecastPrices(monthly(2, (month) => 100 + month));
    expect(told).toMatchObject({
      method: 'median_12m',
      beatsPlain: false,
      origins: 0,
      backtest: [],
    });
    expect(told?.points).toHaveLength(furthest);
    expect((told?.points[0]?.high ?? 0) / (told?.points[0]?.low ?? 1)).toBeGreaterThan(1.5);
  });

  test.each([12, 18, 24])(
    'of %i months holds in its range what it promises, and little more',
    (count) => {
      const random = seededRandom(count);
      const held = Array.from({ length: 300 }, () => {
        const prices = Array.from({ length: count + furthest }, () =>
          Math.exp(0.4 * (random.between(-1, 1) + random.between(-1, 1))),
        );
        const told = forecastPrices(monthly(count, (month) => prices[month] ?? 1));
        return told?.points.filter(
          ({ month, low, high }) => low <= (prices[month] ?? 0) && (prices[month] ?? 0) <= high,
        ).length;
      });
      const share = held.reduce<number>((sum, of) => sum + (of ?? 0), 0) / held.length / furthest;
      expect(share).toBeGreaterThan(0.79);
      expect(share).toBeLessThan(0.88);
    },
  );

  test('is none without prices, and refused for what is no price', () => {
    expect(forecastPrices([])).toBe(null);
    expect(() => forecastPrices([{ month: 1, price: 0, observations: 1 }])).toThrow(
      'Prices must be above 0.',
    );
  });
});

test('where each month keeps to the one before it, the last month is the plain method, not the median of a level left', () => {
  const prices = [37.9, 37.8, 37.9, 38, 37.9, 37.9, 37.95, 37.9, 40.6, 40.65, 40.6, 40.64];
  const forecast = forecastPrices(
    prices.map((price, month) => ({ month, price, observations: 8 })),
  );
  expect(forecast).toMatchObject({ method: 'last', beatsPlain: false });
  expect(forecast?.points[0]?.price).toBeCloseTo(40.64, 6);
});
