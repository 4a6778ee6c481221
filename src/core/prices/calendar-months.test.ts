import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstDayOf, monthNumber } from './calendar-months.ts';

test('a month is found again by its number, and the month after it has the next', () => {
  expect(monthNumber('2026-11-01')).toBe(2026 * 12 + 10);
  fc.assert(
    fc.property(fc.integer({ min: 1900 * 12, max: 2200 * 12 }), (month) => {
      expect(monthNumber(firstDayOf(month))).toBe(month);
      expect(firstDayOf(month + 1) > firstDayOf(month)).toBe(true);
    }),
  );
});
