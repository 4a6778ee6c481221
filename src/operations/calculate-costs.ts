import Big from 'big.js';
import type { z } from 'zod';
import type { CostOptions, CostResult, calculateCostsAnswer } from '../contract/complex-costs.ts';
import { applyMarkups, showCosts, summarize, toMoney } from '../core/complex-costs/index.ts';
import type { Tx } from '../database/database.ts';
import type { Hindrance } from '../database/queries/costs/get-direct-costs.ts';
import { type DirectLine, getDirectLines } from '../database/queries/costs/get-direct-lines.ts';
import { getItemNames, type ItemName } from '../database/queries/library/get-item-names.ts';

/** The answer of `calculate-complex-factors`. */
export type CostCalculation = z.infer<typeof calculateCostsAnswer>;

/** What to calculate: with `project` null at the catalogue's rates. */
export interface CostRequest {
  itemIds: readonly string[];
  project: { id: string; currency: string } | null;
  options: CostOptions;
}

/**
 * The cost of one unit of each item, at the rates in force at `at`. An item that cannot be calculated (unknown,
 * without build-up, containing itself, priced in another currency) is a failed result; the others are not held up.
 * An item asked for twice is answered twice.
 */
export async function calculateCosts(
  tx: Tx,
  { itemIds, project, options }: CostRequest,
  at: Date,
): Promise<CostCalculation> {
  const distinct = [...new Set(itemIds)];
  const names = await getItemNames(tx, distinct);
  const lines = await getDirectLines(tx, distinct, project?.id ?? null, at);
  const linesOf = Map.groupBy(lines, (line) => line.library_item_id);
  const calculated = new Map(
    distinct.map((id) => [id, calculate(id, names.get(id), linesOf.get(id) ?? [], options)]),
  );

  const all = itemIds.flatMap((id) => calculated.get(id) ?? []);
  const totals = all.flatMap(({ total }) => (total ? [total] : []));
  const { totalCost, averageCostPerItem } = summarize(totals);
  return {
    success: true,
    results: all.map(({ result }) => result),
    summary: {
      items_requested: itemIds.length,
      items_calculated: totals.length,
      items_failed: itemIds.length - totals.length,
      total_cost: totalCost,
      average_cost_per_item: averageCostPerItem,
    },
    options_applied: options,
    currency: project?.currency ?? catalogueCurrency,
    calculation_timestamp: at.toISOString(),
  };
}

/** The currency a catalogue's rate has where nothing else was said. */
export const catalogueCurrency = 'USD';

interface Calculated {
  result: CostResult;
  /** The exact total; null where the item could not be calculated. */
  total: Big | null;
}

/** One item's cost by its lines of a build-up, or why it has none; the total exact as well. */
export function calculate(
  id: string,
  item: ItemName | undefined,
  lines: readonly DirectLine[],
  options: CostOptions,
): Calculated {
  const error = reasonNotTo(id, item, hindranceOf(lines));
  if (!item || error !== null) {
    const { code = null, name = null, unit = null } = item ?? {};
    const failed = { library_item_id: id, code, name, unit, costs: null, details: null };
    return { result: { ...failed, error: error ?? '' }, total: null };
  }
  const { material, labor, equipment } = byKind(lines);
  const costs = applyMarkups(
    { material: sumOf(material), labor: sumOf(labor), equipment: sumOf(equipment) },
    options,
  );
  const shown = showCosts(costs);
  return {
    total: costs.total,
    result: {
      library_item_id: id,
      code: item.code,
      name: item.name,
      unit: item.unit,
      costs: {
        material: shown.material,
        labor: shown.labor,
        equipment: shown.equipment,
        direct_total: shown.directTotal,
        indirect: shown.indirect,
        overhead: shown.overhead,
        contingency: shown.contingency,
        bulk_discount: shown.bulkDiscount,
        location_adjustment: shown.locationAdjustment,
        seasonal_adjustment: shown.seasonalAdjustment,
        total: shown.total,
      },
      details: {
        materials: material.map(({ line, cost }) => ({
          ...detail(line, cost),
          quantity_per_unit: Number(line.quantity_per_unit),
          wastage_percent: Number(line.wastage_percent),
        })),
        labor: labor.map(({ line, cost }) => ({
          ...detail(line, cost),
          hours_per_unit: Number(line.hours_per_unit),
          productivity_factor: Number(line.productivity_factor),
          crew_size: Number(line.crew_size),
        })),
        equipment: equipment.map(({ line, cost }) => ({
          ...detail(line, cost),
          hours_per_unit: Number(line.hours_per_unit),
          utilization_factor: Number(line.utilization_factor),
        })),
      },
    },
  };
}

/** Why an item cannot be calculated, in a sentence that says what to do; null where it can. `found` is null without factors. */
export function reasonNotTo(
  id: string,
  item: ItemName | undefined,
  found: Hindrance | null,
): string | null {
  if (!item) return `There is no library item ${id}.`;
  if (!found) {
    return `${item.code} has no factors, so there is nothing to calculate it from; add materials, labor or equipment to it.`;
  }
  if (found.cycle) {
    return `${item.code} contains itself: ${found.cycle.join(' → ')}. Remove one of these sub-items.`;
  }
  if (found.foreign_code !== null) {
    return `The catalogue's rate of ${found.foreign_code} is in another currency than the project; give the project a rate of its own for it.`;
  }
  return null;
}

function hindranceOf(lines: readonly DirectLine[]): Hindrance | null {
  if (lines.length === 0) return null;
  const of = (kind: DirectLine['kind']) => lines.find((line) => line.kind === kind);
  return { cycle: of('cycle')?.via ?? null, foreign_code: of('currency')?.code ?? null };
}

/** A line with its cost, exact. */
interface CostedLine {
  line: DirectLine;
  cost: Big;
}

function byKind(lines: readonly DirectLine[]) {
  const kinds = {
    material: [] as CostedLine[],
    labor: [] as CostedLine[],
    equipment: [] as CostedLine[],
  };
  for (const line of lines) {
    // What stands in the way of a cost was told before.
    if (line.kind === 'cycle' || line.kind === 'currency') continue;
    kinds[line.kind].push({ line, cost: new Big(line.cost ?? 0) });
  }
  return kinds;
}

/** The cost of one unit by a kind of resource, exact. */
const sumOf = (lines: readonly CostedLine[]): string =>
  lines.reduce((sum, { cost }) => sum.plus(cost), new Big(0)).toFixed();

function detail(line: DirectLine, cost: Big) {
  return {
    resource_id: line.resource_id ?? '',
    code: line.code ?? '',
    name: line.name ?? '',
    unit: line.unit ?? '',
    via: line.via,
    multiplier: Number(line.multiplier),
    rate: Number(line.rate),
    rate_source: line.rate_source ?? 'catalogue',
    cost: toMoney(cost),
  };
}
