import { z } from 'zod';
import { refreshPriceMonths } from '../../database/queries/prices/refresh-months.ts';
import type { Handler } from '../run.ts';

/** Months brought up to date in one step. */
const monthsAtOnce = 6;

/** How many an earlier attempt did; which are left, the database knows. */
const checkpoint = z.object({ done: z.number() });

/** Nightly: brings the monthly prices up to date, a few months in each step. */
export const refreshMonthlyPrices: Handler<'refresh-price-months'> = async (_input, run) => {
  let { done } = checkpoint.parse(run.checkpoint ?? { done: 0 });
  let left = 1;
  while (left > 0) {
    run.signal.throwIfAborted();
    await run.step(async (tx) => {
      const { refreshed, remaining } = await refreshPriceMonths(tx, monthsAtOnce);
      done += refreshed;
      // A month that changes all the while is the next run's.
      left = refreshed === 0 ? 0 : remaining;
      const progress = { phase: 'Summing up months', done, total: done + left };
      return { checkpoint: { done }, progress };
    });
  }
  return { months: done, message: `Summed up the prices of ${done} months that had changed.` };
};
