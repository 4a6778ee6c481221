/**
 * What things cost: a price for a job from the prices given before.
 *
 * @example
 * const priceOf = learnJobPrices(observations, today);
 * priceOf({ day: today, quantity: 250, region: '4' }); // { price, low, high, … }
 */
export { learnJobPrices, median } from './job-price.ts';
