import {
  type Baskets,
  type Block,
  blocksOf,
  invert,
  joinModel,
  joinPairs,
  type LinearModel,
  type ModelTask,
  type Pairs,
  prepareLearning,
} from '../../core/suggestions/index.ts';
import { crewCounts } from './crew.ts';
import { startThread } from './in-thread.ts';
import type { LearnedShare, LearningTask } from './learn.thread.ts';
import { threadsToUse } from './stand-back.ts';

/** More threads than these wait for memory rather than for a processor. */
const mostThreads = 8;

/** Blocks for each thread: the last one that is still at work keeps the others waiting for a small one only. */
const blocksPerThread = 32;

/**
 * Learns in threads: it takes seconds to minutes, in which this process answers requests and takes jobs. They share what
 * there is to count and to calculate, in parts that they take one after another. What ranks the library is learned while
 * the pairs are kept. Where `signal` aborts, the threads are ended.
 */
export async function learnInThread<Kept>(
  given: Baskets,
  ages: ArrayLike<number>,
  keep: (pairs: Pairs) => Promise<Kept>,
  signal?: AbortSignal,
): Promise<{ kept: Kept; model: LinearModel | null }> {
  const baskets = shared(given);
  const pairs = await minePairsInThreads(baskets, threadsHere(), all(baskets), signal);
  const [model, kept] = await Promise.all([
    learnModelInThreads(baskets, ages, signal),
    keep(pairs),
  ]);
  return { kept, model };
}

/** What `learnInThread` learns to rank the library by. */
export async function learnModelInThreads(
  given: Baskets,
  ages: ArrayLike<number>,
  signal?: AbortSignal,
): Promise<LinearModel | null> {
  const baskets = shared(given);
  const model = prepareLearning(baskets, ages, sharedBytes);
  if (!model) return null;
  const nothing = { from: 0, to: 0 };
  const threads = threadsHere();
  const learned = await learnTogether(baskets, { model, threads, within: nothing, signal });
  return joinModel(
    model,
    learned.flatMap((share) => share.model),
  );
}

/** The pairs of `learnInThread` alone, of some of the items. */
export const countBlockInThreads = (
  baskets: Baskets,
  within: Block,
  signal?: AbortSignal,
): Promise<Pairs> => minePairsInThreads(shared(baskets), threadsHere(), within, signal);

/** `minePairs` over so many threads, which all read the same memory. */
export async function minePairsInThreads(
  baskets: Baskets,
  threads: number,
  within = all(baskets),
  signal?: AbortSignal,
): Promise<Pairs> {
  return joinBlocks(await learnTogether(baskets, { model: null, threads, within, signal }));
}

const threadsHere = () => Math.min(threadsToUse(), mostThreads);

const all = ({ itemCount }: Baskets): Block => ({ from: 0, to: itemCount });

/** What threads learn together: a model, if any, and the pairs of some items. */
interface Together {
  model: ModelTask | null;
  within: Block;
  threads: number;
  signal: AbortSignal | undefined;
}

async function learnTogether(
  baskets: Baskets,
  { model, within, threads, signal }: Together,
): Promise<LearnedShare[]> {
  // One that breaks off would leave the others waiting for it.
  const broken = new AbortController();
  const ending = signal ? AbortSignal.any([signal, broken.signal]) : broken.signal;
  const file = new URL('./learn.thread.ts', import.meta.url);
  const started = Array.from({ length: threads }, () => startThread(file, ending));
  try {
    // Made while they load what they need.
    const task: LearningTask = {
      counts: crewCounts(),
      threads,
      baskets,
      inverted: invert(baskets, sharedBytes),
      blocks: blocksOf(baskets, threads * blocksPerThread, within),
      model,
    };
    return await Promise.all(started.map((thread) => thread.give<LearnedShare>(task)));
  } catch (error) {
    broken.abort(error);
    throw error;
  }
}

function joinBlocks(learned: readonly LearnedShare[]): Pairs {
  const blocks = learned.flatMap(({ pairs }) => pairs).sort((a, b) => a.at - b.at);
  return joinPairs(blocks.map(({ pairs }) => pairs));
}

/** The same baskets in memory that threads read without a copy; themselves, where they are. */
export function shared({ items, offsets, itemCount }: Baskets): Baskets {
  return { items: sharedCopy(items), offsets: sharedCopy(offsets), itemCount };
}

function sharedCopy(values: Int32Array): Int32Array {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const kept = new Int32Array(sharedBytes(values.byteLength));
  kept.set(values);
  return kept;
}

const sharedBytes = (bytes: number) => new SharedArrayBuffer(bytes);
