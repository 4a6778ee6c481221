import {
  type Baskets,
  type Block,
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
import { threadsToUse } from './stand-back.ts';

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
  const model = prepareLearning(baskets, ages, sharedBytes);
  const threads = threadsHere();
  const learned = await learnTogether(baskets, { model, threads, within: all(baskets), signal });
  return {
    pairs: joinBlocks(learned),
    model: model && joinShares(model, learned),
    counts: itemCounts(baskets),
  };
}

/** The model of `learnInThread` alone. */
export async function learnModelInThreads(
  given: Baskets,
  ages: ArrayLike<number>,
  signal?: AbortSignal,
): Promise<Learned['model']> {
  const baskets = shared(given);
  const model = prepareLearning(baskets, ages, sharedBytes);
  if (!model) return null;
  const nothing = { from: 0, to: 0 };
  const threads = threadsHere();
  return joinShares(
    model,
    await learnTogether(baskets, { model, threads, within: nothing, signal }),
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
  const { baskets: rows, offsets } = invert(baskets);
  const task: LearningTask = {
    counts: crewCounts(),
    threads,
    baskets,
    inverted: { baskets: sharedCopy(rows), offsets: sharedCopy(offsets) },
    blocks: blocksOf(baskets, threads * blocksPerThread, within),
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

const joinShares = (model: ModelTask, learned: readonly LearnedShare[]) =>
  joinModel(
    model,
    learned.flatMap((share) => share.model),
  );

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
