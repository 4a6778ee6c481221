import { z } from 'zod';
import { decimal, id, page } from './common.ts';
import { estimateElement } from './estimate-elements.ts';

const currency = z.string().regex(/^[A-Z]{3}$/, 'must be a currency such as "EUR"');

/** Address parameters of the list of projects. */
export const projectsQuery = z.object({
  search: z.string().trim().max(200).default(''),
  /** Only those the reader is a member of. */
  member: z.stringbool().default(false),
  currency: currency.optional(),
  status: z.enum(['active', 'closed']).optional(),
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

const place = z.string().trim().max(100).nullable();

/** What is said of a project, by whoever makes or changes it. */
const said = {
  /** Unique among all projects, also those one may not see. */
  code: z.string().trim().min(1, 'must not be empty').max(50),
  name: z.string().trim().min(1, 'must not be empty').max(200),
  county: place,
  /** What prices for a job are asked for by. */
  region: place,
  /** Of its rates and prices; the catalogue's rates hold where they are in the same. */
  currency,
  visibility: z.enum(['members', 'everyone']),
  /** ISO date. */
  started_on: z.iso
    .date()
    .refine((day) => day >= '1900', { error: 'must be in 1900 or later', abort: true }),
};

/** Body of making a project; who makes it owns it. */
export const addProjectInput = z.strictObject({
  code: said.code,
  name: said.name,
  county: said.county.default(null),
  region: said.region.default(null),
  currency: said.currency.default('USD'),
  visibility: said.visibility.default('members'),
  /** Today where it is left out. */
  started_on: said.started_on.optional(),
});

/** Body of changing a project; what is left out stays. */
export const changeProjectInput = z
  .strictObject({
    /** Of the project as it was seen; refused (409) where somebody changed it since. */
    revision: z.string(),
    ...z.object(said).partial().shape,
    /** Of a closed one no prices are captured by themselves, and nobody is told of changes that touch it. */
    status: z.enum(['active', 'closed']).optional(),
  })
  .refine(({ revision: _, ...change }) => Object.values(change).some((one) => one !== undefined), {
    error: 'Give something to change, such as a name or a status.',
  });

/**
 * A page of projects, newest first. `value` is that of the newest snapshot, at the rates of the moment `value_at`; both are
 * null before the first. What an estimate comes to at today's rates stands with the project.
 */
export const projectsPage = z
  .object({
    projects: z.array(
      z.object({
        ...project,
        items: z.int(),
        value: z.number().nullable(),
        value_at: z.string().nullable(),
      }),
    ),
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
    /** The price agreed in this estimate, exact; null where the price follows build-up or catalogue. */
    agreed_price: z.string().nullable(),
    /** Another once the line is changed, by whoever: what is changed or removed was seen as of it. */
    revision: z.string(),
  })
  .meta({ id: 'EstimateLine' });

/** An estimate without what is in it. */
export const estimateHead = z
  .object({
    id,
    name: z.string(),
    status: z.enum(['open', 'frozen']),
    /** Another once it is renamed, by whoever: what is renamed was seen as of it. */
    revision: z.string(),
  })
  .meta({ id: 'EstimateHead' });

const estimateName = z.string().trim().min(1, 'must not be empty').max(200);

/** Body of beginning an estimate of a project, empty or as a copy of another that one may see, of whichever project. */
export const addEstimateInput = z.strictObject({
  name: estimateName,
  copy_of: z
    .strictObject({
      estimate_id: id,
      /** Whether prices agreed there are agreed here as well, or follow build-up and catalogue. */
      agreed_prices: z.enum(['keep', 'drop']).default('keep'),
    })
    .optional(),
});

/** Body of renaming an estimate, as of the revision it was seen. */
export const renameEstimateInput = z.strictObject({ revision: z.string(), name: estimateName });

/** Address parameters of removing an estimate: refused (409) where it is another than was seen. */
export const removeEstimateQuery = z.object({
  revision: z.string(),
  /** How many lines it was seen with. */
  lines: z.coerce.number().int().min(0),
});

/** An estimate that was removed. */
export const removedEstimate = z
  .object({ id, name: z.string(), lines: z.int() })
  .meta({ id: 'RemovedEstimate' });

/** A project with its estimates and the snapshots taken of it, newest first. */
export const projectDetail = z
  .object({
    ...project,
    /** Whether the reader may change what the project is: its owners and administrators may. */
    may_change: z.boolean(),
    /** Another once that is changed, by whoever: what is changed was seen as of it. */
    revision: z.string(),
    estimates: z.array(
      z.object({
        ...estimateHead.shape,
        /** At the rates of this moment; rounded once, from the exact amounts of its lines. */
        total: z.number(),
        /** In their order, with those that have no lines. */
        elements: z.array(estimateElement),
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

const above0 = decimal.refine((text) => Number(text) > 0, { error: 'must be above 0' });
const agreedPrice = decimal.refine((text) => !text.startsWith('-'), { error: 'must be 0 or more' });

/** Body of adding an item to an estimate; its use is recorded with it. */
export const addEstimateLineInput = z.strictObject({
  /** Of a line that was removed and is put back. */
  id: id.optional(),
  library_item_id: id,
  quantity: z.union([z.number().positive().max(1e12), above0]),
  /** The price agreed; left out or null, it follows the build-up, else the catalogue. */
  unit_price: agreedPrice.nullable().optional(),
  element_id: id.nullable().optional(),
});

/** Body of changing a line; what is left out stays. */
export const changeEstimateLineInput = z
  .strictObject({
    /** Of the line as it was seen; refused (409) where somebody changed it since. */
    revision: z.string(),
    quantity: above0.optional(),
    /** The price agreed; null for one that follows the build-up, else the catalogue. */
    unit_price: agreedPrice.nullable().optional(),
    /** The element it goes to; null for none. */
    element_id: id.nullable().optional(),
  })
  .refine(({ revision: _, ...change }) => Object.values(change).some((one) => one !== undefined), {
    error: 'Give a quantity, a unit_price or an element_id.',
  });

/** Address parameters of removing a line: the revision it was seen as of. */
export const removeEstimateLineQuery = z.object({ revision: z.string() });

/** A line that was removed, exact: sent to the estimate again, it is put back. */
export const removedEstimateLine = z
  .object({
    id,
    library_item_id: id,
    element_id: id.nullable(),
    quantity: z.string(),
    unit_price: z.string().nullable(),
  })
  .meta({ id: 'RemovedEstimateLine' });
