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
    /** Whether these are prices for a whole, by its unit or by them: how they differ says nothing of how prices move. */
    is_lump_sum: z.boolean(),
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

/** An exact amount, as text: a JSON number cannot carry its digits. */
const decimal = z.string();

/** A row of an item's build-up: a resource, or a sub-item, whose own rows follow it. */
export const buildUpRow = z.object({
  /** 1 for what the item itself is made of, one more for each sub-item the row is in. */
  level: z.int(),
  kind: z.enum(['material', 'labor', 'equipment', 'item']),
  /** Of a sub-item; null for a resource. */
  library_item_id: id.nullable(),
  /** Of a resource; null for a sub-item. */
  resource_id: id.nullable(),
  code: z.string(),
  name: z.string(),
  unit: z.string(),
  /** Per unit of the item or sub-item the row is in: hours for labor and equipment, else in `unit`. */
  quantity: decimal,
  /** Of materials, labor and equipment; null elsewhere. */
  wastage_percent: decimal.nullable(),
  productivity_factor: decimal.nullable(),
  crew_size: decimal.nullable(),
  utilization_factor: decimal.nullable(),
  /** What one unit of it costs; null for a sub-item of which nothing is taken. */
  rate: decimal.nullable(),
  /** Money per unit of the whole item; a sub-item's is exactly the sum of the rows one level down that follow it. */
  cost: decimal,
});

/** An item's build-up as it is read, the dearest first; the rows of level 1 sum exactly to `direct_cost`. */
export const buildUpTree = z
  .object({ direct_cost: decimal, rows: z.array(buildUpRow) })
  .meta({ id: 'BuildUpTree' });

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
    build_up_tree: buildUpTree.nullable(),
    build_up_currency: z.string().nullable(),
    statistics: itemStatistics,
  })
  .meta({ id: 'LibraryItem' });
