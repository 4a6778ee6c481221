import { z } from 'zod';
import { id, page, resourceKind } from './common.ts';
import { priceSource } from './projects.ts';

/** Body of freezing an estimate as it stands: what the version is called, such as "Bid of 12 May", and why it was made. */
export const freezeInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  note: z.string().trim().max(2000).default(''),
});

/** An exact amount as text, with as many digits as it has. */
const exact = z.string();

const version = {
  id,
  project_id: id,
  estimate_id: id,
  estimate_name: z.string(),
  name: z.string(),
  note: z.string(),
  currency: z.string(),
  /** The moment whose rates were used. */
  frozen_at: z.string(),
  frozen_by: id.nullable(),
  /** Null where the reader works in no project with them. */
  frozen_by_name: z.string().nullable(),
  line_count: z.int(),
  /** Lines that had no price; they count for nothing in the total. */
  unpriced_count: z.int(),
  total: exact,
};

/** A frozen version of an estimate. */
export const frozenEstimate = z.object(version).meta({ id: 'FrozenEstimate' });

/** The frozen versions of a project's estimates, newest first, and those that were removed. */
export const frozenEstimates = z.object({
  versions: z.array(frozenEstimate),
  removed: z.array(
    z.object({
      name: z.string(),
      currency: z.string(),
      total: exact,
      frozen_at: z.string(),
      frozen_by: id.nullable(),
      /** Null for the service. */
      removed_by: id.nullable(),
      removed_by_name: z.string().nullable(),
      removed_at: z.string(),
    }),
  ),
});

/** A resource of a build-up: per unit of the item so much of it, at a rate. */
const frozenPart = z.object({
  resource_id: id,
  kind: resourceKind,
  code: z.string(),
  name: z.string(),
  unit: z.string(),
  amount: exact,
  rate: exact,
  rate_source: z.enum(['project', 'catalogue']),
  cost: exact,
});

const line = {
  line_id: id,
  element_name: z.string().nullable(),
  section_name: z.string(),
  library_item_id: id,
  code: z.string(),
  name: z.string(),
  unit: z.string(),
};

/** A frozen version with its lines, each with the build-up its price followed. */
export const frozenDetail = z
  .object({
    ...version,
    lines: z.array(
      z.object({
        ...line,
        quantity: exact,
        unit_price: exact.nullable(),
        price_source: priceSource.nullable(),
        parts: z.array(frozenPart).nullable(),
      }),
    ),
  })
  .meta({ id: 'FrozenEstimateDetail' });

/** One thing that moved a line, or an estimate: all of them add up, exactly, to its difference. */
const move = z.object({
  /**
   * A resource by its kind; `price`: another agreed or catalogue price, or one in place of the other or of a build-up;
   * `quantity`, at the price then; `added` and `removed`: lines there were not then, or are not now.
   */
  kind: z.enum([...resourceKind.options, 'price', 'quantity', 'added', 'removed']),
  resource_id: id.nullable(),
  difference: exact,
  /** How much of it the rate made; the rest is another amount in the build-up. Null for what is no resource. */
  by_rate: exact.nullable(),
});

const side = z.object({
  quantity: exact,
  unit_price: exact.nullable(),
  price_source: priceSource.nullable(),
  /** Quantity × unit price; 0 without a price. */
  amount: exact,
});

/**
 * Address parameters of a comparison: which of its lines, in which order. `line`: one line by its id alone. The lines of a
 * later page are compared at the same moment as those of the first.
 */
export const comparisonQuery = z.object({
  show: z.enum(['moved', 'all']).default('moved'),
  sort: z.enum(['move', 'place']).default('move'),
  line: id.optional(),
  ...page,
  /** It holds the codes of a line, of whatever length these are. */
  cursor: z.string().max(4000).optional(),
});

/**
 * A frozen version beside the estimate as it stands, at the rates of one moment: as a whole, and a page of its lines. Exact
 * amounts as text.
 */
export const frozenComparison = z
  .object({
    version: frozenEstimate,
    compared_at: z.string(),
    frozen: exact,
    now: exact,
    difference: exact,
    /** What moved the whole, the largest first. */
    moves: z.array(move),
    /** The resources that moved anything; a rate is null where no build-up had the resource then, or has it now. */
    resources: z.array(
      z.object({
        resource_id: id,
        kind: resourceKind,
        code: z.string(),
        name: z.string(),
        unit: z.string(),
        rate_frozen: exact.nullable(),
        rate_now: exact.nullable(),
      }),
    ),
    /** How many lines there are on either side, and how many of them moved. */
    line_count: z.int(),
    moved_count: z.int(),
    lines: z.array(
      z.object({
        ...line,
        /** Null where the line was not there then, or is not now. */
        frozen: side.nullable(),
        now: side.nullable(),
        difference: exact,
        moves: z.array(move),
      }),
    ),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'FrozenEstimateComparison' });

/** The types of the above. */
export type FrozenEstimate = z.infer<typeof frozenEstimate>;
export type FrozenEstimates = z.infer<typeof frozenEstimates>;
export type FrozenDetail = z.infer<typeof frozenDetail>;
export type ComparisonQuery = z.infer<typeof comparisonQuery>;
export type FrozenComparison = z.infer<typeof frozenComparison>;
