import { z } from 'zod';
import { background, id } from './common.ts';

/** Body of `capture-price-snapshot`. `includeAllItems`: the whole library rather than the project's items. */
export const captureSnapshotInput = z.strictObject({
  projectId: id,
  includeAllItems: z.boolean().default(false),
  background,
});

/** Answer of `capture-price-snapshot`. Money is in the project's currency. */
export const captureSnapshotAnswer = z
  .object({
    success: z.literal(true),
    project_id: id,
    snapshot_id: id,
    items_processed: z.int(),
    /** Items left out since neither estimate, build-up nor catalogue has a price for them. */
    items_without_price: z.int(),
    total_value: z.number(),
    snapshot_date: z.string(),
    message: z.string(),
  })
  .meta({ id: 'PriceSnapshot' });

/** One price of an item, as a snapshot holds it. */
export const priceObservation = z
  .object({
    captured_at: z.string(),
    project_id: id,
    project_code: z.string(),
    project_name: z.string(),
    region: z.string().nullable(),
    quantity: z.number().nullable(),
    unit: z.string(),
    unit_price: z.number(),
    currency: z.string(),
    /** `bid`: agreed then; `capture`: calculated at the rates of that moment. */
    source: z.enum(['bid', 'capture']),
  })
  .meta({ id: 'PriceObservation' });

/** Address parameters of an item's price history. `from` and `to` are ISO dates, both included. */
export const priceHistoryQuery = z.object({
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});

/** An item's prices, oldest first, with a summary of each month that has any. */
export const priceHistory = z
  .object({
    library_item_id: id,
    currency: z.string().nullable(),
    unit: z.string().nullable(),
    /** Observations in another currency or unit than the commonest; they are not shown: prices do not mix. */
    left_out: z.int(),
    /** True where there were more than 5,000 and only the newest are given. */
    truncated: z.boolean(),
    observations: z.array(priceObservation),
    months: z.array(
      z.object({
        /** First day of the month, ISO date. */
        month: z.string(),
        observations: z.int(),
        median: z.number(),
        /** 25th and 75th percentile. */
        lower: z.number(),
        upper: z.number(),
      }),
    ),
  })
  .meta({ id: 'PriceHistory' });

/** Address parameters of a price for a job. */
export const jobPriceQuery = z.strictObject({
  /** In the item's unit. */
  quantity: z.coerce.number().positive().max(1e12),
  /** As projects name it; left out, no region's own level is taken. */
  region: z.string().max(100).optional(),
  /** The day it is priced for; prices after it are not looked at. The default is today. */
  date: z.iso.date().optional(),
});

/** What an item is likely to cost in a quantity, at a place and day, by the prices seen before. */
export const jobPrice = z
  .object({
    library_item_id: id,
    quantity: z.number(),
    region: z.string().nullable(),
    date: z.iso.date(),
    /** Null, as what follows, where no price of the item was seen. */
    currency: z.string().nullable(),
    unit: z.string().nullable(),
    /** For one unit; four of five such prices lie from `low` to `high`. */
    price: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    /** Share by which the price changes where the quantity doubles. */
    per_doubling: z.number().nullable(),
    /** Prices it follows from: those bid or agreed; where there are none, the newest captured of each project. */
    observations: z.int(),
    basis: z.enum(['bid', 'capture']).nullable(),
    /** The newest of them. */
    newest: z.string().nullable(),
    /** Prices in another currency or unit, which are not looked at. */
    left_out: z.int(),
  })
  .meta({ id: 'JobPrice' });
