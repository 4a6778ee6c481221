import { expect, test } from 'vitest';
import { sentence } from './bulk-words.ts';

test.each([
  ['do', { method: 'percent', value: '10' }, 512, 'items', 'Raise 512 prices by 10%'],
  ['do', { method: 'percent', value: '-2.5' }, 1, 'items', 'Lower 1 price by 2.5%'],
  ['done', { method: 'amount', value: '3' }, 1200, 'resources', 'Raised 1,200 rates by 3'],
  [
    'doing',
    { method: 'set', value: '12.50', round_to: null },
    2,
    'project-rates',
    'Setting 2 project rates to 12.50',
  ],
  ['do', { method: 'round', value: null, round_to: '0.05' }, 3, 'items', 'Round 3 prices to 0.05'],
  [
    'done',
    { method: 'percent', value: '5', round_to: '0.05' },
    3,
    'items',
    'Raised 3 prices by 5%, rounded to 0.05',
  ],
] as const)('%s, %j: %s %s', (form, change, count, target, expected) => {
  expect(sentence(form, change, count, target)).toBe(expected);
});
