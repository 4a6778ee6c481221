import type { z } from 'zod';
import type { jobPrice, jobPriceQuery } from '../contract/price-snapshots.ts';
import { learnJobPrices } from '../core/prices/index.ts';
import type { Tx } from '../database/database.ts';
import { getPrices } from '../database/queries/prices/get-price-history.ts';

type Seen = Awaited<ReturnType<typeof getPrices>>['observations'][number];

const dayOf = (moment: string | Date) => new Date(moment).getTime() / 86_400_000;

/**
 * What an item is likely to cost for a job, by the prices the reader may see: those bid or agreed, since these were for
 * a quantity; where there are none, the newest captured of each project.
 */
export async function priceJob(
  tx: Tx,
  itemId: string,
  { quantity, region, date = '' }: z.infer<typeof jobPriceQuery>,
  now: Date,
): Promise<z.infer<typeof jobPrice>> {
  const on = date || now.toISOString().slice(0, 10);
  const history = await getPrices(tx, itemId, { to: on });
  const seen = history.observations.filter((one) => one.unit_price > 0);
  const bids = seen.filter((one) => one.source === 'bid' && (one.quantity ?? 0) > 0);
  const used = bids.length > 0 ? bids : newestOfEach(seen);
  const asked = { library_item_id: itemId, quantity, region: region ?? null, date: on };
  const { currency, unit, left_out } = history;
  const [newest] = used.slice(-1);
  if (!newest) {
    const unknown = { price: null, low: null, high: null, per_doubling: null };
    return {
      ...asked,
      currency,
      unit,
      ...unknown,
      observations: 0,
      basis: null,
      newest: null,
      left_out,
    };
  }
  const priceOf = learnJobPrices(
    used.map((one) => ({
      day: dayOf(one.captured_at),
      // A captured price is one for any quantity.
      quantity: (bids.length > 0 && one.quantity) || 1,
      region: one.region ?? '',
      price: one.unit_price,
    })),
    dayOf(on),
  );
  const job = { day: dayOf(on), quantity: bids.length > 0 ? quantity : 1, region: region ?? '' };
  const { price, low, high, perDoubling } = priceOf(job);
  return {
    ...asked,
    currency,
    unit,
    price,
    low,
    high,
    per_doubling: bids.length > 0 ? perDoubling : null,
    observations: used.length,
    basis: bids.length > 0 ? 'bid' : 'capture',
    newest: newest.captured_at,
    left_out,
  };
}

/** The last of each project, in the same order. */
function newestOfEach(seen: readonly Seen[]): Seen[] {
  const last = new Map(seen.map((one) => [one.project_id, one]));
  return seen.filter((one) => last.get(one.project_id) === one);
}
