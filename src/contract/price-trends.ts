import { z } from 'zod';
import { id, page, resourceKind } from './common.ts';

/** Months over which a change is told. */
export const changeSpans = [1, 3, 6, 12] as const;

const list = z
  .string()
  .transform((text) => text.split(',').filter(Boolean))
  .pipe(z.array(id).min(1).max(500));

const month = z.string();

/** The whole months that are looked at: those of `from` and `to`, and all between. Left out: six months up to the newest price. */
const period = { from: z.iso.date().optional(), to: z.iso.date().optional() };

const inOrder = (query: { from?: string | undefined; to?: string | undefined }) =>
  !query.from || !query.to || query.from <= query.to;
const orderFault = { path: ['from'], message: 'must not be after to' };

/** Which prices: of a project, of items, of a section or division; without any of them, of the whole library. */
const scope = {
  /** Ids of items, separated by commas. */
  items: list.optional(),
  section: id.optional(),
  division: id.optional(),
  /** Only prices of this project. */
  project: id.optional(),
};

/** Address parameters of one trend, and of the parts of its change. */
export const trendQuery = z
  .object({ ...period, project: id.optional() })
  .refine(inOrder, orderFault);

/** Whether items whose prices are for a whole take part: what they move by is what the whole comprised. */
const lumpSums = z.enum(['with', 'without']).default('without');

/** How the trends of many items are sorted. */
export const trendSort = z.enum(['change', 'rise', 'fall', 'volatility', 'observations', 'code']);

/** Address parameters of the trends of many items. */
export const trendsQuery = z
  .object({
    ...scope,
    ...period,
    /** Months of the change they are sorted by. */
    over: z.enum(['1', '3', '6', '12']).default('6').transform(Number),
    /** Fewest prices in both months of that change. With it, items without that change are left out. */
    minimum: z.coerce.number().int().min(1).max(1000).optional(),
    lump_sums: lumpSums,
    sort: trendSort.default('change'),
    ...page,
  })
  .refine(inOrder, orderFault);

/** Address parameters of an index; `base` is the month that is 100, the first of the period where left out. */
export const indexQuery = z
  .object({
    ...scope,
    ...period,
    base: z.iso.date().optional(),
    lump_sums: lumpSums,
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional(),
  })
  .refine(inOrder, orderFault);

/**
 * A change between the medians of two months: the newest with prices, and the newest at least `over` months before it
 * (at most a third of that longer; without such a month there is no change).
 */
export const priceChange = z
  .object({
    over: z.int(),
    from: z.object({ month, median: z.number(), observations: z.int() }),
    to: z.object({ month, median: z.number(), observations: z.int() }),
    /** Share: 0.1 is ten percent more. */
    change: z.number(),
    /** The part of it which the different quantities of both months explain by the item's elasticity; null where it is not known. */
    quantity_effect: z.number().nullable(),
  })
  .meta({ id: 'PriceChange' });

/** What the prices of one month come to. Quartiles and median by `percentile_cont`: they may lie between two prices. */
export const trendMonth = z
  .object({
    month,
    observations: z.int(),
    lower: z.number(),
    median: z.number(),
    upper: z.number(),
    lowest: z.number(),
    highest: z.number(),
    /** Weighted by quantity, over the prices that have one. */
    weighted_mean: z.number().nullable(),
    median_quantity: z.number().nullable(),
  })
  .meta({ id: 'PriceTrendMonth' });

const figures = {
  /** The commonest of the period; prices in another currency or unit are counted in `left_out` and nothing else. */
  currency: z.string(),
  unit: z.string(),
  observations: z.int(),
  left_out: z.int(),
  /** Its prices are for a whole: its unit says so, or most are for exactly one and lie far apart. */
  is_lump_sum: z.boolean(),
  median: z.number(),
  weighted_mean: z.number().nullable(),
  lowest: z.number(),
  highest: z.number(),
  first_month: month,
  newest_month: month,
  newest_median: z.number(),
  changes: z.array(priceChange),
  /**
   * Standard deviation of the monthly changes of the median, as logarithms (0.05: about 5% a month); a change over a gap of
   * g months counts divided by √g. Null with fewer than three of them.
   */
  volatility: z.number().nullable(),
  /** How the price follows the quantity: least squares of ln price on ln quantity. −0.1: a tenth more of it is about 1% cheaper. */
  quantity: z.object({ elasticity: z.number(), r2: z.number(), observations: z.int() }).nullable(),
};

/** One item's trend in a list, with the open estimates it touches. */
export const itemTrend = z
  .object({
    library_item_id: id,
    code: z.string(),
    name: z.string(),
    section_code: z.string(),
    section_name: z.string(),
    ...figures,
    /** Lines of open estimates in active projects that you may read, in the same currency, at the newest median. */
    touches: z.object({
      estimates: z.int(),
      projects: z.int(),
      amount: z.number(),
      largest: z.array(
        z.object({
          project_id: id,
          project_code: z.string(),
          project_name: z.string(),
          estimate_name: z.string(),
          quantity: z.number(),
          amount: z.number(),
        }),
      ),
    }),
  })
  .meta({ id: 'ItemPriceTrend' });

/** A page of trends, sorted as asked, over the months that were looked at. */
export const trendsPage = z
  .object({
    from: month.nullable(),
    to: month.nullable(),
    trends: z.array(itemTrend),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'PriceTrendsPage' });

/** One subject's trend, month by month; null where it has no prices in the period. */
export const priceTrend = z
  .object({
    from: month.nullable(),
    to: month.nullable(),
    trend: z.object({ ...figures, months: z.array(trendMonth) }).nullable(),
  })
  .meta({ id: 'PriceTrend' });

/** A price index over a basket of items. The base month is 100. */
export const priceIndex = z
  .object({
    base: month.nullable(),
    currency: z.string().nullable(),
    /** Items of the basket: those seen in a quarter of the months with prices of the year up to the base month. */
    items: z.int(),
    /** Items of the scope left out: they have prices only in another currency, or in too few months up to the base month. */
    left_out: z.int(),
    /** Items left out because their prices are for a whole. */
    lump_sums: z.int(),
    months: z.array(
      z.object({
        month,
        /** Chained Jevons: every item counts alike. */
        jevons: z.number().nullable(),
        /**
         * Of Laspeyres' kind (Young's): items count by what was spent on them in the year up to the base month; null where no
         * quantities are known.
         */
        laspeyres: z.number().nullable(),
        /** Items whose prices are compared with their last ones; the others carry theirs. */
        matched: z.int(),
        observed: z.int(),
      }),
    ),
  })
  .meta({ id: 'PriceIndex' });

/** Which resource moved a price: the build-up's share in its change between two snapshots of a project. */
export const priceDrivers = z
  .object({
    project: z.object({ id, code: z.string(), name: z.string() }).nullable(),
    currency: z.string().nullable(),
    unit: z.string().nullable(),
    from: z.object({ captured_at: z.string(), unit_price: z.number() }).nullable(),
    to: z.object({ captured_at: z.string(), unit_price: z.number() }).nullable(),
    change: z.number(),
    drivers: z.array(
      z.object({
        kind: resourceKind,
        resource_id: id,
        code: z.string(),
        name: z.string(),
        rate_from: z.number(),
        rate_to: z.number(),
        /** Of the item's unit price: so much of the resource in one unit × the change of its rate. */
        contribution: z.number(),
      }),
    ),
    /** What no rate explains: changed factors, a price agreed rather than built up, or a resource that came or went. */
    unexplained: z.number(),
  })
  .meta({ id: 'PriceDrivers' });
