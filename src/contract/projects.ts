import { z } from 'zod';
import { id, page } from './common.ts';

/** Address parameters of the list of projects. */
export const projectsQuery = z.object({
  search: z.string().trim().max(200).default(''),
  /** Only those the reader is a member of. */
  member: z.stringbool().default(false),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  ...page,
});

const project = {
  id,
  code: z.string(),
  name: z.string(),
  county: z.string().nullable(),
  region: z.string().nullable(),
  currency: z.string(),
  status: z.enum(['active', 'closed']),
  visibility: z.enum(['members', 'everyone']),
  /** ISO date. */
  started_on: z.string(),
  /** Whether the reader is a member, and so may change it. */
  member: z.boolean(),
};

/** A page of projects, newest first. `value` is that of the newest snapshot, null before the first. */
export const projectsPage = z
  .object({
    projects: z.array(z.object({ ...project, items: z.int(), value: z.number().nullable() })),
    total: z.int(),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'ProjectsPage' });

/** What a price follows: one agreed in the estimate, the item's build-up, or its price in the catalogue. */
export const priceSource = z.enum(['agreed', 'build-up', 'catalogue']);

/** One line of an estimate, at the rates of this moment; null where there is no price. */
export const estimateLine = z
  .object({
    id,
    element_id: id.nullable(),
    library_item_id: id,
    code: z.string(),
    name: z.string(),
    unit: z.string(),
    section_name: z.string(),
    quantity: z.number(),
    unit_price: z.number().nullable(),
    price_source: priceSource.nullable(),
    amount: z.number().nullable(),
  })
  .meta({ id: 'EstimateLine' });

/** A project with its estimates and the snapshots taken of it, newest first. */
export const projectDetail = z
  .object({
    ...project,
    estimates: z.array(
      z.object({
        id,
        name: z.string(),
        status: z.enum(['open', 'frozen']),
        total: z.number(),
        elements: z.array(z.object({ id, name: z.string() })),
        lines: z.array(estimateLine),
      }),
    ),
    snapshots: z.array(
      z.object({
        id,
        captured_at: z.string(),
        source: z.enum(['capture', 'bid']),
        items_processed: z.int(),
        total_value: z.number(),
      }),
    ),
  })
  .meta({ id: 'Project' });

/** Body of adding an item to an estimate; its use is recorded with it. */
export const addEstimateLineInput = z.strictObject({
  library_item_id: id,
  quantity: z.number().positive().max(1e12),
  element_id: id.optional(),
});
