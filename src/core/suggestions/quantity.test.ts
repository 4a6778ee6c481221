import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Quartiles, usualQuantity } from './quantity.ts';

const quantities: Quartiles = [500, 4_000, 20_000];

describe('how much is usual', () => {
  test('goes by the other item where that scatters less', () => {
    const beside = { estimates: 40, ratios: [80, 95, 120] as Quartiles };
    expect(usualQuantity({ estimates: 50, quantities, beside })).toEqual({
      basis: 'ratio',
      usual: [80, 95, 120],
      estimates: 40,
    });
  });

  test('is a plain quantity where each estimate has as much of it', () => {
    const beside = { estimates: 40, ratios: [0.001, 0.02, 0.1] as Quartiles };
    const found = usualQuantity({ estimates: 50, quantities: [1, 1, 1], beside });
    expect(found).toEqual({ basis: 'quantity', usual: [1, 1, 1], estimates: 50 });
  });

  test('is a plain quantity where too few estimates have both', () => {
    const found = usualQuantity({ estimates: 7, quantities: [2, 3, 5], beside: null });
    expect(found).toMatchObject({ basis: 'quantity', usual: [2, 3, 5] });
  });

  test('is not said where it scatters too widely', () => {
    expect(usualQuantity({ estimates: 50, quantities, beside: null })).toBeNull();
  });

  test('does not depend on the units either is measured in', () => {
    const quartiles = fc
      .tuple(
        fc.double({ min: 0.01, max: 1e4, noNaN: true }),
        fc.double({ min: 1, max: 5, noNaN: true }),
        fc.double({ min: 1, max: 5, noNaN: true }),
      )
      .map(([low, a, b]): Quartiles => [low, low * a, low * a * b]);
    fc.assert(
      fc.property(quartiles, quartiles, fc.integer({ min: -6, max: 6 }), (plain, ratios, power) => {
        // A power of two moves no digit of a floating-point number.
        const scaled = (values: Quartiles): Quartiles =>
          values.map((value) => value * 2 ** power) as unknown as Quartiles;
        const of = (q: Quartiles, r: Quartiles) =>
          usualQuantity({ estimates: 9, quantities: q, beside: { estimates: 9, ratios: r } });
        const found = of(plain, ratios);
        const again = of(scaled(plain), scaled(ratios));
        expect(again).toEqual(found && { ...found, usual: scaled(found.usual) });
      }),
    );
  });
});
