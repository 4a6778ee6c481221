import { expect, test } from 'vitest';
import { contentOf, lineOf } from './content.testing.ts';
import { forecastsTold, standing } from './forecasts.ts';

const steady = (count: number) => Array.from({ length: count }, () => 80);
const months = (forecast: { points: ReadonlyMap<string, unknown> } | undefined) => [
  ...(forecast?.points.keys() ?? []),
];

test('the six months after the report are told, of a price that never moved that price', () => {
  const { ahead, forecasts } = contentOf({ lines: [lineOf(1, steady(13))] });
  expect(ahead).toEqual([
    ...['2026-12-01', '2027-01-01', '2027-02-01', '2027-03-01', '2027-04-01', '2027-05-01'],
  ]);
  expect(months(forecasts[0])).toEqual(ahead);
  for (const { price, low, high } of forecasts[0]?.points.values() ?? []) {
    for (const one of [price, low, high]) expect(one).toBeCloseTo(80, 5);
  }
  expect(forecasts[0]?.change).toBeCloseTo(0, 6);
});

test('a forecast reaches six months beyond the newest price: of an old one less is left, and then nothing', () => {
  const until = (gap: number) => [...steady(13 - gap), ...Array.from({ length: gap }, () => null)];
  const content = contentOf({
    lines: [lineOf(1, until(0)), lineOf(2, until(4)), lineOf(3, until(6))],
  });
  expect(content.forecasts.map(({ line, points }) => [line.code, points.size])).toEqual([
    ['03-30-001', 6],
    ['03-30-002', 2],
  ]);
  expect(months(content.forecasts[1])).toEqual(['2026-12-01', '2027-01-01']);
});

test('it is said plainly where nothing beats the plain method, and where the past is too short to try', () => {
  const even = contentOf({ lines: [lineOf(1, steady(13)), lineOf(2, steady(3))] });
  expect(even.forecasts.map(standing)).toEqual([
    'the plain method: no other did better',
    'the plain method: too short a past to try others',
  ]);
  expect(forecastsTold(even)).toContain('For no item did any method do better');
});

test('a method that did better on the past is used, and counted', () => {
  // It climbs for four years and hardly scatters: neither a median of twelve months nor the last one keeps up.
  const climbing = Array.from({ length: 48 }, (_, at) => 100 * 1.03 ** at * (at % 2 ? 1.001 : 1));
  const content = contentOf({ lines: [lineOf(1, climbing), lineOf(2, steady(48))] });
  const [forecast] = content.forecasts;
  expect(forecast).toMatchObject({ method: 'damped_trend', beatsPlain: true });
  expect(forecast?.change).toBeGreaterThan(0.05);
  expect(forecastsTold(content)).toContain('For 1 of 2 items');
});

test('a report without prices expects nothing', () => {
  const { ahead, forecasts } = contentOf({ months: [], lines: [] });
  expect({ ahead, forecasts }).toEqual({ ahead: [], forecasts: [] });
});
