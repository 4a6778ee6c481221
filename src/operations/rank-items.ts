import { indexPairs, type Pairs, suggest } from '../core/suggestions/index.ts';
import type { Tx } from '../database/database.ts';
import { type PairRow, readPairsOf } from '../database/queries/suggestions/read-pairs-of.ts';
import { rankByWeights, type WeighedItem } from '../database/queries/suggestions/weights.ts';

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
  const weighed = await rankByWeights(tx, estimateItems, limit);
  return weighed?.map(fromWeights) ?? rankByPairs(tx, estimateItems, limit);
}

function fromWeights({ library_item_id, score, is_routine, because }: WeighedItem): RankedItem {
  return {
    itemId: library_item_id,
    score,
    isRoutine: is_routine,
    because: because.map(({ library_item_id: itemId, ...figures }) => ({ itemId, ...figures })),
  };
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
    score: Float64Array.from(rows, (row) => row.score),
  };
  return { columns, ids: [...numbers.keys()] };
}

function at(ids: readonly string[], item: number): string {
  const id = ids[item];
  if (id === undefined) throw new RangeError(`There is no item number ${item}.`);
  return id;
}
