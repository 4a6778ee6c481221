import { sql } from 'kysely';
import { PublicError } from '../contract/errors.ts';
import {
  type Baskets,
  basketCount,
  comparePairs,
  fromPairs,
  isRoutine,
  isStaple,
  itemCounts,
  type LinearModel,
  learnModel,
  minePairs,
  type Pairs,
} from '../core/suggestions/index.ts';
import type { Tx } from '../database/database.ts';
import { getItemNames } from '../database/queries/library/get-item-names.ts';
import {
  type PairColumns,
  readCompanions,
  writeCompanions,
} from '../database/queries/popularity/companions.ts';
import { readBaskets } from '../database/queries/popularity/read-baskets.ts';
import { refreshPopularity } from '../database/queries/popularity/refresh-popularity.ts';
import {
  type PrevalenceColumns,
  writePrevalence,
} from '../database/queries/suggestions/prevalence.ts';
import { type WeightColumns, writeWeights } from '../database/queries/suggestions/weights.ts';
import type { Progress } from './progress.ts';

/** Pairs are learned from the usage of so many months: 30 days of estimates are too few to learn from. */
const learningMonths = 24;

/** Any number, the same in every Ratebook: two aggregations would only write over each other. */
const aggregationLock = 7_283_746_504;

/**
 * Learns what is used together; where it takes long, in threads of its own. The pairs are kept as soon as they are counted;
 * what ranks the library for an estimate, null where there are too few estimates for it, comes last.
 * @param ages of the baskets, in days; they come oldest first
 */
export type Learn = <Kept>(
  baskets: Baskets,
  ages: ArrayLike<number>,
  keep: (pairs: Pairs) => Promise<Kept>,
) => Promise<{ kept: Kept; model: LinearModel | null }>;

const learnHere: Learn = async (baskets, ages, keep) => ({
  kept: await keep(minePairs(baskets)),
  model: learnModel(baskets, ages),
});

/** How an aggregation is done. */
export interface AggregationOptions {
  progress?: Progress;
  /** Learns right here where it is left out, and lets nothing else go on meanwhile. */
  learn?: Learn;
}

/** What a learning changed in the pairs that are kept. */
export interface PairChanges {
  added: number;
  removed: number;
  /** The strongest of the new ones, each pair of items once. */
  strongest: { item: string; paired: string; together: number; confidence: number; lift: number }[];
}

/** What an aggregation did. */
export interface PopularityAggregation {
  /** Items whose popularity was counted. */
  processed: number;
  /** Popularity rows removed because nothing uses their item any more. */
  cleaned: number;
  /** Uses that the pairs were learned from. */
  analyzed_records: number;
  /** Pairs kept. */
  pairs: number;
  /** What changed in them since they were last learned. */
  changes: PairChanges;
  as_of: string;
  message: string;
}

/**
 * Counts every item's use as of a moment and learns anew what is used together. Needs a transaction of the
 * service's; all of it is written, or nothing.
 * @throws {PublicError} `conflict` where another aggregation runs.
 */
export async function aggregatePopularity(
  tx: Tx,
  asOf: Date,
  { progress = async () => {}, learn = learnHere }: AggregationOptions = {},
): Promise<PopularityAggregation> {
  const { rows } = await sql<{ free: boolean }>`
    select pg_try_advisory_xact_lock(${aggregationLock}) as free`.execute(tx);
  if (!rows[0]?.free) {
    throw new PublicError(
      'conflict',
      'The popularity is being aggregated at this moment; wait for that run to end.',
    );
  }

  await progress({ phase: 'Reading the uses', done: 0, total: 3 });
  const usage = await readBaskets(tx, monthsBefore(asOf, learningMonths), asOf);
  const baskets = fromPairs(usage.baskets, usage.items, usage.basketCount, usage.itemIds.length);

  await progress({ phase: 'Learning what is used together', done: 1, total: 3 });
  // The database counts, reads and writes while the threads learn.
  const recounting = refreshPopularity(tx, asOf);
  const before = recounting.then(() => readCompanions(tx, usage.itemIds));
  const keep = async (pairs: Pairs) => {
    const changes = await changesOf(tx, await before, pairs, usage.itemIds);
    await writeCompanions(tx, { ...pairs, itemIds: usage.itemIds }, asOf);
    await writePrevalence(tx, prevalenceOf(baskets, usage.itemIds), asOf);
    return { pairs: pairs.item.length, changes };
  };
  const learning = learn(baskets, usage.ages, keep);
  const [{ processed, cleaned }, { kept, model }] = await Promise.all([
    recounting,
    learning,
    before,
  ]);

  await progress({ phase: 'Writing what was learned', done: 2, total: 3 });
  await writeWeights(tx, model && weightsOf(model, usage.itemIds), asOf);

  const { pairs, changes } = kept;
  return {
    processed,
    cleaned,
    analyzed_records: baskets.items.length,
    pairs,
    changes,
    as_of: asOf.toISOString(),
    message: `Counted the use of ${shown(processed)} items as of ${asOf.toISOString().slice(0, 10)} and learned ${shown(pairs)} pairs from ${shown(baskets.items.length)} uses: ${shown(changes.added)} new, ${shown(changes.removed)} gone.`,
  };
}

function prevalenceOf(baskets: Baskets, itemIds: readonly string[]): PrevalenceColumns {
  const estimates = itemCounts(baskets);
  const of = basketCount(baskets);
  return {
    itemIds,
    estimates,
    isStaple: Array.from(estimates, (count) => isStaple(count, of)),
    of,
  };
}

function weightsOf(model: LinearModel, itemIds: readonly string[]): WeightColumns {
  const of = model.baskets;
  return {
    ...model,
    itemIds,
    isRoutine: Array.from(model.counts, (count) => isRoutine(count, of)),
    of,
  };
}

/** The same day of the month so many months earlier, or the last one that month has. */
export function monthsBefore(moment: Date, months: number): Date {
  const earlier = new Date(moment);
  earlier.setUTCMonth(earlier.getUTCMonth() - months);
  // 31 March less one month would be "31 February", which is in March again.
  if (earlier.getUTCDate() !== moment.getUTCDate()) earlier.setUTCDate(0);
  return earlier;
}

/** How the pairs differ from those that are kept. */
async function changesOf(
  tx: Tx,
  before: PairColumns,
  pairs: Pairs,
  itemIds: readonly string[],
): Promise<PairChanges> {
  const { strongest, ...counts } = comparePairs(before, pairs);
  const idOf = (column: Int32Array, row: number) => itemIds[column[row] ?? -1] ?? '';
  const ids = strongest.flatMap((row) => [idOf(pairs.item, row), idOf(pairs.paired, row)]);
  const names = await getItemNames(tx, ids);
  const nameOf = (id: string) => names.get(id)?.name ?? id;
  return {
    ...counts,
    strongest: strongest.map((row) => ({
      item: nameOf(idOf(pairs.item, row)),
      paired: nameOf(idOf(pairs.paired, row)),
      together: pairs.together[row] ?? 0,
      confidence: pairs.confidence[row] ?? 0,
      lift: pairs.lift[row] ?? 0,
    })),
  };
}

function shown(count: number): string {
  return count.toLocaleString('en-US');
}
