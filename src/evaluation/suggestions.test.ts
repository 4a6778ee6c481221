import { describe, expect, test } from 'vitest';
import type { Bid } from './bids.ts';
import { evaluateSuggestions } from './suggestions.ts';

const bid = (contract: string, item: string, day: number): Bid => ({
  contract,
  item,
  day,
  quantity: 1,
  unit: 'EACH',
  price: 1,
  region: '1',
});

/** Contracts of four kinds, each with its five items, and one item that all have. */
function contracts(from: number, count: number): Bid[] {
  return Array.from({ length: count }, (_, at) => from + at).flatMap((day) => [
    bid(`C${day}`, 'mobilisation', day),
    ...Array.from({ length: 5 }, (_, item) => bid(`C${day}`, `${day % 4}-${item}`, day)),
  ]);
}

describe('evaluating suggestions', () => {
  const result = evaluateSuggestions(contracts(0, 80), contracts(80, 12));

  test('hides up to five informative items of each contract, and finds what belongs together', () => {
    expect(result).toMatchObject({ cases: 60, contracts: 12, hitAt5: 1, hitAt10: 1, mrr: 1 });
    expect(result.trainSeconds).toBeGreaterThan(0);
    expect(result.msPerQuery).toBeGreaterThan(0);
  });

  test('counts ties as their average place', () => {
    // Mobilisation is there already; the other 20 items less the 4 there are used alike: places 1 to 16, 8.5 on average.
    expect(result.baselines.popularity).toEqual({
      hitAt5: 0,
      hitAt10: 1,
      mrr: expect.closeTo(1 / 8.5),
    });
    expect(result.baselines.confidence).toMatchObject({ hitAt5: 1 });
  });

  test('gives the same for the same files, and passes by items and contracts it does not know', () => {
    const stranger = [bid('X', 'unheard of', 99), bid('X', 'mobilisation', 99)];
    const again = evaluateSuggestions(contracts(0, 80), [...contracts(80, 12), ...stranger]);
    const { trainSeconds: _, msPerQuery: __, ...figures } = again;
    expect({ ...result, contracts: 13 }).toMatchObject(figures);
  });
});
