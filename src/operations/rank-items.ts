import {
  indexPairs,
  type Pairs,
  pairScore,
  rankByScores,
  scoreByVoices,
  suggest,
} from '../core/suggestions/index.ts';
import type { Tx } from '../database/database.ts';
import { type PairRow, readPairsOf } from '../database/queries/suggestions/read-pairs-of.ts';
import {
  type NumberedItem,
  readNumberedItems,
  readWeightsOf,
  type WeightsOf,
} from '../database/queries/suggestions/weights.ts';

/** An item an estimate may lack, and those of its items that speak for it, strongest first. */
export interface RankedItem {
  itemId: string;
  /** Higher is likelier. */
  score: number;
  /** In so many estimates that it is named after all that tell one estimate from another. */
  isRoutine: boolean;
  because: {
    itemId: string;
    /** Estimates with both, of those with the estimate's item. */
    together: number;
    of: number;
    confidence: number;
    lift: number;
  }[];
}

/** The items that an estimate of these items lacks, likeliest first, never one it has. */
export async function rankItems(
  tx: Tx,
  estimateItems: readonly string[],
  limit: number,
): Promise<RankedItem[]> {
  const learned = await readWeightsOf(tx, estimateItems);
  const { speakers, voices, routine, itemCount } = learned;
  if (speakers.length === 0) return rankByPairs(tx, estimateItems, limit);
  const scores = scoreByVoices(voices, [...speakers.keys()], itemCount);
  const present = speakers.map(({ number }) => number);
  const ranked = rankByScores(scores, { present, routine, limit });
  const named = await readNumberedItems(
    tx,
    ranked.map(({ item }) => item),
  );
  const reasons = reasonsFor(learned, named);
  return ranked.flatMap(({ item, score, isRoutine }) => {
    const itemId = named.get(item)?.library_item_id;
    return itemId ? [{ itemId, score, isRoutine, because: reasons.get(item) ?? [] }] : [];
  });
}

/** So many of the estimate's items are named as reasons, at most. */
const mostReasons = 3;

/** The estimate's items that speak most for each suggestion and are found with it more often than by chance. */
function reasonsFor(
  { speakers, voices: { offsets, paired, weight, together }, itemCount }: WeightsOf,
  named: ReadonlyMap<number, NumberedItem>,
): Map<number, RankedItem['because']> {
  const reasons = new Map<number, (RankedItem['because'][number] & { weight: number })[]>();
  const isNamed = new Uint8Array(itemCount);
  for (const number of named.keys()) {
    isNamed[number] = 1;
    reasons.set(number, []);
  }
  for (const [nth, { library_item_id: itemId, estimates: of }] of speakers.entries()) {
    for (let row = at(offsets, nth); row < at(offsets, nth + 1); row++) {
      const number = at(paired, row);
      if (isNamed[number] === 0 || at(weight, row) <= 0) continue;
      const item = named.get(number);
      const both = at(together, row);
      const lift = item ? (both * item.of_estimates) / (of * item.estimates) : 0;
      if (lift <= 1) continue;
      const share = { together: both, of, confidence: both / of, lift };
      reasons.get(number)?.push({ itemId, ...share, weight: at(weight, row) });
    }
  }
  const strongest = (of: typeof reasons extends Map<number, infer All> ? All : never) =>
    of
      .sort((a, b) => b.weight - a.weight)
      .slice(0, mostReasons)
      .map(({ weight: _, ...reason }) => reason);
  return new Map([...reasons].map(([number, of]) => [number, strongest(of)]));
}

/** By the pairs alone: for a library too young for weights, and items that came after they were learned. */
async function rankByPairs(
  tx: Tx,
  estimateItems: readonly string[],
  limit: number,
): Promise<RankedItem[]> {
  const pairs = await readPairsOf(tx, estimateItems);
  const { columns, ids } = toColumns(pairs, estimateItems);
  const index = indexPairs(columns, ids.length);
  // The estimate's items were numbered first.
  const estimate = Int32Array.from(estimateItems, (_, position) => position);
  return suggest(index, estimate, { limit }).map(({ item, score, because }) => ({
    itemId: at(ids, item),
    score,
    isRoutine: false,
    because: because.map(({ item: speaker, ...figures }) => ({
      itemId: at(ids, speaker),
      ...figures,
    })),
  }));
}

/** The stored pairs as the core's columns; `ids` are the items' by their number, the estimate's first. */
function toColumns(
  rows: readonly PairRow[],
  estimate: readonly string[],
): { columns: Pairs; ids: string[] } {
  const numbers = new Map(estimate.map((id, position) => [id, position]));
  const numberOf = (id: string) => {
    const known = numbers.get(id);
    if (known !== undefined) return known;
    numbers.set(id, numbers.size);
    return numbers.size - 1;
  };
  const columns: Pairs = {
    item: Int32Array.from(rows, (row) => numberOf(row.library_item_id)),
    paired: Int32Array.from(rows, (row) => numberOf(row.paired_item_id)),
    together: Int32Array.from(rows, (row) => row.together),
    of: Int32Array.from(rows, (row) => row.of),
    support: Float64Array.from(rows, (row) => row.support),
    confidence: Float64Array.from(rows, (row) => row.confidence),
    lift: Float64Array.from(rows, (row) => row.lift),
    score: Float64Array.from(rows, (row) =>
      pairScore(row.together, row.of, row.paired_estimates, row.of_estimates),
    ),
  };
  return { columns, ids: [...numbers.keys()] };
}

function at<Value>(column: ArrayLike<Value>, place: number): Value {
  const value = column[place];
  if (value === undefined) throw new RangeError(`There is nothing at place ${place}.`);
  return value;
}
