/**
 * From an item's direct cost to what it is charged at: markups, discount and adjustments, exact in
 * decimals and rounded only where shown. The direct cost itself, recursive through assemblies, is
 * computed in the database.
 *
 * @example
 * const costs = applyMarkups(
 *   { material: '100', labor: '40.5', equipment: '0' },
 *   costOptions.parse({ includeOverheads: true }),
 * );
 * showCosts(costs).total; // 154.55
 * summarize([costs.total]); // { totalCost: 154.55, averageCostPerItem: 154.55 }
 */
export { costTree } from './cost-tree.ts';
export { applyMarkups, showCosts } from './markups.ts';
export { toMoney } from './money.ts';
export { summarize } from './summary.ts';
