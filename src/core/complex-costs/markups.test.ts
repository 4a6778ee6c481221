import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CostOptions, costOptions } from '../../contract/complex-costs.ts';
import { applyMarkups, type Costs, showCosts } from './markups.ts';
import { equal, inCents, plus, type Rational, rational, times } from './rational.testing.ts';

/** Nothing is added to the direct cost. */
const plain = costOptions.parse({});

const everything: CostOptions = {
  includeIndirectCosts: true,
  includeOverheads: true,
  includeContingency: true,
  indirectCostPercentage: 15,
  overheadPercentage: 10,
  contingencyPercentage: 5,
  bulkDiscountPercentage: 2.5,
  locationAdjustmentFactor: 1.08,
  seasonalAdjustmentFactor: 0.97,
};

describe('a build-up', () => {
  // On paper, for material 123.45, labor 67.89, equipment 10.01:
  //   direct       201.35
  //   indirect     201.35      × 0.15   =  30.2025
  //   overhead     231.5525    × 0.10   =  23.15525
  //   contingency  254.70775   × 0.05   =  12.7353875
  //   discount    −267.4431375 × 0.025  =  −6.6860784375
  //   location     260.7570590625 × 0.08        = 20.860564725
  //   seasonal    −281.6176237875 × 0.03        = −8.448528713625
  //   total        281.6176237875 − 8.448528713625 = 273.169095073875
  const direct = { material: '123.45', labor: '67.89', equipment: '10.01' };

  test('comes to what paper says, to the last digit', () => {
    const costs = applyMarkups(direct, everything);
    expect(costs.directTotal.toFixed()).toBe('201.35');
    expect(costs.indirect.toFixed()).toBe('30.2025');
    expect(costs.overhead.toFixed()).toBe('23.15525');
    expect(costs.contingency.toFixed()).toBe('12.7353875');
    expect(costs.bulkDiscount.toFixed()).toBe('-6.6860784375');
    expect(costs.locationAdjustment.toFixed()).toBe('20.860564725');
    expect(costs.seasonalAdjustment.toFixed()).toBe('-8.448528713625');
    expect(costs.total.toFixed()).toBe('273.169095073875');
  });

  test('is shown with each part rounded by itself', () => {
    expect(showCosts(applyMarkups(direct, everything))).toEqual({
      material: 123.45,
      labor: 67.89,
      equipment: 10.01,
      directTotal: 201.35,
      indirect: 30.2,
      overhead: 23.16,
      contingency: 12.74,
      bulkDiscount: -6.69,
      locationAdjustment: 20.86,
      seasonalAdjustment: -8.45,
      total: 273.17,
    });
  });

  test('lists its steps in order, each with its base, rate and result', () => {
    const steps = applyMarkups(direct, everything).steps.map(
      ({ name, base, rate, result }) =>
        `${name}: ${base.toFixed()} × ${rate.toFixed()} = ${result.toFixed()}`,
    );
    expect(steps).toEqual([
      'indirect: 201.35 × 0.15 = 30.2025',
      'overhead: 231.5525 × 0.1 = 23.15525',
      'contingency: 254.70775 × 0.05 = 12.7353875',
      'bulkDiscount: 267.4431375 × -0.025 = -6.6860784375',
      'locationAdjustment: 260.7570590625 × 0.08 = 20.860564725',
      'seasonalAdjustment: 281.6176237875 × -0.03 = -8.448528713625',
    ]);
  });

  test('adds nothing by default, whatever the percentages are', () => {
    const shown = showCosts(applyMarkups(direct, plain));
    expect(shown).toMatchObject({ indirect: 0, overhead: 0, contingency: 0, total: 201.35 });
    for (const part of Object.values(shown)) expect(Object.is(part, -0)).toBe(false);
  });

  test('takes a markup of what is before it, also where one between is left out', () => {
    const costs = applyMarkups(
      { material: '100', labor: '0', equipment: '0' },
      { ...everything, includeOverheads: false },
    );
    expect(costs.overhead.toFixed()).toBe('0');
    expect(costs.contingency.toFixed()).toBe('5.75');
  });

  test('reads a number as its shortest decimal, also where JavaScript writes an exponent', () => {
    const costs = applyMarkups(
      { material: '1000000', labor: '0', equipment: '0' },
      { ...plain, includeIndirectCosts: true, indirectCostPercentage: 1e-7 },
    );
    expect(costs.indirect.toFixed()).toBe('0.001');
    const third = applyMarkups(
      { material: '3', labor: '0', equipment: '0' },
      { ...plain, locationAdjustmentFactor: 1.1 },
    );
    expect(third.locationAdjustment.toFixed()).toBe('0.3');
  });

  test('refuses what is no number, naming it', () => {
    const nameless = { ...everything, overheadPercentage: Number.NaN };
    expect(() => applyMarkups(direct, nameless)).toThrow(RangeError);
    expect(() => applyMarkups(direct, nameless)).toThrow(
      'overheadPercentage must be a number, not NaN',
    );
    expect(() => applyMarkups({ ...direct, labor: '12,50' }, everything)).toThrow(
      'labor must be a number, not 12,50',
    );
  });
});

