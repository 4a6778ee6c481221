import { z } from 'zod';
import { id } from './common.ts';

/** What a person is told: that a job they asked for has ended or failed for good, or news in words of its own. */
export const notice = z
  .object({
    id,
    run_id: id.nullable(),
    outcome: z.enum(['completed', 'failed', 'news']),
    title: z.string(),
    body: z.string(),
    /** A page of the web app. */
    link: z.string(),
    created_at: z.string(),
    read_at: z.string().nullable(),
  })
  .meta({ id: 'Notice' });

/** The newest 50, with how many are unread in all. */
export const noticesAnswer = z.object({ notices: z.array(notice), unread: z.int() });

/** Body of marking notices as read; without `ids`, all of them. */
export const readNoticesInput = z.strictObject({ ids: z.array(id).min(1).max(200).optional() });
