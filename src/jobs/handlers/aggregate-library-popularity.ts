import { setTimeout as pause } from 'node:timers/promises';
import { type Baskets, blocksOf, type Pairs, pairsOfCounts } from '../../core/suggestions/index.ts';
import {
  type CountedPairs,
  countLiveWorkers,
  endCountings,
  keepBlock,
  readCountingState,
  shareCounting,
  takeCounted,
} from '../../database/queries/popularity/countings.ts';
import { aggregatePopularity, type Learn } from '../../operations/aggregate-popularity.ts';
import type { Handler, RunContext } from '../run.ts';
import { countBlockInThreads, learnInThread, learnModelInThreads } from '../threads/learn.ts';

/** Of fewer uses than these, one worker has counted the pairs before it has shared them out. */
const worthSharing = 3_000_000;

/** Blocks for each worker: one that is killed leaves little to count again. */
const blocksPerWorker = 4;

/** How often it is looked for what the others have counted, in milliseconds. */
const lookEvery = 200;

/**
 * Nightly: counts every item's use and learns anew what is used together. Where there are `shareFrom` uses or more and
 * several workers, they share the counting of the pairs.
 */
export const aggregateLibraryPopularity: Handler<'aggregate-library-popularity'> = (
  { asOf, shareFrom = worthSharing },
  run,
) =>
  aggregatePopularity(run.tx, asOf === undefined ? run.now : new Date(asOf), {
    progress: run.progress,
    learn: learnBy(run, shareFrom),
  });

const learnBy =
  (run: RunContext, shareFrom: number): Learn =>
  async (baskets, ages, keep) => {
    const countingId = baskets.items.length < shareFrom ? null : await shareOut(run, baskets);
    if (countingId === null) return learnInThread(baskets, ages, keep, run.signal);
    const model = await learnModelInThreads(baskets, ages, run.signal);
    return { kept: await keep(await gather(run, countingId, baskets)), model };
  };

/** Gives the counting to all workers, for good: it is theirs before this run is over. Null where there is but one. */
async function shareOut(run: RunContext, baskets: Baskets): Promise<string | null> {
  let shared: string | null = null;
  await run.step(async (tx) => {
    await endCountings(tx, run.runId);
    const workers = await countLiveWorkers(tx);
    if (workers > 1) {
      const blocks = blocksOf(baskets, workers * blocksPerWorker);
      shared = (await shareCounting(tx, run.runId, baskets, blocks)).countingId;
    }
    return { checkpoint: null };
  });
  return shared;
}

/**
 * Waits until every block is counted, and counts meanwhile what nobody is at: so it ends whatever becomes of the other
 * workers, of their queue and their runs.
 */
async function gather(run: RunContext, countingId: string, baskets: Baskets): Promise<Pairs> {
  let counted: CountedPairs | null = null;
  while (counted === null) {
    run.signal.throwIfAborted();
    let blocks: Awaited<ReturnType<typeof readCountingState>> = [];
    await run.step(async (tx) => {
      blocks = await readCountingState(tx, countingId);
      const done = blocks.filter((block) => block.counted).length;
      if (done === blocks.length) counted = await takeCounted(tx, countingId);
      return {
        checkpoint: null,
        progress: { phase: 'Gathering the pairs', done, total: blocks.length },
      };
    });
    const free = blocks.findLast((block) => !block.counted && !block.running);
    if (free) {
      const pairs = await countBlockInThreads(baskets, free, run.signal);
      await run.step(async (tx) => {
        await keepBlock(tx, { countingId, block: free.block }, pairs);
        return { checkpoint: null };
      });
    } else if (counted === null) {
      await pause(lookEvery, undefined, { signal: run.signal });
    }
  }
  return pairsOfCounts(counted, baskets);
}
