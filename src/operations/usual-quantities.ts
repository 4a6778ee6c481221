import type { z } from 'zod';
import type { suggestAnswer } from '../contract/suggestions.ts';
import { type Quartiles, usualQuantity } from '../core/suggestions/index.ts';
import type { Tx } from '../database/database.ts';
import { readUsualQuantities } from '../database/queries/suggestions/read-usual-quantities.ts';
import type { RankedItem } from './rank-items.ts';

type Suggestion = z.infer<typeof suggestAnswer>['suggestions'][number];
type Usual = NonNullable<Suggestion['usual']>;
type Named = Omit<NonNullable<Usual['per']>, 'ratio'>;

/**
 * How much of each suggested item is usual: for each unit of the estimate's item that speaks for it most, where
 * that says more than a plain quantity, and so for the quantity `quantities` has of that.
 */
export async function readUsual(
  tx: Tx,
  suggested: readonly RankedItem[],
  quantities: ReadonlyMap<string, number | null>,
  named: (id: string) => Named,
  now: Date,
): Promise<Map<string, Usual>> {
  const speakers = new Map(
    suggested.flatMap(({ itemId, because: [first] }) => (first ? [[itemId, first.itemId]] : [])),
  );
  const pairs = [...speakers].map(([itemId, besideId]) => ({ itemId, besideId }));
  const found = new Map<string, Usual>();
  for (const [itemId, evidence] of await readUsualQuantities(tx, pairs, now)) {
    const usual = usualQuantity(evidence);
    const speaker = speakers.get(itemId);
    if (!usual || !speaker) continue;
    const { basis, estimates } = usual;
    if (basis === 'quantity') {
      found.set(itemId, { estimates, quantity: shown(usual.usual), per: null });
      continue;
    }
    const quantity = quantities.get(speaker) ?? null;
    found.set(itemId, {
      estimates,
      quantity: quantity === null ? null : shown(usual.usual, quantity),
      per: { ...named(speaker), ratio: shown(usual.usual) },
    });
  }
  return found;
}

function shown(
  [low, median, high]: Quartiles,
  times = 1,
): { low: number; median: number; high: number } {
  return { low: low * times, median: median * times, high: high * times };
}
