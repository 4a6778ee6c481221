import { type RawBuilder, sql } from 'kysely';
import type { RunsThatFit } from '../../../contract/job-manager.ts';

/** Which of the runs that fit are wanted: the newest, before a place (when it was queued, and its id) where one is given. */
interface Newest {
  after: readonly (string | null)[] | null;
  limit: number;
}

/** The words of a search, which must all be found. */
export const wordsOf = (search: string) => search.split(/\s+/).filter(Boolean).slice(0, 10);

/** Whether the run `l` fits what is given of a filter; those found by words are `newest` alone, where it is given. */
export function fits(
  { job_name, status, q }: Omit<RunsThatFit, 'as_of'>,
  newest?: Newest,
): RawBuilder<unknown> {
  const conditions = [sql`true`];
  if (job_name) conditions.push(sql`l.job_name = ${job_name}`);
  if (status) conditions.push(sql`l.status = ${status}`);
  if (q) {
    const [queuedAt = null, id = null] = newest?.after ?? [];
    conditions.push(sql`l.id = any (array(select ratebook.find_runs(${wordsOf(q)}::text[], ${job_name ?? null}::text,
      ${status ?? null}::text, ${queuedAt}::timestamptz, ${id}::uuid, ${newest?.limit ?? null}::integer)))`);
  }
  return sql.join(conditions, sql` and `);
}
