import fc from 'fast-check';
import { type Baskets, fromPairs } from './baskets.ts';

/** Baskets as sets, for brute force in tests. */
export type Sets = { sets: Set<number>[]; itemCount: number };

/** Up to 12 baskets of up to 8 items, empty ones included. */
export const randomSets: fc.Arbitrary<Sets> = fc
  .integer({ min: 1, max: 8 })
  .chain((itemCount) =>
    fc
      .array(fc.uniqueArray(fc.nat(itemCount - 1)), { minLength: 1, maxLength: 12 })
      .map((lists) => ({ sets: lists.map((list) => new Set(list)), itemCount })),
  );

/** The rows (basket, item) of sets, and the baskets made from them. */
export function toBaskets({ sets, itemCount }: Sets): Baskets {
  const rows = sets.flatMap((set, basket) => [...set].map((item) => ({ basket, item })));
  return fromPairs(
    Int32Array.from(rows, (row) => row.basket),
    Int32Array.from(rows, (row) => row.item),
    sets.length,
    itemCount,
  );
}

/** How many of the sets hold all of `items`. */
export function holding({ sets }: Sets, ...items: number[]): number {
  return sets.filter((set) => items.every((item) => set.has(item))).length;
}

/** The market baskets of Tan, Steinbach & Kumar, "Introduction to Data Mining", where association analysis begins. */
export const market = {
  bread: 0,
  milk: 1,
  diapers: 2,
  beer: 3,
  eggs: 4,
  cola: 5,
};

const { bread, milk, diapers, beer, eggs, cola } = market;

/** Bread, milk and diapers are in 4 of the 5 baskets, beer in 3, cola in 2, eggs in 1. */
export const marketBaskets: Baskets = toBaskets({
  itemCount: 6,
  sets: [
    new Set([bread, milk]),
    new Set([bread, diapers, beer, eggs]),
    new Set([milk, diapers, beer, cola]),
    new Set([bread, milk, diapers, beer]),
    new Set([bread, milk, diapers, cola]),
  ],
});
