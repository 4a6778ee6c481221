import { availableParallelism } from 'node:os';
import {
  type Baskets,
  type Block,
  blocksOf,
  itemCounts,
  joinPairs,
  type Learned,
  type Pairs,
} from '../../core/suggestions/index.ts';
import { inThread } from './in-thread.ts';
import type { LearningTask, TaskAnswers } from './learn.thread.ts';

/** More threads than these wait for memory rather than for a processor. */
const mostThreads = 8;

/**
 * Learns in threads: it takes seconds to minutes, in which this process answers requests and takes jobs. The pairs are
 * counted in blocks, one a thread, then the model is learned. Where `signal` aborts, the threads are ended.
 */
export async function learnInThread(
  given: Baskets,
  ages: ArrayLike<number>,
  signal?: AbortSignal,
): Promise<Learned> {
  const baskets = shared(given);
  const threads = Math.min(availableParallelism(), mostThreads);
  const pairs = await minePairsInThreads(baskets, threads, signal);
  const model = await learn({ learn: 'model', baskets, ages }, signal);
  return { pairs, model, counts: itemCounts(baskets) };
}

/** `minePairs` over so many threads, which all read the same memory. */
export async function minePairsInThreads(
  baskets: Baskets,
  threads: number,
  signal?: AbortSignal,
): Promise<Pairs> {
  const one = (block: Block) => learn({ learn: 'pairs', baskets, block }, signal);
  return joinPairs(await Promise.all(blocksOf(baskets, threads).map(one)));
}

/** The same baskets in memory that threads read without a copy. */
export function shared({ items, offsets, itemCount }: Baskets): Baskets {
  const copy = (values: Int32Array) => {
    const kept = new Int32Array(new SharedArrayBuffer(values.byteLength));
    kept.set(values);
    return kept;
  };
  return { items: copy(items), offsets: copy(offsets), itemCount };
}

const learn = <Task extends LearningTask>(
  task: Task,
  signal?: AbortSignal,
): Promise<TaskAnswers[Task['learn']]> =>
  inThread(new URL('./learn.thread.ts', import.meta.url), task, signal);
