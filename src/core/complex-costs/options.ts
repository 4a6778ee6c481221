/**
 * How a direct cost is marked up. Percentages are of 100 (15 is 15 %), factors multiply (1 changes
 * nothing). The three includes switch their percentage on.
 */
export type CostOptions = {
  includeIndirectCosts: boolean;
  includeOverheads: boolean;
  includeContingency: boolean;
  indirectCostPercentage: number;
  overheadPercentage: number;
  contingencyPercentage: number;
  bulkDiscountPercentage: number;
  locationAdjustmentFactor: number;
  seasonalAdjustmentFactor: number;
};

/** The contract's defaults: nothing is added to the direct cost. */
export const defaultCostOptions: Readonly<CostOptions> = {
  includeIndirectCosts: false,
  includeOverheads: false,
  includeContingency: false,
  indirectCostPercentage: 15,
  overheadPercentage: 10,
  contingencyPercentage: 5,
  bulkDiscountPercentage: 0,
  locationAdjustmentFactor: 1,
  seasonalAdjustmentFactor: 1,
};
