import { z } from 'zod';
import { id, page, resourceKind } from './common.ts';

/** Address parameters of the catalogue's resources. `search` finds every word, in any order, in code or name. */
export const resourcesQuery = z.object({
  search: z.string().trim().max(200).default(''),
  kind: resourceKind.optional(),
  ...page,
});

/** A page of resources, by code; `total` counts all that match, `used_in` the items built of one directly. */
export const resourcesPage = z
  .object({
    resources: z.array(
      z.object({
        id,
        kind: resourceKind,
        code: z.string(),
        name: z.string(),
        unit: z.string(),
        rate: z.number(),
        currency: z.string(),
        used_in: z.int(),
        updated_at: z.string(),
      }),
    ),
    total: z.int(),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'ResourcesPage' });
