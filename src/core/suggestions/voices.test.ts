import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rankByVoices, scoreByVoices } from './voices.ts';

// The first speaks for 2 and 3 and against 4, the second for 3, 4 and 0.
const voices = {
  offsets: Int32Array.of(0, 3, 6),
  paired: Int32Array.of(2, 3, 4, 3, 4, 0),
  weight: Float32Array.of(0.5, 0.25, -0.5, 0.5, 0.25, 2),
};

test('an item scores the sum of what an estimate’s items say of it', () => {
  expect([...scoreByVoices(voices, [0, 1], 5)]).toEqual([2, 0, 0.5, 0.75, -0.25]);
  expect([...scoreByVoices(voices, [1], 5)]).toEqual([2, 0, 0, 0.5, 0.25]);
});

test('ranked is what is spoken for and not there, what is routine last', () => {
  expect(rankByVoices(voices, { present: [0], routine: [3], limit: 9 })).toEqual([
    { item: 2, score: 0.5, isRoutine: false },
    { item: 3, score: 0.75, isRoutine: true },
  ]);
  expect(rankByVoices(voices, { present: [], routine: [], limit: 2 })).toEqual([
    { item: 0, score: 2, isRoutine: false },
    { item: 3, score: 0.75, isRoutine: false },
  ]);
});

test('a ranking leaves nothing behind for the next, of a smaller or larger library', () => {
  const scored = fc.uniqueArray(
    fc.record({ paired: fc.nat(300), weight: fc.integer({ min: -8, max: 8 }) }),
    { selector: ({ paired }) => paired, maxLength: 20 },
  );
  fc.assert(
    fc.property(
      fc.array(scored, { minLength: 1, maxLength: 5 }),
      fc.array(fc.nat(300)),
      fc.array(fc.nat(300)),
      (lists, present, routine) => {
        const offsets = Int32Array.from(
          [0, ...lists],
          (_, nth) => lists.slice(0, nth).flat().length,
        );
        const rows = lists.flat();
        const said = {
          offsets,
          paired: Int32Array.from(rows, ({ paired }) => paired),
          weight: Float32Array.from(rows, ({ weight }) => weight),
        };
        const itemCount = Math.max(0, ...present, ...routine, ...said.paired) + 1;
        const scores = scoreByVoices(said, [...lists.keys()], itemCount);
        const ofKind = (isRoutine: boolean) =>
          [...scores.entries()]
            .filter(([item, score]) => score > 0 && !present.includes(item))
            .filter(([item]) => routine.includes(item) === isRoutine)
            .sort(([a, first], [b, second]) => second - first || a - b)
            .map(([item, score]) => ({ item, score, isRoutine }));
        expect(rankByVoices(said, { present, routine, limit: 10 })).toEqual(
          [...ofKind(false), ...ofKind(true)].slice(0, 10),
        );
      },
    ),
  );
});
