import { expect, it } from 'vitest';
import { readCatalogue } from './catalogue/read-catalogue.ts';
import { rateHistory, snapshotMoments } from './prices.ts';

const now = new Date('2026-11-24T10:00:00Z');
const { resources } = readCatalogue();
const history = rateHistory(resources, snapshotMoments(now), now);

/** A family's mean rate relative to today's, oldest first. */
function course(family: string): number[] {
  const members = resources.flatMap((resource, at) => (resource.family === family ? [at] : []));
  return history.map((rates) => {
    const ratios = members.map((at) => (rates[at] ?? 0) / (resources[at]?.rate ?? 1));
    return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  });
}

it('takes twelve snapshots on one day of the month, the last today', () => {
  const moments = snapshotMoments(new Date('2027-01-31T00:00:00Z')).map((at) => at.toISOString());
  expect(moments.length).toBe(12);
  expect(moments[0]).toBe('2026-02-28T00:00:00.000Z');
  expect(moments.at(-1)).toBe('2027-01-28T00:00:00.000Z');
});

it("ends at today's rates", () => {
  expect(history.at(-1)).toEqual(resources.map(({ rate }) => rate));
});

it('moves each family its own way: steel up by 9%, timber down, fuel dear in summer', () => {
  expect(course('steel')[0]).toBeCloseTo(1 / 1.09, 2);
  expect(course('timber')[0]).toBeCloseTo(1.11, 2);
  const fuel = course('fuel');
  expect(fuel.indexOf(Math.max(...fuel))).toBe(7);
  expect(course('wages')[0]).toBeCloseTo(1 / 1.032, 2);
});
