import { expect, test } from 'vitest';
import { isSameUnit } from './units.ts';

test.each([
  ['m3', 'm³'],
  ['M2', 'm²'],
  ['EACH', 'each'],
  ['ea.', 'Each'],
  ['ud', 'u'],
  ['L.F.', 'LFT'],
  ['S.Y.', 'SYS'],
  ['cu yd', 'CY'],
  ['hr', 'H'],
  ['LBS', 'lb'],
  ['Lump Sum', 'L.S.'],
  ['Kg', 'kg'],
  ['m 2', 'm2'],
  ['Frobs', 'frobs'],
])('%s and %s are one unit', (one, other) => {
  expect(isSameUnit(one, other)).toBe(true);
  expect(isSameUnit(other, one)).toBe(true);
});

test.each([
  ['t', 'ton'],
  ['kg', 't'],
  ['m', 'M'],
  ['m2', 'm3'],
  ['ft', 'm'],
  ['SF', 'SY'],
  ['MBF', 'BF'],
  ['h', 'day'],
])('%s and %s are two', (one, other) => {
  expect(isSameUnit(one, other)).toBe(false);
});
