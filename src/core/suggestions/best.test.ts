import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Best } from './best.ts';

const candidates = fc
  .array(fc.record({ score: fc.nat(4), together: fc.nat(3) }), { maxLength: 40 })
  .map((list) => list.map((candidate, item) => ({ ...candidate, item })));

test('keeps what a full sort would put first, in that order, whatever the order of the offers', () => {
  fc.assert(
    fc.property(
      candidates.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
      ),
      fc.integer({ min: 1, max: 12 }),
      ([list, shuffled], capacity) => {
        const best = new Best(capacity);
        for (const { score, together, item } of shuffled) best.offer(score, together, item);
        const kept: typeof list = [];
        best.drain((item, together, score) => kept.push({ score, together, item }));
        const sorted = [...list].sort(
          (a, b) => b.score - a.score || b.together - a.together || a.item - b.item,
        );
        expect(kept).toEqual(sorted.slice(0, capacity));
      },
    ),
  );
});

test('is empty again once drained', () => {
  const best = new Best(2);
  best.offer(1, 1, 1);
  best.drain(() => undefined);
  best.offer(0.5, 1, 2);
  const kept: number[] = [];
  best.drain((item) => kept.push(item));
  expect(kept).toEqual([2]);
});

test('lets everything in while there is room, then asks for the worst kept score', () => {
  const best = new Best(2);
  best.offer(3, 1, 1);
  expect(best.threshold).toBe(-Infinity);
  best.offer(5, 1, 2);
  expect(best.threshold).toBe(3);
  best.offer(4, 1, 3);
  expect(best.threshold).toBe(4);
});
