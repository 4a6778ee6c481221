import { availableParallelism } from 'node:os';
import {
  type Baskets,
  blocksOf,
  invert,
  itemCounts,
  joinPairs,
  type Learned,
  type Pairs,
} from '../../core/suggestions/index.ts';
import { inThread } from './in-thread.ts';
import type { LearningTask, TaskAnswers } from './learn.thread.ts';

/** More threads than these wait for memory rather than for a processor. */
const mostThreads = 8;

/** Blocks for each thread: the last one that is still at work keeps the others waiting for a small one only. */
const blocksPerThread = 16;

/**
 * Learns in threads: it takes seconds to minutes, in which this process answers requests and takes jobs. One learns the
 * model, the others count the pairs meanwhile, in small blocks that they take one after another. Where `signal` aborts,
 * the threads are ended.
 */
export async function learnInThread(
  given: Baskets,
  ages: ArrayLike<number>,
  signal?: AbortSignal,
): Promise<Learned> {
  const baskets = shared(given);
  const threads = Math.min(Math.max(1, availableParallelism() - 1), mostThreads);
  const [pairs, model] = await Promise.all([
    minePairsInThreads(baskets, threads, signal),
    learn({ learn: 'model', baskets, ages }, signal),
  ]);
  return { pairs, model, counts: itemCounts(baskets) };
}

/** `minePairs` over so many threads, which all read the same memory. */
export async function minePairsInThreads(
  baskets: Baskets,
  threads: number,
  signal?: AbortSignal,
): Promise<Pairs> {
  const { baskets: rows, offsets } = invert(baskets);
  const task: LearningTask & { learn: 'pairs' } = {
    learn: 'pairs',
    baskets,
    inverted: { baskets: sharedCopy(rows), offsets: sharedCopy(offsets) },
    blocks: blocksOf(baskets, threads * blocksPerThread),
    next: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
  };
  const mined = await Promise.all(Array.from({ length: threads }, () => learn(task, signal)));
  return joinPairs(
    mined
      .flat()
      .sort((a, b) => a.at - b.at)
      .map(({ pairs }) => pairs),
  );
}

/** The same baskets in memory that threads read without a copy. */
export function shared({ items, offsets, itemCount }: Baskets): Baskets {
  return { items: sharedCopy(items), offsets: sharedCopy(offsets), itemCount };
}

function sharedCopy(values: Int32Array): Int32Array {
  const kept = new Int32Array(new SharedArrayBuffer(values.byteLength));
  kept.set(values);
  return kept;
}

const learn = <Task extends LearningTask>(
  task: Task,
  signal?: AbortSignal,
): Promise<TaskAnswers[Task['learn']]> =>
  inThread(new URL('./learn.thread.ts', import.meta.url), task, signal);
