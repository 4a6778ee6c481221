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

/** The steps of a calculation: how each is called, the options that decide it, and the most its figure may be. */
export const steps = [
  {
    name: 'indirect',
    label: 'Indirect',
    include: 'includeIndirectCosts',
    figure: 'indirectCostPercentage',
    unit: '%',
    most: 1000,
  },
  {
    name: 'overhead',
    label: 'Overhead',
    include: 'includeOverheads',
    figure: 'overheadPercentage',
    unit: '%',
    most: 1000,
  },
  {
    name: 'contingency',
    label: 'Contingency',
    include: 'includeContingency',
    figure: 'contingencyPercentage',
    unit: '%',
    most: 1000,
  },
  {
    name: 'bulk_discount',
    label: 'Bulk discount',
    include: null,
    figure: 'bulkDiscountPercentage',
    unit: '%',
    most: 100,
  },
  {
    name: 'location_adjustment',
    label: 'Location',
    include: null,
    figure: 'locationAdjustmentFactor',
    unit: '×',
    most: 100,
  },
  {
    name: 'seasonal_adjustment',
    label: 'Season',
    include: null,
    figure: 'seasonalAdjustmentFactor',
    unit: '×',
    most: 100,
  },
] as const;
export type Step = (typeof steps)[number];

/** Whether a figure can be calculated with: a percentage from 0 on, a factor above 0. */
export const fits = ({ unit, most }: Step, figure: unknown): figure is number =>
  typeof figure === 'number' && figure <= most && (unit === '%' ? figure >= 0 : figure > 0);

/** The columns with one more at their end, under a key of its own. */
export const withColumn = (
  columns: readonly OptionColumn[],
  added: Omit<OptionColumn, 'key'>,
): OptionColumn[] => [
  ...columns,
  { ...added, key: Math.max(-1, ...columns.map(({ key }) => key)) + 1 },
];
