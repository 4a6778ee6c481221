import { describe, expect, test } from 'vitest';
import { levelsOf } from './levels.ts';

const months = (prices: Record<string, number>) =>
  Object.entries(prices).map(([month, median]) => ({
    month: `${month}-01`,
    median,
    lower: median,
    upper: median,
    observations: 2,
  }));

describe('levels', () => {
  test('are 100 in the first month all have, whatever their prices', () => {
    const levels = levelsOf([
      { name: 'A', months: months({ '2026-01': 5, '2026-02': 10, '2026-03': 15 }) },
      { name: 'B', months: months({ '2026-02': 400, '2026-04': 300 }) },
    ]);
    expect(levels?.base).toBe('2026-02-01');
    expect(levels?.lines.map(({ months: of }) => of.map(({ level }) => level))).toEqual([
      [50, 100, 150],
      [100, 75],
    ]);
  });

  test('are none without a month in common, or of one item alone', () => {
    const a = { name: 'A', months: months({ '2026-01': 5 }) };
    const b = { name: 'B', months: months({ '2026-02': 7 }) };
    expect(levelsOf([a, b])).toBeNull();
    expect(levelsOf([a, { name: 'free', months: months({ '2026-01': 0 }) }])).toBeNull();
    expect(levelsOf([])).toBeNull();
  });
});
