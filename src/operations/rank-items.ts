import {
  indexPairs,
  type Pairs,
  pairScore,
  rankByVoices,
  suggest,
} from '../core/suggestions/index.ts';
import type { Tx } from '../database/database.ts';
import { type PairRow, readPairsOf } from '../database/queries/suggestions/read-pairs-of.ts';
import {
  type NumberedItem,
  readNumberedItems,
  readWeightsOf,
  type Said,
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
  const { said, numbers, routine } = await readWeightsOf(tx, estimateItems);
  if (said.length === 0) return rankByPairs(tx, estimateItems, limit);
  const ranked = rankByVoices(said, { present: numbers, routine, limit });
  const named = await readNumberedItems(
    tx,
    ranked.map(({ item }) => item),
  );
  const reasons = reasonsFor(said, named);
  return ranked.flatMap(({ item, score, isRoutine }) => {
    const itemId = named.get(item)?.library_item_id;
    return itemId ? [{ itemId, score, isRoutine, because: reasons.get(item) ?? [] }] : [];
  });
}

/** So many of the estimate's items are named as reasons, at most. */
const mostReasons = 3;

/** The estimate's items that speak most for each suggestion and are found with it more often than by chance. */
function reasonsFor(
  said: readonly Said[],
  named: ReadonlyMap<number, NumberedItem>,
): Map<number, RankedItem['because']> {
  const reasons = new Map<number, (RankedItem['because'][number] & { weight: number })[]>();
  for (const { library_item_id, estimates, paired, weight, together } of said) {
    paired.forEach((number, at) => {
      const item = named.get(number);
      const both = together[at] ?? 0;
      const lift = item ? (both * item.of_estimates) / (estimates * item.estimates) : 0;
      if (lift <= 1 || (weight[at] ?? 0) <= 0) return;
      const of = reasons.get(number) ?? [];
      const share = { together: both, of: estimates, confidence: both / estimates, lift };
      of.push({ itemId: library_item_id, ...share, weight: weight[at] ?? 0 });
      reasons.set(number, of);
    });
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

function at(ids: readonly string[], item: number): string {
  const id = ids[item];
  if (id === undefined) throw new RangeError(`There is no item number ${item}.`);
  return id;
}
