import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineChart, ticksOf } from './line-chart.ts';

const value = fc.integer({ min: -1e9, max: 1e9 }).map((cents) => cents / 100);

test('the ticks of an axis hold every value between them, evenly', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), (values) => {
      const ticks = ticksOf(values);
      const [first = Number.NaN, second = Number.NaN] = ticks;
      const slack = 1e-9 * Math.max(1, ...values.map(Math.abs));
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(8);
      expect(first).toBeLessThanOrEqual(Math.min(...values) + slack);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(...values) - slack);
      expect(second).toBeGreaterThan(first);
    }),
  );
});

test('a month without a value has no dot, and what is written is no markup', () => {
  const svg = lineChart({
    width: 400,
    height: 200,
    months: ['Jan', 'Feb', 'Mar'],
    lines: [
      { label: '<b>&', values: [1, null, 3] },
      { label: 'b', values: [1, 2, 3] },
    ],
    written: String,
  });
  expect(svg.match(/<circle/g)).toHaveLength(5);
  expect(svg).toContain('&lt;b&gt;&amp;');
  expect(svg).not.toContain('NaN');
});
