import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holding, market, marketBaskets, randomSets, toBaskets } from './baskets.testing.ts';
import { eachCooccurrence } from './cooccurrence.ts';

test('the market baskets count as by hand', () => {
  const withBeer = new Map<number, number>();
  eachCooccurrence(marketBaskets, (item, touched, counts, count) => {
    if (item !== market.beer) return;
    expect(count).toBe(3);
    for (const other of touched) withBeer.set(other, counts[other] ?? 0);
  });
  // Beer is in baskets 2, 3 and 4: bread in 2 and 4, milk in 3 and 4, diapers in all, eggs in 2, cola in 3.
  expect(withBeer).toEqual(
    new Map([
      [market.bread, 2],
      [market.diapers, 3],
      [market.eggs, 1],
      [market.milk, 2],
      [market.cola, 1],
    ]),
  );
});

test('the counts are those of brute force, each other item touched once, the item itself never', () => {
  fc.assert(
    fc.property(randomSets, (random) => {
      const visited: number[] = [];
      eachCooccurrence(toBaskets(random), (item, touched, counts, count) => {
        visited.push(item);
        expect(count).toBe(holding(random, item));
        const expected = Array.from({ length: random.itemCount }, (_, other) =>
          other === item ? 0 : holding(random, item, other),
        );
        const found = new Array<number>(random.itemCount).fill(0);
        for (const other of touched) found[other] = counts[other] ?? 0;
        expect(found).toEqual(expected);
        expect(new Set(touched).size).toBe(touched.length);
        expect(touched).not.toContain(item);
      });
      const used = [...new Set(random.sets.flatMap((set) => [...set]))];
      expect(visited).toEqual(used.sort((a, b) => a - b));
    }),
  );
});
