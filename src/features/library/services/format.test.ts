import { describe, expect, test, vi } from 'vitest';
import * as format from './format.ts';

test('money has two decimals and its currency; without one, the bare figure', () => {
  expect(format.money(1234.5, 'USD')).toBe('$1,234.50');
  expect(format.money(1234.5, 'EUR')).toBe('€1,234.50');
  expect(format.money(0.005, null)).toBe('0.01');
});

test('a format of money is made once, however many figures have it', () => {
  const made = vi.spyOn(Intl, 'NumberFormat');
  for (let value = 0; value < 1_000; value += 1) {
    format.money(value, 'CHF');
    format.shortMoney(value * 1_000, 'CHF');
  }
  expect(made).toHaveBeenCalledTimes(2);
  made.mockRestore();
});

test('only sums of six figures and more are shortened', () => {
  expect(format.shortMoney(99_999.99, 'USD')).toBe('$99,999.99');
  expect(format.shortMoney(1_234_567, 'USD')).toBe('$1.2M');
});

describe('a change', () => {
  test('has its sign', () => {
    expect(format.change(100, 103.2)).toMatch(/^\+3\.2%$/);
    expect(format.change(100, 100)).toBe('0%');
    expect(format.change(100, 80)).toBe('−20%');
  });

  test('from nothing or from free is none', () => {
    expect(format.change(null, 5)).toBeNull();
    expect(format.change(5, null)).toBeNull();
    expect(format.change(0, 5)).toBeNull();
  });
});

test('a region that is a number is called one', () => {
  expect(format.place('Perry', '6')).toBe('Perry, region 6');
  expect(format.place(null, 'East')).toBe('East');
  expect(format.place(null, null)).toBe('');
});

test('dates are those of the library, wherever the reader is', () => {
  expect(format.date('2025-05-14')).toBe('14 May 2025');
  expect(format.date('2025-05-14T23:59:59Z')).toBe('14 May 2025');
  expect(format.month('2025-05-01')).toBe('May 2025');
});

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [999.6, '1.0 s'],
  [59_940, '59.9 s'],
  [59_960, '1 min 0 s'],
  [185_000, '3 min 5 s'],
  [7_260_000, '2 h 1 min'],
])('%d milliseconds take %s', (milliseconds, words) =>
  expect(format.duration(milliseconds)).toBe(words),
);

test.each([
  [-5, 'just now'],
  [44, 'just now'],
  [46, '1 min ago'],
  [5 * 3600, '5 h ago'],
  [30 * 3600, 'yesterday'],
  [80 * 3600, '3 days ago'],
])('%d seconds before is %s', (seconds, words) => {
  const now = Date.parse('2026-01-15T12:00:00Z');
  expect(format.ago(new Date(now - seconds * 1000).toISOString(), now)).toBe(words);
});

test('the change of a sum has a sign before its currency', () => {
  expect(format.moneyChange(100, 151.5, 'USD')).toBe('+$51.50');
  expect(format.moneyChange(100, 96.8, 'USD')).toBe('−$3.20');
  expect(format.moneyChange(5, 5, 'USD')).toBe('±$0.00');
});
