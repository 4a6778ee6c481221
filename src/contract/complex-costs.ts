import { z } from 'zod';
import { background, id } from './common.ts';

/** Most items one request may ask for. */
export const maxItemsPerCalculation = 10_000;

const percentage = z.number().min(0).max(1000);
const factor = z.number().positive().max(100);

/** The options of `calculate-complex-factors`, with the contract's defaults. */
export const costOptions = z.strictObject({
  includeIndirectCosts: z.boolean().default(false),
  includeOverheads: z.boolean().default(false),
  includeContingency: z.boolean().default(false),
  indirectCostPercentage: percentage.default(15),
  overheadPercentage: percentage.default(10),
  contingencyPercentage: percentage.default(5),
  bulkDiscountPercentage: z.number().min(0).max(100).default(0),
  locationAdjustmentFactor: factor.default(1),
  seasonalAdjustmentFactor: factor.default(1),
});

/** Body of `calculate-complex-factors`. */
export const calculateCostsInput = z.strictObject({
  libraryItemIds: z.array(id).min(1).max(maxItemsPerCalculation),
  projectId: id,
  options: costOptions.prefault({}),
  background,
});

const money = z.number();

const line = {
  resource_id: id,
  code: z.string(),
  name: z.string(),
  unit: z.string(),
  /** Codes of the sub-items the line is reached through; empty for the item's own lines. */
  via: z.array(z.string()),
  /** How much of the innermost sub-item one unit of the item takes; 1 for its own lines. */
  multiplier: z.number(),
  rate: money,
  rate_source: z.enum(['project', 'catalogue']),
  /** Money per unit of the item, rounded to 2 places. */
  cost: money,
};

/** One item's cost per unit; each part is rounded by itself. `error` stands where it could not be calculated. */
export const costResult = z
  .object({
    library_item_id: id,
    code: z.string().nullable(),
    name: z.string().nullable(),
    unit: z.string().nullable(),
    costs: z
      .object({
        material: money,
        labor: money,
        equipment: money,
        direct_total: money,
        indirect: money,
        overhead: money,
        contingency: money,
        bulk_discount: money,
        location_adjustment: money,
        seasonal_adjustment: money,
        total: money,
      })
      .nullable(),
    details: z
      .object({
        materials: z.array(
          z.object({ ...line, quantity_per_unit: z.number(), wastage_percent: z.number() }),
        ),
        labor: z.array(
          z.object({
            ...line,
            hours_per_unit: z.number(),
            productivity_factor: z.number(),
            crew_size: z.number(),
          }),
        ),
        equipment: z.array(
          z.object({ ...line, hours_per_unit: z.number(), utilization_factor: z.number() }),
        ),
      })
      .nullable(),
    error: z.string().optional(),
  })
  .meta({ id: 'CostResult' });

/** Answer of `calculate-complex-factors`. */
export const calculateCostsAnswer = z
  .object({
    success: z.literal(true),
    results: z.array(costResult),
    summary: z.object({
      items_requested: z.int(),
      items_calculated: z.int(),
      items_failed: z.int(),
      total_cost: money,
      average_cost_per_item: money,
    }),
    options_applied: costOptions,
    currency: z.string(),
    calculation_timestamp: z.string(),
  })
  .meta({ id: 'CostCalculation' });

/** The options as the calculation reads them. */
export type CostOptions = z.infer<typeof costOptions>;
/** One item's result. */
export type CostResult = z.infer<typeof costResult>;
