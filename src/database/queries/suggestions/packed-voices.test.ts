import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rankByVoices, scoreByVoices } from '../../../core/suggestions/index.ts';
import { packVoice, type UnpackedVoices, type Voice, withUnpacked } from './packed-voices.ts';

const itemCount = 70_000;
const said: fc.Arbitrary<Voice> = fc
  .uniqueArray(
    fc.record({
      paired: fc.nat(itemCount - 1),
      weight: fc.float({ min: -2, max: 2, noNaN: true }),
      together: fc.nat(200_000),
    }),
    { selector: ({ paired }) => paired, maxLength: 30 },
  )
  .map((rows) => rows.toSorted((a, b) => a.paired - b.paired))
  .map((rows) => ({
    paired: Int32Array.from(rows, ({ paired }) => paired),
    weight: Float32Array.from(rows, ({ weight }) => weight),
    together: Int32Array.from(rows, ({ together }) => together),
  }));

/** In columns of its own. */
const unpackVoices = (packed: readonly Uint8Array[]): UnpackedVoices =>
  withUnpacked(packed, ({ offsets, paired, weight, together }) => ({
    offsets,
    paired: paired.slice(),
    weight: weight.slice(),
    together: together.slice(),
  }));

const strongestOf = ({ weight }: Voice) => Math.max(0, ...weight.map(Math.abs));

test('what is packed comes out again: numbers and counts as they were, weights within a 65,534th', () => {
  fc.assert(
    fc.property(fc.array(said, { maxLength: 4 }), (voices) => {
      const unpacked = unpackVoices(voices.map(packVoice));
      expect(unpacked.offsets).toHaveLength(voices.length + 1);
      for (const [nth, voice] of voices.entries()) {
        const [from = 0, to = 0] = unpacked.offsets.subarray(nth, nth + 2);
        expect(unpacked.paired.subarray(from, to)).toEqual(voice.paired);
        expect(unpacked.together.subarray(from, to)).toEqual(voice.together);
        for (const [at, weight] of voice.weight.entries()) {
          const error = Math.abs((unpacked.weight[from + at] ?? 0) - weight);
          expect(error).toBeLessThanOrEqual(strongestOf(voice) / 65_534 + 1e-6);
        }
      }
    }),
  );
});

test('an estimate ranks the same by what was packed, but for scores that are as good as equal', () => {
  fc.assert(
    fc.property(fc.array(said, { minLength: 1, maxLength: 8 }), (voices) => {
      const whole = {
        offsets: Int32Array.from([0, ...voices.keys()], (_, nth) =>
          voices.slice(0, nth).reduce((sum, { paired }) => sum + paired.length, 0),
        ),
        paired: Int32Array.from(voices.flatMap(({ paired }) => [...paired])),
        weight: Float32Array.from(voices.flatMap(({ weight }) => [...weight])),
      };
      const speakers = [...voices.keys()];
      const exact = scoreByVoices(whole, speakers, itemCount);
      const unpacked = unpackVoices(voices.map(packVoice));
      const near = voices.reduce((sum, voice) => sum + strongestOf(voice) / 65_534 + 1e-6, 0);
      const ranked = rankByVoices(unpacked, { present: [], routine: [], limit: 300 });
      for (const [place, { item }] of ranked.entries()) {
        const next = ranked[place + 1];
        if (!next) continue;
        expect(exact[item] ?? 0).toBeGreaterThanOrEqual((exact[next.item] ?? 0) - 2 * near);
      }
      // Whatever clearly speaks for an item names it.
      const named = new Set(ranked.map(({ item }) => item));
      exact.forEach((score, item) => {
        if (score > near) expect(named).toContain(item);
      });
    }),
    { numRuns: 50 },
  );
});

test('nothing said is no bytes; bytes that are cut off are refused', () => {
  const none = { paired: new Int32Array(), weight: new Float32Array(), together: new Int32Array() };
  expect(packVoice(none)).toHaveLength(0);
  const one = packVoice({
    paired: Int32Array.of(300),
    weight: Float32Array.of(0.5),
    together: Int32Array.of(7),
  });
  expect(unpackVoices([one])).toMatchObject({
    paired: Int32Array.of(300),
    weight: Float32Array.of(0.5),
    together: Int32Array.of(7),
  });
  expect(() => unpackVoices([one.subarray(0, -1)])).toThrow(RangeError);
});
