import { type RawBuilder, sql } from 'kysely';

/**
 * Joins to lines `l` of estimates the open ones `e` of active projects `p` that pay in a currency: those a change of price
 * still touches. Who is told of a change, and what is shown of it, take them from here.
 */
export const openEstimates = (currency: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  join public.estimates e on e.id = l.estimate_id and e.status = 'open'
  join public.projects p on p.id = l.project_id and p.status = 'active' and p.currency = ${currency}`;
