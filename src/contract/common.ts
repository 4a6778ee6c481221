import { z } from 'zod';
import './words.ts';

/** A row's id. */
export const id = z.uuid({ error: 'must be an id (a UUID)' });

/** What a resource is. */
export const resourceKind = z.enum(['material', 'labor', 'equipment']);

/** An ISO 8601 moment with its offset, such as `2025-06-30T00:00:00Z`. */
export const moment = z.iso.datetime({ offset: true });

/** An exact decimal, written as text so that no digit is lost on the way. */
export const decimal = z
  .string()
  .trim()
  .regex(/^-?\d+(\.\d+)?$/, { error: 'must be a decimal such as "12.5"', abort: true })
  .regex(/^-?\d{1,12}(\.\d{1,8})?$/, 'must have at most 12 digits before the point and 8 after it');

/** A page of a list is asked for by the `next_cursor` of the page before it. */
export const page = {
  limit: z.coerce.number().int().min(1).max(200).default(100),
  cursor: z.string().max(500).optional(),
};

/** What every error answer holds; `code` is one of `errorCodes`. */
export const errorBody = z
  .object({
    success: z.literal(false),
    error: z.string(),
    code: z.string(),
    details: z.unknown().optional(),
  })
  .meta({ id: 'Error' });

/** The answer to `{ "background": true }`: where to watch the run. */
export const enqueued = z
  .object({ success: z.literal(true), job_id: id, status_url: z.string() })
  .meta({ id: 'Enqueued' });

/** In a function's body: answer at once, and do the work in the background. */
export const background = z.boolean().default(false);
