import { z } from 'zod';
import { itemsToWatch } from '../../database/queries/price-changes/read-series.ts';
import { newestPrice, tellMembers } from '../../database/queries/price-changes/write-changes.ts';
import { detectPriceChanges } from '../../operations/detect-price-changes.ts';
import type { Handler } from '../run.ts';

/** Items looked at in one step. */
const itemsAtOnce = 100;

/** Where the next step goes on, and what was found so far. */
const checkpoint = z.object({
  after: z.string().nullable(),
  done: z.number(),
  series: z.number(),
  told: z.array(z.string()),
});

/** Nightly: looks for price changes, some items in each step, and then tells whose open estimates they touch. */
export const detectChanges: Handler<'detect-price-changes'> = async (_input, run) => {
  let at = checkpoint.parse(run.checkpoint ?? { after: null, done: 0, series: 0, told: [] });
  const newest = await newestPrice(run.tx, run.now);
  let looked = newest ? itemsAtOnce : 0;
  while (newest && looked === itemsAtOnce) {
    run.signal.throwIfAborted();
    await run.step(async (tx) => {
      const items = await itemsToWatch(tx, at.after, itemsAtOnce);
      looked = items.length;
      if (looked === 0) return { checkpoint: at };
      const { told, series } = await detectPriceChanges(tx, items, newest, run.now);
      at = {
        after: items.at(-1)?.id ?? at.after,
        done: at.done + looked,
        series: at.series + series,
        told: [...at.told, ...told.map(({ id }) => id)],
      };
      return { checkpoint: at, progress: { phase: 'Looking at prices', done: at.done } };
    });
  }
  // With the run's end, and so once: a run that is taken over has not told anybody.
  const members = await tellMembers(run.tx, run.runId, at.told);
  return {
    items: at.done,
    series: at.series,
    changes: at.told.length,
    told: members,
    message: `Looked at ${at.series} series of prices; ${at.told.length} changed anew, and ${members} people were told.`,
  };
};
