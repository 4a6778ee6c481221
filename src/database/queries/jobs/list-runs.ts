import { sql } from 'kysely';
import type { z } from 'zod';
import { PublicError } from '../../../contract/errors.ts';
import type { JobRun, runsPage, runsQuery } from '../../../contract/job-manager.ts';
import { jobs } from '../../../contract/jobs.ts';
import type { Tx } from '../../database.ts';
import { fromCursor, toCursor } from '../../keyset.ts';
import { nameOf } from '../people/names.ts';
import { fits } from './fits.ts';

const runColumns = sql`l.id, l.job_name, l.status, l.trigger, l.requested_by,
  ${nameOf(sql`l.requested_by`)} as requested_by_name, l.input, l.output, l.error_message,
  l.attempt, l.priority, l.discard_reason, l.phase, l.done::int as done, l.total::int as total, l.queued_at, l.starts_at, l.started_at, l.finished_at,
  (extract(epoch from l.finished_at - l.started_at) * 1000)::float8 as duration_ms`;

/** A page of the history the reader may see, newest first. */
export async function listRuns(
  tx: Tx,
  query: z.infer<typeof runsQuery>,
): Promise<z.infer<typeof runsPage>> {
  const after = fromCursor(query.cursor, 2);
  const limit = query.limit + 1;
  const earlier = after
    ? sql`(l.queued_at, l.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
    : sql`true`;
  // The cursor keeps the microseconds that an ISO text in milliseconds would lose.
  const { rows } = await sql<JobRun & { sort_value: string }>`
    select ${runColumns}, l.queued_at::text as sort_value from public.background_job_logs l
    where ${fits(query, { after, limit })} and ${earlier}
    order by l.queued_at desc, l.id desc limit ${limit}`.execute(tx);
  const runs = rows.slice(0, query.limit);
  const last = runs.at(-1);
  return {
    runs: runs.map(({ sort_value: _, ...run }) => titled(run)),
    next_cursor: rows.length > query.limit && last ? toCursor([last.sort_value, last.id]) : null,
  };
}

/** @throws {PublicError} `not_found`, also for a run the reader may not see. */
export async function getRun(tx: Tx, id: string): Promise<JobRun> {
  const { rows } = await sql<JobRun>`
    select ${runColumns} from public.background_job_logs l where l.id = ${id}`.execute(tx);
  const [run] = rows;
  if (!run) throw new PublicError('not_found', `There is no run ${id} that you may see.`);
  return titled(run);
}

/** Those of some runs that the reader may see, by id. */
export async function runsById(tx: Tx, ids: readonly string[]): Promise<Map<string, JobRun>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<JobRun>`
    select ${runColumns} from public.background_job_logs l where l.id = any (${ids}::uuid[])`.execute(
    tx,
  );
  return new Map(rows.map((run) => [run.id, titled(run)]));
}

function titled(run: JobRun): JobRun {
  return { ...run, title: jobTitle(run.job_name) };
}

/** How a job is called where people read it; a job that no longer exists keeps its name. */
export function jobTitle(name: string): string {
  return name in jobs ? jobs[name as keyof typeof jobs].title : name;
}
