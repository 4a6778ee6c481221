import { availableParallelism } from 'node:os';
import {
  type Baskets,
  blocksOf,
  invert,
  itemCounts,
  joinModel,
  joinPairs,
  type Learned,
  type ModelTask,
  type Pairs,
  prepareLearning,
} from '../../core/suggestions/index.ts';
import { crewCounts } from './crew.ts';
import { inThread } from './in-thread.ts';
import type { LearnedShare, LearningTask } from './learn.thread.ts';

/** More threads than these wait for memory rather than for a processor. */
const mostThreads = 8;

/** Blocks for each thread: the last one that is still at work keeps the others waiting for a small one only. */
const blocksPerThread = 16;

/**
 * Learns in threads: it takes seconds to minutes, in which this process answers requests and takes jobs. They count the
 * pairs and learn the model together, in parts that they take one after another. Where `signal` aborts, the threads are
 * ended.
 */
export async function learnInThread(
  given: Baskets,
  ages: ArrayLike<number>,
  signal?: AbortSignal,
): Promise<Learned> {
  const baskets = shared(given);
  const threads = Math.min(availableParallelism(), mostThreads);
  const model = prepareLearning(baskets, ages, sharedBytes);
  const learned = await learnTogether(baskets, model, threads, signal);
  return {
    pairs: joinBlocks(learned),
    model:
      model &&
      joinModel(
        model,
        learned.flatMap((share) => share.model),
      ),
    counts: itemCounts(baskets),
  };
}

/** `minePairs` over so many threads, which all read the same memory. */
export async function minePairsInThreads(
  baskets: Baskets,
  threads: number,
  signal?: AbortSignal,
): Promise<Pairs> {
  return joinBlocks(await learnTogether(baskets, null, threads, signal));
}

async function learnTogether(
  baskets: Baskets,
  model: ModelTask | null,
  threads: number,
  signal: AbortSignal | undefined,
): Promise<LearnedShare[]> {
  const { baskets: rows, offsets } = invert(baskets);
  const task: LearningTask = {
    counts: crewCounts(),
    threads,
    baskets,
    inverted: { baskets: sharedCopy(rows), offsets: sharedCopy(offsets) },
    blocks: blocksOf(baskets, threads * blocksPerThread),
    model,
  };
  // One that breaks off would leave the others waiting for it.
  const broken = new AbortController();
  const ending = signal ? AbortSignal.any([signal, broken.signal]) : broken.signal;
  const thread = new URL('./learn.thread.ts', import.meta.url);
  const working = Array.from({ length: threads }, () =>
    inThread<LearnedShare>(thread, task, ending),
  );
  try {
    return await Promise.all(working);
  } catch (error) {
    broken.abort(error);
    throw error;
  }
}

function joinBlocks(learned: readonly LearnedShare[]): Pairs {
  const blocks = learned.flatMap(({ pairs }) => pairs).sort((a, b) => a.at - b.at);
  return joinPairs(blocks.map(({ pairs }) => pairs));
}

/** The same baskets in memory that threads read without a copy. */
export function shared({ items, offsets, itemCount }: Baskets): Baskets {
  return { items: sharedCopy(items), offsets: sharedCopy(offsets), itemCount };
}

function sharedCopy(values: Int32Array): Int32Array {
  const kept = new Int32Array(sharedBytes(values.byteLength));
  kept.set(values);
  return kept;
}

const sharedBytes = (bytes: number) => new SharedArrayBuffer(bytes);
