/** How much a library item is used: its score of 0 to 100, and which way its use is going. */
export { popularityScore, type Trend, trend } from './score.ts';
