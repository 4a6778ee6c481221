import type { CostPreset, WholeCostOptions } from '../../services/types.ts';

/** One set of markups among others, as it stands on the page; figures are what was typed. */
export interface OptionColumn {
  key: number;
  name: string;
  options: WholeCostOptions;
}

/** What estimates usually have on top. */
export const usual: WholeCostOptions = {
  includeIndirectCosts: true,
  includeOverheads: true,
  includeContingency: true,
  indirectCostPercentage: 15,
  overheadPercentage: 10,
  contingencyPercentage: 5,
  bulkDiscountPercentage: 0,
  locationAdjustmentFactor: 1,
  seasonalAdjustmentFactor: 1,
};

/** Most sets side by side. */
export const mostColumns = 6;

/** The columns one begins with: the project's own markups, else the usual ones. */
export function firstColumns(presets: readonly CostPreset[]): OptionColumn[] {
  const own = presets
    .slice(0, mostColumns)
    .map(({ name, options }, key) => ({ key, name, options }));
  return own.length > 0 ? own : [{ key: 0, name: 'Usual', options: usual }];
}

/** The steps of a calculation: how each is called, and the options that decide it. */
export const steps = [
  {
    name: 'indirect',
    label: 'Indirect',
    include: 'includeIndirectCosts',
    figure: 'indirectCostPercentage',
    unit: '%',
  },
  {
    name: 'overhead',
    label: 'Overhead',
    include: 'includeOverheads',
    figure: 'overheadPercentage',
    unit: '%',
  },
  {
    name: 'contingency',
    label: 'Contingency',
    include: 'includeContingency',
    figure: 'contingencyPercentage',
    unit: '%',
  },
  {
    name: 'bulk_discount',
    label: 'Bulk discount',
    include: null,
    figure: 'bulkDiscountPercentage',
    unit: '%',
  },
  {
    name: 'location_adjustment',
    label: 'Location',
    include: null,
    figure: 'locationAdjustmentFactor',
    unit: '×',
  },
  {
    name: 'seasonal_adjustment',
    label: 'Season',
    include: null,
    figure: 'seasonalAdjustmentFactor',
    unit: '×',
  },
] as const;
export type Step = (typeof steps)[number];
