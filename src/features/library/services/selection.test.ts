import { expect, test } from 'vitest';
import { type Chosen, nothing, toggled } from './selection.ts';

const keys = ['a', 'b', 'c', 'd', 'e'];
const chosenOf = (chosen: Chosen) => (chosen.all ? 'all' : [...chosen.keys].sort().join(''));
const after = (...steps: [place: number, range?: boolean][]) =>
  steps.reduce<Chosen>(
    (chosen, [place, range = false]) => toggled(chosen, keys, place, range),
    nothing,
  );

test('a row pointed at is chosen, and pointed at again it is not', () => {
  expect(chosenOf(after([1], [3]))).toBe('bd');
  expect(chosenOf(after([1], [3], [1]))).toBe('d');
});

test('a range goes from the last row to this one, in either direction, and adds to what was chosen', () => {
  expect(chosenOf(after([0], [2], [4, true]))).toBe('acde');
  expect(chosenOf(after([4], [2, true]))).toBe('cde');
  expect(chosenOf(after([4], [3, true], [1, true]))).toBe('bcde');
});

test('a range with nothing before it is the row alone', () => {
  expect(chosenOf(after([2, true]))).toBe('c');
});

test('a range begins where its row stands now, also after sorting anew', () => {
  const first = toggled(nothing, keys, 0, false);
  expect(chosenOf(toggled(first, ['b', 'a', 'c'], 2, true))).toBe('ac');
});

test('all but one are those fetched, without it', () => {
  expect(chosenOf(toggled({ all: true }, keys, 1, false))).toBe('acde');
});

test('a row that is not there changes nothing', () => {
  expect(toggled(nothing, keys, 9, false)).toBe(nothing);
});
