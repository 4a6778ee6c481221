import { z } from 'zod';
import { id, page } from './common.ts';

const kind = z.enum(['shift', 'outlier']);
const state = z.enum(['open', 'settled']);

/** Address parameters of the changes that were found, the newest first. */
export const priceChangesQuery = z.strictObject({
  item: id.optional(),
  section: id.optional(),
  division: id.optional(),
  /** Changes among this project's captured prices; left out, those of public records as well. */
  project: id.optional(),
  kind: kind.optional(),
  state: state.optional(),
  /** ISO date: found on this day or after it. */
  from: z.iso.date().optional(),
  /** Only those that touch an open estimate which you may read. */
  touching: z.stringbool().default(false),
  ...page,
});

/** A price that changed level (`shift`), or stood alone (`outlier`). Sizes are shares: 0.1 is ten percent dearer. */
export const foundChange = z
  .object({
    id,
    library_item_id: id,
    code: z.string(),
    name: z.string(),
    section_code: z.string(),
    section_name: z.string(),
    /** Null: among the bids of public records. Else among the captured prices of this project. */
    project_id: id.nullable(),
    project_code: z.string().nullable(),
    currency: z.string(),
    unit: z.string(),
    kind,
    size: z.number(),
    /** Nine of ten such lie from `low` to `high`; null for an outlier. */
    low: z.number().nullable(),
    high: z.number().nullable(),
    /** Of a shift in standard errors, of an outlier in the scales of single prices. */
    strength: z.number(),
    /** The median of the prices it rests on. */
    price: z.number(),
    /** The first price at the new level, and the one with which it could be told. */
    since: z.string(),
    found_at: z.string(),
    prices_before: z.int(),
    prices_after: z.int(),
    state,
    settled_at: z.string().nullable(),
    told_at: z.string(),
    /** Lines of open estimates in active projects that you may read, in the same currency. */
    touches: z.object({
      estimates: z.int(),
      projects: z.int(),
      /** Their quantities at `price`, and the part of it that is the change. */
      amount: z.number(),
      at_stake: z.number(),
      largest: z.array(
        z.object({
          project_id: id,
          project_code: z.string(),
          estimate_name: z.string(),
          quantity: z.number(),
          amount: z.number(),
        }),
      ),
    }),
  })
  .meta({ id: 'FoundPriceChange' });

/** A page of them. */
export const priceChangesPage = z
  .object({ changes: z.array(foundChange), next_cursor: z.string().nullable() })
  .meta({ id: 'PriceChangesPage' });

/** The prices a change rests on, as far as you may read them, the newest first. */
export const changeEvidence = z
  .object({
    prices: z.array(
      z.object({
        snapshot_id: id,
        project_id: id,
        project_code: z.string(),
        captured_at: z.string(),
        quantity: z.number().nullable(),
        unit_price: z.number(),
      }),
    ),
  })
  .meta({ id: 'PriceChangeEvidence' });

/** Body of settling a change, or opening it again. */
export const settleInput = z.strictObject({ state });

/** Which items a threshold is for: one, those of a section, or with neither the whole library. */
const target = { item: id.optional(), section: id.optional() };
const oneTarget = (given: { item?: string | undefined; section?: string | undefined }) =>
  !(given.item && given.section);
const targetFault = { path: ['item'], message: 'must not be given together with section' };

/** Body of setting a threshold. The nearest counts: an item's, its section's, the library's, else 5% and 2.4. */
export const thresholdInput = z
  .strictObject({
    ...target,
    /** Share; smaller changes are not told. */
    least_size: z.number().min(0.01).max(10),
    /** In standard errors; the higher, the later a change is told and the seldomer wrongly. */
    least_strength: z.number().min(1).max(20).default(2.4),
    /** False: nothing is told. */
    is_on: z.boolean().default(true),
  })
  .refine(oneTarget, targetFault);

/** Address parameters of removing one. */
export const thresholdTarget = z.strictObject(target).refine(oneTarget, targetFault);

/** The thresholds that were set. */
export const thresholds = z
  .object({
    thresholds: z.array(
      z.object({
        item: id.nullable(),
        section: id.nullable(),
        /** Code of the item or section; null for the library's. */
        code: z.string().nullable(),
        least_size: z.number(),
        least_strength: z.number(),
        is_on: z.boolean(),
        changed_at: z.string(),
      }),
    ),
  })
  .meta({ id: 'PriceChangeThresholds' });
