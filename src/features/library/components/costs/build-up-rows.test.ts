import { describe, expect, test } from 'vitest';
import type { BuildUpTree } from '../../services/types.ts';
import { moveBy, placed, seen } from './build-up-rows.ts';

const row = (level: number, name: string): BuildUpTree['rows'][number] => ({
  ...{
    level,
    name,
    code: name,
    unit: 'u',
    kind: name === name.toUpperCase() ? 'item' : 'material',
  },
  ...{ library_item_id: null, resource_id: null, quantity: '1', rate: '1', cost: '1' },
  ...{
    wastage_percent: null,
    productivity_factor: null,
    crew_size: null,
    utilization_factor: null,
  },
});
const rows = placed([
  row(1, 'A'),
  row(2, 'B'),
  row(3, 'sand'),
  row(2, 'lime'),
  row(1, 'crane'),
  row(1, 'C'),
  row(2, 'tile'),
]);

describe('a build-up of sub-items', () => {
  test('tells of each row in which it is, and which of how many', () => {
    expect(
      rows.map(({ name, parent, position, size, opens }) => [name, parent, position, size, opens]),
    ).toEqual([
      ['A', null, 1, 3, true],
      ['B', 0, 1, 2, true],
      ['sand', 1, 1, 1, false],
      ['lime', 0, 2, 2, false],
      ['crane', null, 2, 3, false],
      ['C', null, 3, 3, true],
      ['tile', 5, 1, 1, false],
    ]);
  });

  test('shows what is in those that are open, and not what is open in one that is closed', () => {
    const names = (...open: number[]) => seen(rows, new Set(open)).map(({ name }) => name);
    expect(names()).toEqual(['A', 'crane', 'C']);
    expect(names(1)).toEqual(['A', 'crane', 'C']);
    expect(names(0)).toEqual(['A', 'B', 'lime', 'crane', 'C']);
    expect(names(0, 1, 5)).toHaveLength(7);
  });

  test('is walked by keys', () => {
    const open = new Set([0]);
    const move = (key: string, active: number) => moveBy(key, active, seen(rows, open), open);
    expect(move('ArrowDown', 0)).toEqual({ to: 1 });
    expect(move('ArrowDown', 3)).toEqual({ to: 4 });
    expect(move('ArrowDown', 5)).toEqual({ to: 5 });
    expect(move('ArrowUp', 0)).toEqual({ to: 0 });
    expect(move('Home', 4)).toEqual({ to: 0 });
    expect(move('End', 0)).toEqual({ to: 5 });
    expect(move('ArrowRight', 1)).toEqual({ to: 1, open: 1 });
    expect(move('ArrowRight', 0)).toEqual({ to: 1 });
    expect(move('ArrowRight', 4)).toBeNull();
    expect(move('ArrowLeft', 0)).toEqual({ to: 0, close: 0 });
    expect(move('ArrowLeft', 3)).toEqual({ to: 0 });
    expect(move('ArrowLeft', 4)).toBeNull();
    expect(move('Enter', 5)).toEqual({ to: 5, open: 5 });
    expect(move(' ', 0)).toEqual({ to: 0, close: 0 });
    expect(move('Enter', 4)).toBeNull();
    expect(move('x', 0)).toBeNull();
    expect(move('ArrowDown', 2)).toBeNull();
  });
});
