import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costOptions } from '../../../../contract/complex-costs.ts';
import { usual } from './options.ts';
import { fromAddress, toAddress, toColumns } from './options-address.ts';

const percentage = fc.double({ min: 0, max: 1000, noNaN: true });
const factor = fc.double({ min: 0.001, max: 100, noNaN: true });
const options = fc.record({
  includeIndirectCosts: fc.boolean(),
  includeOverheads: fc.boolean(),
  includeContingency: fc.boolean(),
  indirectCostPercentage: percentage,
  overheadPercentage: percentage,
  contingencyPercentage: percentage,
  bulkDiscountPercentage: fc.double({ min: 0, max: 100, noNaN: true }),
  locationAdjustmentFactor: factor,
  seasonalAdjustmentFactor: factor,
});
const sets = fc.array(fc.record({ name: fc.string({ maxLength: 100 }), options }), {
  minLength: 1,
  maxLength: 6,
});

test('sets of markups come out of an address as they went into it', () => {
  fc.assert(
    fc.property(sets, (made) => {
      const columns = made.map((set, key) => ({ key, ...set }));
      const address = JSON.parse(JSON.stringify(toAddress(columns)));
      // -0 has no place in JSON, and costs what 0 does.
      expect(JSON.stringify(toColumns(fromAddress(address) ?? []))).toBe(JSON.stringify(columns));
      for (const { options: read } of toColumns(fromAddress(address) ?? [])) {
        expect(costOptions.safeParse(read).success).toBe(true);
      }
    }),
  );
});

test('an address says only what differs from the usual markups', () => {
  const lean = { ...usual, indirectCostPercentage: 12, includeOverheads: false };
  expect(
    toAddress([
      { key: 0, name: 'Usual', options: usual },
      { key: 3, name: 'Lean', options: lean },
    ]),
  ).toEqual([
    { name: 'Usual' },
    { name: 'Lean', indirectCostPercentage: 12, includeOverheads: false },
  ]);
});

test.each([Number.NaN, -1, 1001])(
  'while a figure is %d, the address stays as it was',
  (indirectCostPercentage) => {
    expect(
      toAddress([{ key: 0, name: 'Typed', options: { ...usual, indirectCostPercentage } }]),
    ).toBeUndefined();
  },
);

test.each([undefined, null, 'Lean', 12, {}, [], [null, 'Lean', 7, {}]])(
  '%j holds no sets of markups',
  (value) => {
    expect(fromAddress(value)).toBeUndefined();
  },
);

test('of a set in the address, what cannot be calculated with counts as usual', () => {
  const value = [
    {
      name: 702,
      indirectCostPercentage: '12',
      overheadPercentage: -1,
      contingencyPercentage: null,
      bulkDiscountPercentage: 101,
      locationAdjustmentFactor: 0,
      seasonalAdjustmentFactor: 1.1,
      includeContingency: 'no',
      somethingElse: 1,
    },
  ];
  expect(fromAddress(value)).toEqual([{ name: '702', seasonalAdjustmentFactor: 1.1 }]);
});

test('no more sets are taken than stand side by side', () => {
  expect(fromAddress(Array.from({ length: 9 }, (_, at) => ({ name: `${at}` })))).toHaveLength(6);
});
