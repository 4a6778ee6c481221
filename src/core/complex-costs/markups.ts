import Big from 'big.js';
import type { CostOptions } from '../../contract/complex-costs.ts';
import { toMoney } from './money.ts';

/** The direct cost of one unit of an item, by kind, as exact decimals such as PostgreSQL's numeric gives. */
export type DirectCosts = { material: string; labor: string; equipment: string };

/** The markups, in the order they are applied. */
export const markupNames = [
  'indirect',
  'overhead',
  'contingency',
  'bulkDiscount',
  'locationAdjustment',
  'seasonalAdjustment',
] as const;
export type MarkupName = (typeof markupNames)[number];

/** One markup: `result` = `base` × `rate`, exactly. `rate` is a share: 0.15 for 15 %, −0.05 for 5 % off. */
export type MarkupStep = { name: MarkupName; base: Big; rate: Big; result: Big };

/** The build-up of one unit, exact; `total` is the sum of `directTotal` and the markups. */
export type Costs = { [part in keyof DirectCosts | 'directTotal' | MarkupName | 'total']: Big } & {
  /** All six markups, those that add nothing too, with what they are taken of. */
  steps: MarkupStep[];
};

/** The parts of a build-up as they are shown: rounded to 2 places, each by itself. */
export type ShownCosts = { [part in Exclude<keyof Costs, 'steps'>]: number };

/**
 * Marks up a direct cost. Each markup is taken of everything before it:
 *
 *     indirect             direct × i %
 *     overhead             (direct + indirect) × o %
 *     contingency          (direct + indirect + overhead) × c %
 *     bulk discount        −(sum so far) × b %
 *     location adjustment  (sum so far) × (factor − 1)
 *     seasonal adjustment  (sum so far) × (factor − 1)
 *
 * Exact: only +, − and × of decimals, a percentage or factor taken as the shortest decimal that
 * means its number (0.1 is a tenth). The steps are the contract's.
 *
 * @throws RangeError naming the cost or option that is no number
 */
export function applyMarkups(direct: DirectCosts, options: CostOptions): Costs {
  const material = decimal('material', direct.material);
  const labor = decimal('labor', direct.labor);
  const equipment = decimal('equipment', direct.equipment);
  const directTotal = material.plus(labor).plus(equipment);
  const rates = ratesOf(options);

  let total = directTotal;
  const take = (name: MarkupName): MarkupStep => {
    const step = { name, base: total, rate: rates[name], result: total.times(rates[name]) };
    total = total.plus(step.result);
    return step;
  };
  const steps = markupNames.map(take);
  const result = (name: MarkupName) =>
    steps.find((step) => step.name === name)?.result ?? new Big(0);

  return {
    material,
    labor,
    equipment,
    directTotal,
    indirect: result('indirect'),
    overhead: result('overhead'),
    contingency: result('contingency'),
    bulkDiscount: result('bulkDiscount'),
    locationAdjustment: result('locationAdjustment'),
    seasonalAdjustment: result('seasonalAdjustment'),
    total,
    steps,
  };
}

/** The build-up as it is shown. The shown parts may differ from the shown total by a cent or two. */
export function showCosts(costs: Costs): ShownCosts {
  return {
    material: toMoney(costs.material),
    labor: toMoney(costs.labor),
    equipment: toMoney(costs.equipment),
    directTotal: toMoney(costs.directTotal),
    indirect: toMoney(costs.indirect),
    overhead: toMoney(costs.overhead),
    contingency: toMoney(costs.contingency),
    bulkDiscount: toMoney(costs.bulkDiscount),
    locationAdjustment: toMoney(costs.locationAdjustment),
    seasonalAdjustment: toMoney(costs.seasonalAdjustment),
    total: toMoney(costs.total),
  };
}

/** What each markup multiplies the sum before it with; 0 where it isn't included. */
function ratesOf(options: CostOptions): Record<MarkupName, Big> {
  const share = (name: keyof CostOptions) => decimal(name, options[name]).times('0.01');
  const change = (name: keyof CostOptions) => decimal(name, options[name]).minus(1);
  const none = new Big(0);
  return {
    indirect: options.includeIndirectCosts ? share('indirectCostPercentage') : none,
    overhead: options.includeOverheads ? share('overheadPercentage') : none,
    contingency: options.includeContingency ? share('contingencyPercentage') : none,
    bulkDiscount: share('bulkDiscountPercentage').neg(),
    locationAdjustment: change('locationAdjustmentFactor'),
    seasonalAdjustment: change('seasonalAdjustmentFactor'),
  };
}

function decimal(name: string, value: string | number | boolean): Big {
  try {
    return new Big(String(value));
  } catch {
    throw new RangeError(`${name} must be a number, not ${value}`);
  }
}
