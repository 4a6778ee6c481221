import { expect, test } from 'vitest';
import { contentOf, lineOf, monthsUntilNovember } from './content.testing.ts';
import { moversOf } from './figures.ts';

test('movers are ranked by the ratio of their prices, up or down, and no lump sum is one', () => {
  const months = monthsUntilNovember(13);
  const ending = (number: number, last: number, told = {}) =>
    lineOf(
      number,
      months.map((_, at) => (at === months.length - 1 ? last : 100)),
      told,
    );
  const lines = [
    ending(1, 110),
    ending(2, 60),
    ending(3, 150),
    ending(4, 900, { is_lump_sum: true }),
  ];
  expect(moversOf(contentOf({ lines })).map(({ line }) => line)).toEqual([
    lines[1],
    lines[2],
    lines[0],
  ]);
});
