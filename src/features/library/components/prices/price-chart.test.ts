import { expect, test } from 'vitest';
import { linearAxis } from './price-chart.ts';

test('a price that hardly moves is drawn level, in an axis a twentieth about it; others have the axis they need', () => {
  const { min, max } = linearAxis(false);
  const steady = { min: 1, max: 1 + 1e-9 };
  expect([min?.(steady), max?.(steady)]).toEqual([
    expect.closeTo(0.95, 6),
    expect.closeTo(1.05, 6),
  ]);
  const moving = { min: 100, max: 101 };
  expect([min?.(moving), max?.(moving)]).toEqual([null, null]);
  expect(linearAxis(true)).toEqual({ type: 'value', scale: false });
});
