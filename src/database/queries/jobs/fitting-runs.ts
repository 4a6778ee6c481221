import { sql } from 'kysely';
import type { z } from 'zod';
import type { JobRun, RunAct, RunsThatFit, runsCount } from '../../../contract/job-manager.ts';
import { jobNames, jobs } from '../../../contract/jobs.ts';
import type { Tx } from '../../database.ts';
import { fits } from './fits.ts';

/** Where a run stands that something may be done to. */
const actedOn: Record<RunAct, readonly JobRun['status'][]> = {
  retry: ['failed', 'cancelled'],
  cancel: ['queued', 'running'],
  discard: ['failed'],
};

/** Jobs that take no second run beside one that waits or runs. */
const exclusive = jobNames.filter((name) => jobs[name].policy === 'exclusive');

/** How many runs the reader may see fit, by where they stand, as of now. */
export async function countRuns(
  tx: Tx,
  filter: Omit<RunsThatFit, 'as_of'>,
): Promise<z.infer<typeof runsCount>> {
  const { rows } = await sql<{ as_of: string; counts: Record<JobRun['status'], number> }>`
    with by_status as (
      select l.status, count(*)::int as runs from public.background_job_logs l
      where ${fits(filter)} group by l.status
    )
    select now() as as_of, jsonb_build_object('queued', 0, 'running', 0, 'completed', 0, 'failed', 0, 'cancelled', 0,
      'discarded', 0) || coalesce((select jsonb_object_agg(status, runs) from by_status), '{}') as counts`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) throw new Error('A count gave no row.');
  return row;
}

/**
 * The oldest `limit` runs that fit, were counted, and something may be done to, as far as the reader may see them; with
 * how many fit beyond those. Of a job that takes no second run beside another at most one is tried again.
 */
export async function fittingRuns(
  tx: Tx,
  act: RunAct,
  filter: RunsThatFit,
  limit: number,
): Promise<{ ids: string[]; left: number }> {
  const counted =
    act === 'cancel'
      ? sql`l.queued_at <= ${filter.as_of}::timestamptz`
      : sql`l.finished_at <= ${filter.as_of}::timestamptz`;
  const { rows } = await sql<{ id: string | null; fit: number }>`
    with fit as (
      select l.id, l.job_name, l.queued_at from public.background_job_logs l
      where ${fits(filter)} and l.status = any (${actedOn[act]}::text[]) and ${counted}
    ), free as (
      select id, queued_at, row_number() over (partition by job_name order by queued_at desc, id) as place,
        ${act} = 'retry' and job_name = any (${exclusive}::text[]) as alone,
        exists (select from public.background_job_logs o
          where o.job_name = fit.job_name and o.status in ('queued', 'running')) as taken
      from fit
    ), picked as (
      select id from free where not alone or (place = 1 and not taken) order by queued_at, id limit ${limit}
    )
    select p.id, (select count(*)::int from fit) as fit from (select) one left join picked p on true`.execute(
    tx,
  );
  const ids = rows.flatMap(({ id }) => id ?? []);
  return { ids, left: (rows[0]?.fit ?? 0) - ids.length };
}
