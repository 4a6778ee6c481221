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

/** What an estimate still lacks, best first, each with the reasons. */
export const suggestAnswer = z
  .object({
    /** Items of the estimate that the suggestions were read from. */
    items_considered: z.int(),
    as_of: z.string().nullable(),
    suggestions: z.array(
      z.object({
        library_item_id: id,
        code: z.string(),
        name: z.string(),
        unit: z.string(),
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
      }),
    ),
  })
  .meta({ id: 'Suggestions' });
