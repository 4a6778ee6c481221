import { expect, test } from 'vitest';
import type { EstimateLine } from '../../services/types.ts';
import { headingKey, lineRows, noElement } from './line-rows.ts';

const line = (
  id: string,
  section_name: string,
  element_id: string | null,
  amount: number | null,
): EstimateLine => ({
  id,
  element_id,
  library_item_id: id,
  code: id,
  name: id,
  unit: 'm3',
  section_name,
  quantity: 1,
  unit_price: amount,
  price_source: amount === null ? null : 'build-up',
  amount,
  agreed_price: null,
  revision: '1',
});

const told = (...args: Parameters<typeof lineRows>) =>
  lineRows(...args).map((row) =>
    'line' in row
      ? row.line.id
      : 'section' in row
        ? `## ${row.section}: ${row.sum}`
        : `# ${row.element?.name ?? noElement}: ${row.sum}`,
  );

test('lines stand under their elements in the estimate’s order, and within each under their sections, with what they come to', () => {
  const elements = [
    { id: 'f', name: 'Foundations', revision: '1' },
    { id: 'r', name: 'Roof', revision: '1' },
    { id: 'e', name: 'Empty', revision: '1' },
  ];
  const lines = [
    line('a', 'Concrete', 'r', 10),
    line('b', 'Concrete', 'f', 20),
    line('c', 'Steel', 'f', 5),
    line('d', 'Steel', null, null),
  ];
  expect(told({ lines, elements })).toEqual([
    ...['# Foundations: 25', '## Concrete: 20', 'b', '## Steel: 5', 'c'],
    ...['# Roof: 10', '## Concrete: 10', 'a'],
    '# Empty: 0',
    ...[`# ${noElement}: 0`, '## Steel: 0', 'd'],
  ]);
  const keys = lineRows({ lines, elements }).map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
});

test('of an element that is closed its heading stands alone, with what it comes to', () => {
  const elements = [{ id: 'f', name: 'Foundations', revision: '1' }];
  const lines = [line('a', 'Concrete', 'f', 10), line('b', 'Concrete', null, 2)];
  const closed = new Set([headingKey('f')]);
  expect(told({ lines, elements }, closed)).toEqual([
    '# Foundations: 10',
    ...[`# ${noElement}: 2`, '## Concrete: 2', 'b'],
  ]);
});

test('where there are no elements, there are sections alone', () => {
  const lines = [line('a', 'Concrete', null, 10), line('b', 'Concrete', null, 2)];
  expect(told({ lines, elements: [] })).toEqual(['## Concrete: 12', 'a', 'b']);
});
