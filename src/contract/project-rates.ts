import { z } from 'zod';
import { decimal, id, moment, page, resourceKind } from './common.ts';

const rate = decimal.refine((text) => !text.startsWith('-'), { error: 'must be 0 or more' });

/**
 * Address parameters of a project's rates. `show`: all resources, those with a rate of the project's own (now or ever),
 * or those its estimates are built of. `at`: the moment asked for, now where left out.
 */
export const ratesQuery = z.object({
  search: z.string().trim().max(200).default(''),
  kind: resourceKind.optional(),
  show: z.enum(['all', 'own', 'used']).default('all'),
  at: moment.optional(),
  ...page,
});

/** One rate of a project, in force from a moment until before another; null: until further notice. */
export const projectRate = z
  .object({
    id,
    rate: z.number(),
    effective_from: z.string(),
    effective_to: z.string().nullable(),
  })
  .meta({ id: 'ProjectRate' });

/**
 * A page of resources by code, each with the project's own rate in force at the moment, else the catalogue's.
 * `other_rates` counts those in force before or after.
 */
export const projectRatesPage = z
  .object({
    rates: z.array(
      z.object({
        resource_id: id,
        kind: resourceKind,
        code: z.string(),
        name: z.string(),
        unit: z.string(),
        catalogue_rate: z.number(),
        catalogue_currency: z.string(),
        own: projectRate.nullable(),
        other_rates: z.int(),
      }),
    ),
    currency: z.string(),
    total: z.int(),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'ProjectRatesPage' });

/** Everything known of one resource's rates in a project: in force when, and who said so when, both newest first. */
export const rateHistory = z
  .object({
    resource_id: id,
    code: z.string(),
    name: z.string(),
    unit: z.string(),
    currency: z.string(),
    rates: z.array(projectRate),
    changes: z.array(
      z.object({
        action: z.enum(['added', 'changed', 'removed']),
        old: projectRate.omit({ id: true }).nullable(),
        new: projectRate.omit({ id: true }).nullable(),
        changed_by: id.nullable(),
        /** Null where the reader works in no project with them. */
        changed_by_name: z.string().nullable(),
        changed_at: z.string(),
      }),
    ),
  })
  .meta({ id: 'ProjectRateHistory' });

const inForce = {
  /** From when on; now where left out. */
  effective_from: moment.optional(),
  /** Until before when; null or left out: until further notice. */
  effective_to: moment.nullable().optional(),
};

/**
 * Body of giving a project a rate of its own. One that overlaps another is refused; with `end_earlier` the one in
 * force at `effective_from` ends there, and the new one goes on until the next begins, or until when that one would
 * have ended.
 */
export const addRateInput = z.strictObject({
  resource_id: id,
  rate,
  ...inForce,
  end_earlier: z.boolean().default(false),
});

/** Body of correcting a rate; what is left out stays. */
export const changeRateInput = z.strictObject({ rate: rate.optional(), ...inForce });

/**
 * Body of taking over the rates another project has in force at `effective_from`, from then on. With `replace` they
 * take the place of the project's own, which end there; otherwise those are kept. A `dry_run` changes nothing.
 */
export const importRatesInput = z.strictObject({
  from_project_id: id,
  effective_from: moment.optional(),
  replace: z.boolean().default(false),
  dry_run: z.boolean().default(false),
});

/** What an import does, or would do, by code: `kept` where the project has a rate of its own and keeps it. */
export const importedRates = z
  .object({
    added: z.int(),
    replaced: z.int(),
    kept: z.int(),
    same: z.int(),
    rates: z.array(
      z.object({
        resource_id: id,
        code: z.string(),
        name: z.string(),
        unit: z.string(),
        theirs: z.number(),
        own: z.number().nullable(),
        catalogue_rate: z.number(),
        outcome: z.enum(['added', 'replaced', 'kept', 'same']),
      }),
    ),
  })
  .meta({ id: 'ImportedRates' });

export type ProjectRate = z.infer<typeof projectRate>;
export type AddRateInput = z.infer<typeof addRateInput>;
export type ChangeRateInput = z.infer<typeof changeRateInput>;
export type ImportRatesInput = z.infer<typeof importRatesInput>;
