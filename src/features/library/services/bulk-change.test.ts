import { expect, test } from 'vitest';
import { bulkChange } from '../../../contract/bulk-updates.ts';
import { changeOf, fieldsOf } from './bulk-change.ts';

test.each([
  [
    { way: 'raise %', value: '10', roundTo: '' },
    { method: 'percent', value: '10' },
  ],
  [
    { way: 'lower %', value: '2.5', roundTo: '0.05' },
    { method: 'percent', value: '-2.5', round_to: '0.05' },
  ],
  [
    { way: 'raise by', value: ' 3 ', roundTo: '' },
    { method: 'amount', value: '3' },
  ],
  [
    { way: 'lower by', value: '0.10', roundTo: '' },
    { method: 'amount', value: '-0.10' },
  ],
  [
    { way: 'set', value: '12.50', roundTo: '' },
    { method: 'set', value: '12.50' },
  ],
  [
    { way: 'round', value: '7', roundTo: '5' },
    { method: 'round', round_to: '5' },
  ],
] as const)('%j asks for %j, as the contract takes it, and is shown so again', (fields, change) => {
  expect(changeOf(fields)).toEqual(change);
  expect(bulkChange.parse(change)).toEqual(change);
  expect(changeOf(fieldsOf(change))).toEqual(change);
});

test.each([
  [{ way: 'raise %', value: '', roundTo: '' }, 'Give a figure such as 12.5.'],
  [{ way: 'raise %', value: '1e3', roundTo: '' }, 'Give a figure such as 12.5.'],
  [{ way: 'set', value: '-1', roundTo: '' }, 'Give a figure such as 12.5.'],
  [{ way: 'lower %', value: '101', roundTo: '' }, 'Lower by 100% at most.'],
  [{ way: 'round', value: '', roundTo: '' }, 'Give the step to round to, such as 0.05.'],
  [{ way: 'set', value: '1', roundTo: '0' }, 'Round to a step above 0, such as 0.05.'],
] as const)('%j is no change yet: %s', (fields, why) => {
  expect(changeOf(fields)).toBe(why);
});
