import {
  indexPairs,
  type Pairs,
  pairScore,
  rankByVoices,
  suggest,
} from '../core/suggestions/index.ts';
import type { Tx } from '../database/database.ts';
import {
  type UnpackedVoices,
  withUnpacked,
} from '../database/queries/suggestions/packed-voices.ts';
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
  const { speakers, packed, routine } = await readWeightsOf(tx, estimateItems);
  if (speakers.length === 0) return rankByPairs(tx, estimateItems, limit);
  const present = speakers.map(({ number }) => number);
  const ranked = withUnpacked(packed, (voices) =>
    rankByVoices(voices, { present, routine, limit }).map((scored) => ({
      ...scored,
      spokenFor: speakersFor(scored.item, speakers, voices),
    })),
  );
  const named = await readNumberedItems(
    tx,
    ranked.map(({ item }) => item),
  );
  return ranked.flatMap(({ item, score, isRoutine, spokenFor }) => {
    const found = named.get(item);
    if (!found) return [];
    const because = reasonsFor(found, spokenFor);
    return [{ itemId: found.library_item_id, score, isRoutine, because }];
  });
}

/** So many of the estimate's items are named as reasons, at most. */
const mostReasons = 3;

/** One of the estimate's items that speaks for another. */
interface Speaker {
  itemId: string;
  /** Estimates with both, of those with it. */
  together: number;
  of: number;
  weight: number;
}

/** The estimate's items that speak for another one. */
function speakersFor(
  item: number,
  speakers: WeightsOf['speakers'],
  voices: UnpackedVoices,
): Speaker[] {
  return speakers.flatMap(({ library_item_id: itemId, estimates: of }, nth) => {
    const row = rowOf(voices, nth, item);
    const weight = voices.weight[row] ?? 0;
    return weight > 0 ? [{ itemId, together: at(voices.together, row), of, weight }] : [];
  });
}

/** Those that speak most for an item and are found with it more often than by chance. */
function reasonsFor(
  { estimates, of_estimates }: NumberedItem,
  spokenFor: Speaker[],
): RankedItem['because'] {
  return spokenFor
    .map((speaker) => ({
      ...speaker,
      confidence: speaker.together / speaker.of,
      lift: (speaker.together * of_estimates) / (speaker.of * estimates),
    }))
    .filter(({ lift }) => lift > 1)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, mostReasons)
    .map(({ weight: _, ...reason }) => reason);
}

/** The row of what the n-th says of an item, −1 where it says nothing: they ascend. */
function rowOf({ offsets, paired }: UnpackedVoices, nth: number, item: number): number {
  let [from, to] = [at(offsets, nth), at(offsets, nth + 1) - 1];
  while (from <= to) {
    const middle = (from + to) >> 1;
    const found = at(paired, middle);
    if (found === item) return middle;
    if (found < item) from = middle + 1;
    else to = middle - 1;
  }
  return -1;
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
