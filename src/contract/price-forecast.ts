import { z } from 'zod';
import { id } from './common.ts';

/** How a price was carried on. */
const method = z.enum(['median_12m', 'last', 'weighted_median', 'level_3m', 'damped_trend']);

/** Address parameters of a forecast: of one project's prices, or of all you may see. */
export const forecastQuery = z.strictObject({ project: id.optional() });

/** What an item's monthly median will be, up to six months after the newest month with a price. */
export const priceForecast = z
  .object({
    library_item_id: id,
    currency: z.string().nullable(),
    unit: z.string().nullable(),
    /** Null, as what follows is empty, where no price was seen. */
    method: method.nullable(),
    /** Whether the method beat the plain one, the median of twelve months, on this series' past by more than chance. */
    beats_plain: z.boolean(),
    /** Four of five prices lie from `low` to `high`. */
    points: z.array(
      z.object({ month: z.string(), price: z.number(), low: z.number(), high: z.number() }),
    ),
    /** Each method on the past: the mean of |ln told − ln true|, the best first. Empty where the past is too short. */
    backtest: z.array(z.object({ method, mean_abs_log_error: z.number() })),
    /** Moments of the past at which they were tried. */
    origins: z.int(),
    /** Months with a price and prices in them; the last of these months. */
    months: z.int(),
    observations: z.int(),
    newest_month: z.string().nullable(),
    left_out: z.int(),
  })
  .meta({ id: 'PriceForecast' });