const decimals = (max: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: max * 10_000 }), fc.constantFrom(1, 10, 100, 10_000))
    .map(([digits, places]) => Math.min(max, digits / places));

const anyOptions: fc.Arbitrary<CostOptions> = fc.record({
  includeIndirectCosts: fc.boolean(),
  includeOverheads: fc.boolean(),
  includeContingency: fc.boolean(),
  indirectCostPercentage: decimals(1000),
  overheadPercentage: fc.oneof(decimals(100), fc.double({ min: 0, max: 100, noNaN: true })),
  contingencyPercentage: decimals(100),
  bulkDiscountPercentage: decimals(100),
  locationAdjustmentFactor: fc.oneof(decimals(3), fc.double({ min: 1e-9, max: 3, noNaN: true })),
  seasonalAdjustmentFactor: decimals(3),
});

const anyCost = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.nat(10))
  .map(([digits, places]) => {
    const text = String(digits).padStart(places + 1, '0');
    return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
  });

const anyDirect = fc.record({ material: anyCost, labor: anyCost, equipment: anyCost });

/** The contract's formula once more, in fractions. */
function inFractions(
  direct: { material: string; labor: string; equipment: string },
  options: CostOptions,
): { [part in Exclude<keyof Costs, 'steps'>]: Rational } {
  const none = rational('0');
  const of = (value: number) => rational(String(value));
  const percent = (value: number) => times(of(value), { num: 1n, den: 100n });
  const less = (value: Rational, amount: bigint) => plus(value, { num: -amount, den: 1n });
  const material = rational(direct.material);
  const labor = rational(direct.labor);
  const equipment = rational(direct.equipment);
  const directTotal = plus(plus(material, labor), equipment);
  const indirect = options.includeIndirectCosts
    ? times(directTotal, percent(options.indirectCostPercentage))
    : none;
  const withIndirect = plus(directTotal, indirect);
  const overhead = options.includeOverheads
    ? times(withIndirect, percent(options.overheadPercentage))
    : none;
  const withOverhead = plus(withIndirect, overhead);
  const contingency = options.includeContingency
    ? times(withOverhead, percent(options.contingencyPercentage))
    : none;
  const marked = plus(withOverhead, contingency);
  const bulkDiscount = times(marked, percent(-options.bulkDiscountPercentage || 0));
  const discounted = plus(marked, bulkDiscount);
  const locationAdjustment = times(discounted, less(of(options.locationAdjustmentFactor), 1n));
  const located = plus(discounted, locationAdjustment);
  const seasonalAdjustment = times(located, less(of(options.seasonalAdjustmentFactor), 1n));
  return {
    material,
    labor,
    equipment,
    directTotal,
    indirect,
    overhead,
    contingency,
    bulkDiscount,
    locationAdjustment,
    seasonalAdjustment,
    total: plus(located, seasonalAdjustment),
  };
}

describe('any build-up', () => {
  test('is exact, and shows each part rounded half away from zero from its exact value', () => {
    fc.assert(
      fc.property(anyDirect, anyOptions, (direct, options) => {
        const costs = applyMarkups(direct, options);
        const shown = showCosts(costs);
        const exact = inFractions(direct, options);
        for (const part of Object.keys(exact) as (keyof typeof exact)[]) {
          expect(equal(rational(costs[part].toFixed()), exact[part]), part).toBe(true);
          expect(shown[part], part).toBe(inCents(exact[part]));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('has parts that sum to its total exactly, and steps that multiply out', () => {
    fc.assert(
      fc.property(anyDirect, anyOptions, (direct, options) => {
        const costs = applyMarkups(direct, options);
        const sum = costs.steps.reduce((soFar, step) => {
          expect(step.base.eq(soFar)).toBe(true);
          expect(step.base.times(step.rate).eq(step.result)).toBe(true);
          expect(costs[step.name].eq(step.result)).toBe(true);
          return soFar.plus(step.result);
        }, costs.directTotal);
        expect(sum.eq(costs.total)).toBe(true);
      }),
    );
  });
});
