import { z } from 'zod';
import { id, page } from './common.ts';
import { costResult } from './complex-costs.ts';
import { itemStatistics } from './popularity.ts';

/** How the library can be sorted. */
export const librarySort = z.enum(['popularity', 'usage', 'code', 'name']);

/** Address parameters of the library's list. `search` finds every word, in any order, in code or name. */
export const libraryQuery = z.object({
  search: z.string().trim().max(200).default(''),
  section: id.optional(),
  division: id.optional(),
  sort: librarySort.default('popularity'),
  ...page,
});

/** One row of the library. */
export const libraryRow = z
  .object({
    id,
    code: z.string(),
    name: z.string(),
    unit: z.string(),
    section_id: id,
    section_code: z.string(),
    section_name: z.string(),
    division_name: z.string(),
    popularity_score: z.number(),
    trending: z.enum(['up', 'down', 'flat']),
    usage_count_30d: z.int(),
    usage_count_total: z.int(),
    projects_used_in: z.int(),
    /** The item's own price in the catalogue; null where it follows from its build-up or from bids. */
    unit_price: z.number().nullable(),
    /** The newest price that the reader may see, and the one before it; null where there is none. */
    price: z.number().nullable(),
    price_at: z.string().nullable(),
    price_project_code: z.string().nullable(),
    previous_price: z.number().nullable(),
    currency: z.string().nullable(),
  })
  .meta({ id: 'LibraryRow' });

/** A page of the library; `total` counts all rows that match. */
export const libraryPage = z
  .object({ items: z.array(libraryRow), total: z.int(), next_cursor: z.string().nullable() })
  .meta({ id: 'LibraryPage' });

/** The library's headings with the number of items under each. */
export const libraryHeadings = z
  .object({
    /** Items in the whole library. */
    items: z.int(),
    /** The moment the popularity is of; null before the first aggregation. */
    as_of: z.string().nullable(),
    divisions: z.array(
      z.object({
        id,
        code: z.string(),
        name: z.string(),
        items: z.int(),
        sections: z.array(z.object({ id, code: z.string(), name: z.string(), items: z.int() })),
      }),
    ),
  })
  .meta({ id: 'LibraryHeadings' });

/** Everything an item's page shows but its prices. `build_up` is at the catalogue's rates; null without factors. */
export const libraryItem = z
  .object({
    id,
    code: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    unit: z.string(),
    unit_price: z.number().nullable(),
    section_name: z.string(),
    division_name: z.string(),
    assembly_name: z.string().nullable(),
    source: z.enum(['user', 'demo', 'bid-tabs']),
    build_up: costResult.nullable(),
    build_up_currency: z.string().nullable(),
    statistics: itemStatistics,
  })
  .meta({ id: 'LibraryItem' });
