import type { z } from 'zod';
import type { priceForecast } from '../contract/price-forecast.ts';
import { firstDayOf, forecastPrices, monthNumber } from '../core/prices/index.ts';
import type { Tx } from '../database/database.ts';
import { getItemTrend } from '../database/queries/prices/get-trend.ts';

/** Prices older than that are not looked at: methods are tried on the last four years. */
const years = 4;

/** What an item's monthly median will be, by the months with prices that the reader may see. */
export async function forecastItem(
  tx: Tx,
  itemId: string,
  project: string | undefined,
  now: Date,
): Promise<z.infer<typeof priceForecast>> {
  const from = new Date(Date.UTC(now.getUTCFullYear() - years, now.getUTCMonth(), 1));
  const { trend } = await getItemTrend(tx, itemId, {
    from: from.toISOString().slice(0, 10),
    to: now.toISOString().slice(0, 10),
    project,
  });
  const seen = (trend?.months ?? []).filter(({ median }) => median > 0);
  const forecast = forecastPrices(
    seen.map(({ month, median, observations }) => ({
      month: monthNumber(month),
      price: median,
      observations,
    })),
  );
  return {
    library_item_id: itemId,
    currency: trend?.currency ?? null,
    unit: trend?.unit ?? null,
    method: forecast?.method ?? null,
    beats_plain: forecast?.beatsPlain ?? false,
    points: (forecast?.points ?? []).map(({ month, ...prices }) => ({
      month: firstDayOf(month),
      ...prices,
    })),
    backtest: (forecast?.backtest ?? []).map(({ method, meanAbsLogError }) => ({
      method,
      mean_abs_log_error: meanAbsLogError,
    })),
    origins: forecast?.origins ?? 0,
    months: seen.length,
    observations: forecast?.observations ?? 0,
    newest_month: seen.at(-1)?.month ?? null,
    left_out: trend?.left_out ?? 0,
  };
}
