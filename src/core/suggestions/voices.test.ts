import { expect, test } from 'vitest';
import { rankByScores, scoreByVoices } from './voices.ts';

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
  const scores = scoreByVoices(voices, [0, 1], 5);
  expect(rankByScores(scores.slice(), { present: [0], routine: [3], limit: 9 })).toEqual([
    { item: 2, score: 0.5, isRoutine: false },
    { item: 3, score: 0.75, isRoutine: true },
  ]);
  expect(rankByScores(scores.slice(), { present: [], routine: [], limit: 2 })).toEqual([
    { item: 0, score: 2, isRoutine: false },
    { item: 3, score: 0.75, isRoutine: false },
  ]);
});
