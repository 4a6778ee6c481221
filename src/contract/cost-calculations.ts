import { z } from 'zod';
import { bulkFilter } from './bulk-updates.ts';
import { id, page } from './common.ts';
import { costOptions, maxItemsPerCalculation } from './complex-costs.ts';

/** Most items that are calculated while whoever asks waits; more are calculated in the background. */
export const maxAtOnce = 500;
/** Most sets of markups side by side. */
export const maxOptions = 6;

/**
 * Body of calculating a project's costs and keeping them: of the items of an estimate with their quantities, of items
 * one by one, or of all that a filter finds.
 */
export const calculationInput = z.strictObject({
  project_id: id,
  what: z.union([
    z.strictObject({ estimate_id: id }),
    z.strictObject({ library_item_ids: z.array(id).min(1).max(maxItemsPerCalculation) }),
    z.strictObject({ filter: bulkFilter }),
  ]),
});

/** A calculation that is kept. `unfinished`: it did not reach its end, as far as the reader may know. */
export const costCalculation = z
  .object({
    id,
    project_id: id,
    name: z.string(),
    currency: z.string(),
    /** The moment whose rates are used. */
    rates_at: z.string(),
    item_count: z.int(),
    calculated: z.int(),
    /** Items that have no cost; each says why. */
    failed: z.int(),
    state: z.enum(['queued', 'running', 'done', 'cancelled', 'failed', 'unfinished']),
    run_id: id.nullable(),
    requested_by: id.nullable(),
    created_at: z.string(),
  })
  .meta({ id: 'KeptCalculation' });

/** Of a project's calculations, the newest. */
export const calculationsQuery = z.object({ project_id: id });
export const costCalculations = z.object({ calculations: z.array(costCalculation) });

const sets = z.array(costOptions).min(1).max(maxOptions);

/** Body of looking at a calculation with sets of markups. */
export const compareInput = z.strictObject({ options: sets });

/** What a calculation comes to with each set of markups: every step with what it is taken of, rounded where shown. */
export const costComparison = z
  .object({
    material: z.number(),
    labor: z.number(),
    equipment: z.number(),
    direct_total: z.number(),
    options: z.array(
      z.object({
        steps: z.array(
          z.object({
            name: z.enum([
              'indirect',
              'overhead',
              'contingency',
              'bulk_discount',
              'location_adjustment',
              'seasonal_adjustment',
            ]),
            base: z.number(),
            /** A share of the base: 0.15 adds 15 %, -0.05 takes 5 % off. */
            rate: z.number(),
            result: z.number(),
          }),
        ),
        total: z.number(),
      }),
    ),
  })
  .meta({ id: 'CostComparison' });

/** Body of a page of its items. `failed`: only those that have no cost. */
export const calculationItemsInput = z.strictObject({
  options: sets,
  show: z.enum(['all', 'failed']).default('all'),
  ...page,
});

/** A page of its items, by code: the cost of one unit, and what one unit comes to with each set of markups. */
export const calculationItemsPage = z
  .object({
    items: z.array(
      z.object({
        position: z.int(),
        library_item_id: id,
        code: z.string(),
        name: z.string(),
        unit: z.string(),
        quantity: z.number(),
        direct: z.number().nullable(),
        totals: z.array(z.number()),
        error: z.string().nullable(),
      }),
    ),
    total: z.int(),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'CalculationItemsPage' });

/** Markups a project uses, under a name. */
export const costPreset = z
  .object({ id, name: z.string(), options: costOptions })
  .meta({ id: 'CostPreset' });
export const costPresets = z.object({ presets: z.array(costPreset) });
/** Body of keeping markups; those of the same name are replaced. */
export const savePresetInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  options: costOptions,
});

export type CalculationInput = z.infer<typeof calculationInput>;
export type KeptCalculation = z.infer<typeof costCalculation>;
