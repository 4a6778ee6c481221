import { z } from 'zod';
import { id } from './common.ts';

/** Body of `POST /api/suggestions`: an estimate, or the items of one that is not stored here. */
export const suggestInput = z
  .strictObject({
    estimate_id: id.optional(),
    library_item_ids: z.array(id).max(2_000).optional(),
    limit: z.int().min(1).max(100).default(20),
  })
  .refine((body) => (body.estimate_id === undefined) !== (body.library_item_ids === undefined), {
    message: 'Give either estimate_id or library_item_ids.',
  });

const namedItem = { library_item_id: id, code: z.string(), name: z.string(), unit: z.string() };

/** First quartile, median, third quartile. */
const quartiles = z.object({ low: z.number(), median: z.number(), high: z.number() });

/** How much of a suggested item is usual, from the newest estimates that have it. */
const usualQuantity = z.object({
  /** Estimates it was read from. */
  estimates: z.int(),
  /** In the item's unit: for this estimate where it follows from `per`, else of any. Null where the quantity of that is not known. */
  quantity: quartiles.nullable(),
  /** The estimate's item it follows, with the quantity for each unit of that; null where it follows none. */
  per: z.object({ ...namedItem, ratio: quartiles }).nullable(),
});

/** What an estimate still lacks, best first, each with the reasons. */
export const suggestAnswer = z
  .object({
    /** Items of the estimate that the suggestions were read from. */
    items_considered: z.int(),
    as_of: z.string().nullable(),
    suggestions: z.array(
      z.object({
        ...namedItem,
        score: z.number(),
        because: z.array(
          z.object({
            library_item_id: id,
            code: z.string(),
            name: z.string(),
            /** Estimates that have both, of those that have the estimate's item. */
            together: z.int(),
            of: z.int(),
            confidence: z.number(),
            lift: z.number(),
          }),
        ),
        usual: usualQuantity.nullable(),
        /** How often it was taken in and dismissed where it was suggested, over a year. */
        verdicts: z.object({ accepted: z.int(), dismissed: z.int() }),
      }),
    ),
    /** What nearly every estimate has and this one lacks; the commonest first. */
    checklist: z.array(z.object({ ...namedItem, estimates: z.int(), of: z.int() })),
    /** What was dismissed in this estimate and would be suggested or on the checklist otherwise. */
    dismissed: z.array(z.object(namedItem)),
  })
  .meta({ id: 'Suggestions' });

/** Body of saying what became of suggestions; `shown` in the order they were shown in. */
export const suggestionFeedbackInput = z.strictObject({
  outcome: z.enum(['shown', 'dismissed', 'restored']),
  library_item_ids: z.array(id).min(1).max(200),
});

/** How many suggestions it is news of. */
export const suggestionFeedbackAnswer = z.object({ success: z.literal(true), changed: z.int() });

/** Address parameters of the figures. */
export const suggestionFiguresQuery = z.object({
  days: z.coerce.number().int().min(1).max(730).default(90),
});

const outcomes = { shown: z.int(), accepted: z.int(), dismissed: z.int() };
const itemOutcomes = z.object({
  library_item_id: id,
  code: z.string(),
  name: z.string(),
  ...outcomes,
});

/** How useful suggestions were. Each item counts once an estimate, in the week it was first shown there. */
export const suggestionFigures = z
  .object({
    days: z.int(),
    ...outcomes,
    estimates: z.int(),
    /** accepted / (accepted + dismissed), what people found useful of what they decided on; null before they did. */
    useful_share: z.number().nullable(),
    /** The share that is aimed at. */
    target: z.number(),
    /** By the Monday their week begins with, in UTC, the oldest first. */
    weeks: z.array(z.object({ week: z.iso.date(), ...outcomes })),
    most_accepted: z.array(itemOutcomes),
    most_dismissed: z.array(itemOutcomes),
  })
  .meta({ id: 'SuggestionFigures' });
