import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import {
  type Baskets,
  type Block,
  blocksOf,
  itemCounts,
  joinPairs,
  type Pairs,
} from '../core/suggestions/index.ts';
import type { Learn } from '../operations/aggregate-popularity.ts';
import type { LearningTask, TaskAnswers } from './learn.thread.ts';

/** More threads than these wait for memory rather than for a processor. */
const mostThreads = 8;

/**
 * Learns in threads: it takes seconds to minutes, in which this process answers requests and takes jobs. The pairs are
 * counted in blocks, one a thread, then the model is learned.
 */
export const learnInThread: Learn = async (given, ages) => {
  const baskets = shared(given);
  const threads = Math.min(availableParallelism(), mostThreads);
  const pairs = await minePairsInThreads(baskets, threads);
  const model = await inThread({ learn: 'model', baskets, ages });
  return { pairs, model, counts: itemCounts(baskets) };
};

/** `minePairs` over so many threads, which all read the same memory. */
export async function minePairsInThreads(baskets: Baskets, threads: number): Promise<Pairs> {
  const one = (block: Block) => inThread({ learn: 'pairs', baskets, block });
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

/** Has a thread of its own do a task, and ends it. */
function inThread<Task extends LearningTask>(task: Task): Promise<TaskAnswers[Task['learn']]> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./learn.thread.ts', import.meta.url), { workerData: task });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`The thread that learns ended with ${code}.`)));
  });
}
