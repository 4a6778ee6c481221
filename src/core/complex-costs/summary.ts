import Big from 'big.js';
import { shareAsMoney, toMoney } from './money.ts';

/** What many items come to together, as it is shown. */
export type CostSummary = { totalCost: number; averageCostPerItem: number };

/**
 * Sum and mean of the exact totals of the items that could be calculated, each rounded once, when
 * shown; so the total is that of the exact values, not of the shown ones. Both 0 for no items.
 */
export function summarize(totals: readonly Big[]): CostSummary {
  const sum = totals.reduce((soFar, total) => soFar.plus(total), new Big(0));
  return {
    totalCost: toMoney(sum),
    averageCostPerItem: totals.length === 0 ? 0 : shareAsMoney(sum, totals.length),
  };
}
