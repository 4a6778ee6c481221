import { expect, it } from 'vitest';
import { demoPeople } from '../contract/session.ts';
import { readCatalogue } from './catalogue/read-catalogue.ts';
import { demoProjects } from './projects.ts';

const now = new Date('2026-11-24T10:00:00Z');
const projects = demoProjects(readCatalogue(), now);
const estimates = projects.map(
  ({ elements }) =>
    new Map(elements.flatMap(({ lines }) => lines.map(({ item, quantity }) => [item, quantity]))),
);

it('is the same for the same moment, and moves with it', () => {
  expect(demoProjects(readCatalogue(), now)).toEqual(projects);
  const later = demoProjects(readCatalogue(), new Date(now.getTime() + 86_400_000));
  expect(later.map(({ name }) => name)).toEqual(projects.map(({ name }) => name));
  expect(later[0]?.startedAt.getTime()).toBe((projects[0]?.startedAt.getTime() ?? 0) + 86_400_000);
});

it('spreads over the year before now, and uses nothing before its project or after now', () => {
  const ages = projects.map(({ startedAt }) => (now.getTime() - startedAt.getTime()) / 86_400_000);
  expect(Math.max(...ages)).toBeLessThan(366);
  expect(Math.min(...ages)).toBeGreaterThan(6);
  for (const { startedAt, elements } of projects) {
    const used = elements.flatMap(({ lines }) => lines.map(({ usedAt }) => usedAt.getTime()));
    expect(Math.min(...used)).toBeGreaterThanOrEqual(startedAt.getTime());
    expect(Math.max(...used)).toBeLessThanOrEqual(now.getTime());
  }
});

it('has no item twice in an estimate', () => {
  for (const { elements } of projects) {
    const items = elements.flatMap(({ lines }) => lines.map(({ item }) => item));
    expect(items.length).toBe(new Set(items).size);
  }
});

it('reinforces the concrete of strip footings with about 95 kg/m³', () => {
  const ratios = estimates.flatMap((lines) => {
    const concrete = lines.get('03-31-020');
    return concrete === undefined ? [] : [(lines.get('03-21-010') ?? 0) / concrete];
  });
  expect(ratios.length).toBeGreaterThan(10);
  expect(Math.min(...ratios)).toBeGreaterThan(85);
  expect(Math.max(...ratios)).toBeLessThan(105);
});

it.each([
  ['03-31-020', '03-21-010'],
  ['03-31-030', '03-21-020'],
])('uses rebar in 4 of 5 estimates with concrete: %s, %s', (concrete, rebar) => {
  const withConcrete = estimates.filter((lines) => lines.has(concrete));
  const both = withConcrete.filter((lines) => lines.has(rebar));
  expect(both.length / withConcrete.length).toBeGreaterThanOrEqual(0.8);
});

it('leaves six projects closed to the estimator', () => {
  const { estimator, administrator } = demoPeople;
  const closed = projects.filter(
    ({ owner, estimator: second }) => owner !== estimator.id && !second,
  );
  expect(closed.length).toBe(6);
  expect(closed.every(({ owner }) => owner === administrator.id)).toBe(true);
});
