import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costTree } from './cost-tree.ts';

const place = (way: string, via: string, multiplier: string) => ({
  place: way.split('/'),
  via: via.split('/'),
  multiplier,
});
const line = (name: string, via: string, multiplier: string, cost: string) => ({
  name,
  via: via === '' ? [] : via.split('/'),
  multiplier,
  cost,
});

/** The rows as text, indented by their level. */
const drawn = (
  ...[places, lines]: Parameters<typeof costTree<ReturnType<typeof place>, ReturnType<typeof line>>>
) => {
  const { total, rows } = costTree(places, lines);
  return [
    total.toFixed(),
    ...rows.map(
      ({ level, cost, subItem, line: own }) =>
        `${'  '.repeat(level)}${subItem?.via.at(-1) ?? own?.name} ${cost.toFixed()}`,
    ),
  ];
};

describe('the tree of a build-up', () => {
  test('puts each line under the sub-item it is in, the dearest first, and sums what is under each', () => {
    expect(
      drawn(
        [place('1', 'B', '2'), place('1/2', 'B/C', '6'), place('3', 'D', '0.5')],
        [
          line('crane', '', '1', '10'),
          line('sand', 'B/C', '6', '1.5'),
          line('lime', 'B/C', '6', '2.25'),
          line('mason', 'B', '2', '20.1'),
          line('tile', 'D', '0.5', '11'),
        ],
      ),
    ).toEqual([
      '44.85',
      '  B 23.85',
      '    mason 20.1',
      '    C 3.75',
      '      lime 2.25',
      '      sand 1.5',
      '  D 11',
      '    tile 11',
      '  crane 10',
    ]);
  });

  test('shows a sub-item at each of its places, also where as much is taken of it twice', () => {
    const twice = [line('sand', 'B', '2', '3'), line('mason', 'B', '2', '4')];
    expect(
      drawn(
        [place('1', 'B', '2'), place('2', 'B', '2'), place('3', 'B', '5')],
        [...twice, ...twice, line('sand', 'B', '5', '7.5'), line('mason', 'B', '5', '10')],
      ),
    ).toEqual([
      '31.5',
      '  B 17.5',
      '    mason 10',
      '    sand 7.5',
      '  B 7',
      '    mason 4',
      '    sand 3',
      '  B 7',
      '    mason 4',
      '    sand 3',
    ]);
  });

  test('shows a sub-item of which nothing is made as nothing', () => {
    expect(drawn([place('1', 'B', '2')], [line('sand', '', '1', '3')])).toEqual([
      '3',
      '  sand 3',
      '  B 0',
    ]);
  });

  test('does not leave a line out unseen', () => {
    expect(() => costTree([], [line('sand', 'B', '2', '3')])).toThrow('in no place of it');
    expect(() => costTree([place('1/2', 'B/C', '2')], [])).toThrow('Nothing is above');
  });
});

/** A build-up as it is written: lines and sub-items, to six levels. Codes are unique, sub-items may repeat. */
interface Made {
  costs: string[];
  parts: { amount: string; of: Made }[];
}
const anyCost = fc.tuple(fc.nat(10 ** 9), fc.nat(12)).map(([digits, places]) => {
  const text = String(digits).padStart(places + 1, '0');
  return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
});
const anyBuildUp = (levels: number): fc.Arbitrary<Made> =>
  fc.record({
    costs: fc.array(anyCost, { maxLength: 3 }),
    parts:
      levels === 0
        ? fc.constant([])
        : fc.array(
            fc.record({ amount: fc.constantFrom('1', '2', '0.5'), of: anyBuildUp(levels - 1) }),
            { maxLength: 2 },
          ),
  });

/** What the database says of it. The same amount of the same code twice is told apart by its place alone. */
function told(made: Made, at: { place: string[]; via: string[]; multiplier: Big }) {
  const places: ReturnType<typeof place>[] = [];
  const lines = made.costs.map((cost, index) =>
    line(`r${index}`, at.via.join('/'), at.multiplier.toFixed(), cost),
  );
  made.parts.forEach(({ amount, of }, index) => {
    const inner = {
      place: [...at.place, String(index)],
      via: [...at.via, `L${at.via.length}-${index}`],
      multiplier: at.multiplier.times(amount),
    };
    const below = told(of, inner);
    places.push({ ...inner, multiplier: inner.multiplier.toFixed() }, ...below.places);
    lines.push(...below.lines);
  });
  return { places, lines };
}

describe('any build-up, to six levels', () => {
  test('sums exactly: the rows of each level to the row above, those of the first to the direct cost', () => {
    fc.assert(
      fc.property(anyBuildUp(6), (made) => {
        const { places, lines } = told(made, { place: [], via: [], multiplier: new Big(1) });
        const { total, rows } = costTree(places, lines);
        const direct = lines.reduce((sum, { cost }) => sum.plus(cost), new Big(0));
        expect(total.toFixed()).toBe(direct.toFixed());
        expect(rows).toHaveLength(places.length + lines.length);
        const sumUnder = (from: number, level: number) => {
          const end = rows.findIndex((row, index) => index >= from && row.level < level);
          return rows
            .slice(from, end < 0 ? undefined : end)
            .filter((row) => row.level === level)
            .reduce((sum, { cost }) => sum.plus(cost), new Big(0));
        };
        expect(sumUnder(0, 1).toFixed()).toBe(total.toFixed());
        rows.forEach(({ subItem, cost, level }, index) => {
          if (subItem === null) return;
          expect(sumUnder(index + 1, level + 1).toFixed()).toBe(cost.toFixed());
        });
      }),
      { numRuns: 300 },
    );
  });
});
