import { expect, it } from 'vitest';
import { type Catalogue, readCatalogue } from './read-catalogue.ts';
import { readKinds, readPlaces } from './read-kinds.ts';

const catalogue = readCatalogue();

function codesOf(rows: readonly { code: string }[]): string[] {
  return rows.map(({ code }) => code);
}

it('is of the size it says', () => {
  expect(catalogue.items.length).toBeGreaterThanOrEqual(300);
  expect(catalogue.divisions.length).toBeGreaterThanOrEqual(8);
  expect(readKinds().reduce((sum, { projects }) => sum + projects, 0)).toBe(40);
  expect(readPlaces().length).toBe(40);
});

it.each(['resources', 'divisions', 'sections', 'assemblies', 'items'] as const)(
  'gives no code twice among %s',
  (rows: keyof Catalogue) => {
    const codes = codesOf(catalogue[rows]);
    expect(codes.length).toBe(new Set(codes).size);
  },
);

it('reads every part of a build-up', () => {
  const footing = catalogue.items.find(({ code }) => code === '03-41-010');
  expect(footing?.factors.map(({ kind, code, quantity }) => [kind, code, quantity])).toEqual([
    ['item', '03-31-020', 1],
    ['item', '03-21-010', 95],
    ['item', '03-11-010', 2.5],
  ]);
  const concrete = catalogue.items.find(({ code }) => code === '03-31-020');
  expect(concrete?.factors).toMatchObject([
    { kind: 'material', code: 'concrete-c25', quantity: 1, wastage: 5, hours: null },
    { kind: 'labor', code: 'concretor', hours: 1.2, productivity: 1.1, crew: 1, quantity: null },
    { kind: 'equipment', code: 'poker', hours: 0.35, utilization: 0.8, quantity: null },
  ]);
});

it('builds items of items that exist, three levels deep, in no circle', () => {
  const items = new Map(catalogue.items.map((item) => [item.code, item]));
  const depth = (code: string, above: string[]): number => {
    expect(above).not.toContain(code);
    const item = items.get(code);
    expect(item, code).toBeDefined();
    const subItems = item?.factors.filter(({ kind }) => kind === 'item') ?? [];
    return 1 + Math.max(0, ...subItems.map((factor) => depth(factor.code, [...above, code])));
  };
  expect(Math.max(...codesOf(catalogue.items).map((code) => depth(code, [])))).toBe(3);
});

it('has no resource that nothing is made of', () => {
  const used = new Set(catalogue.items.flatMap(({ factors }) => codesOf(factors)));
  expect(codesOf(catalogue.resources).filter((code) => !used.has(code))).toEqual([]);
});

it('estimates only items there are', () => {
  const items = new Set(codesOf(catalogue.items));
  const lines = readKinds().flatMap(({ elements }) => elements.flatMap((element) => element.lines));
  expect(
    lines.filter(({ item, of }) => !items.has(item) || (of !== null && !items.has(of))),
  ).toEqual([]);
});
