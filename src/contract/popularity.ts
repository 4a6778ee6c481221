import { z } from 'zod';
import { background, id, moment } from './common.ts';

/** Body of `aggregate-library-popularity`. `asOf`: count the usage up to this moment; the default is now. */
export const aggregatePopularityInput = z.strictObject({ asOf: moment.optional(), background });

/** Answer of `aggregate-library-popularity`. */
export const aggregatePopularityAnswer = z
  .object({
    success: z.literal(true),
    /** Items whose popularity was counted. */
    processed: z.int(),
    /** Popularity rows removed because nothing uses their item any more. */
    cleaned: z.int(),
    /** Uses in the co-occurrence window that the pairs were learned from. */
    analyzed_records: z.int(),
    /** Pairs kept, the strongest of each item. */
    pairs: z.int(),
    /** What changed in the pairs since they were last learned; the strongest of the new ones are named. */
    changes: z.object({
      added: z.int(),
      removed: z.int(),
      strongest: z.array(
        z.object({
          item: z.string(),
          paired: z.string(),
          together: z.int(),
          confidence: z.number(),
          lift: z.number(),
        }),
      ),
    }),
    as_of: moment,
    message: z.string(),
    job_id: id,
  })
  .meta({ id: 'PopularityAggregation' });

/** What is known of an item's use: the answer of `get_library_item_statistics`. */
export const itemStatistics = z
  .object({
    library_item_id: id,
    code: z.string(),
    name: z.string(),
    usage_count_30d: z.int(),
    /** 0 to 100, logarithmic: 1,000 uses in 30 days are 100. */
    popularity_score: z.number(),
    trending: z.enum(['up', 'down', 'flat']),
    last_used: z.string().nullable(),
    total_usage_all_time: z.int(),
    projects_used_in: z.int(),
    /** The moment the counts are of; null where the item was never used. */
    as_of: z.string().nullable(),
    commonly_paired_with: z.array(
      z.object({
        library_item_id: id,
        code: z.string(),
        name: z.string(),
        /** Share, 0 to 1, of the estimates with the item that also have this one. */
        confidence: z.number(),
        /** Confidence over the share of all estimates with this one; 1 is no relation. */
        lift: z.number(),
        /** Estimates that have both. */
        together: z.int(),
      }),
    ),
  })
  .meta({ id: 'ItemStatistics' });
