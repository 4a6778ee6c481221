/**
 * What things cost: a price for a job from the prices given before, and when they changed.
 *
 * @example
 * const priceOf = learnJobPrices(observations, today);
 * priceOf({ day: today, quantity: 250, region: '4' }); // { price, low, high, … }
 * findPriceChanges(observations); // [{ kind: 'shift', size: 0.12, since, … }, …]
 */
export { firstDayOf, monthNumber } from './calendar-months.ts';
export {
  comparableDays,
  findPriceChanges,
  levelBefore,
  type PriceShift,
  usualThresholds,
} from './changes.ts';
export { forecastPrices, furthest, type PriceForecast } from './forecast.ts';
export type { ForecastMethod, MonthlyPrice } from './forecast-methods.ts';
export { learnJobPrices, median } from './job-price.ts';
export { expectedStrength } from './price-level.ts';
