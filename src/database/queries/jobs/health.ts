import { sql } from 'kysely';
import type { JobHealth, RunHistory } from '../../../contract/job-manager.ts';
import type { Tx } from '../../database.ts';
import { jobTitle } from './list-runs.ts';

/** How the jobs are at a moment, but for workers and alerts; by the database's clock where none is given. */
export async function getHealth(
  tx: Tx,
  at: Date | null = null,
): Promise<Pick<JobHealth, 'windows' | 'queues'>> {
  const { rows } = await sql<{ health: Pick<JobHealth, 'windows' | 'queues'> }>`
    select ratebook.job_health(coalesce(${at}::timestamptz, now())) as health`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('job_health returned no row.');
  const { windows, queues } = row.health;
  return { windows, queues: queues.map((queue) => ({ ...queue, title: jobTitle(queue.name) })) };
}

/** Attempts that lost their worker in the hour before `at`. */
export async function countLost(tx: Tx, at: Date): Promise<number> {
  const { rows } = await sql<{ lost: number }>`
    select count(*)::int as lost from public.job_attempts
    where outcome = 'lost' and finished_at > ${at}::timestamptz - interval '1 hour'`.execute(tx);
  return rows[0]?.lost ?? 0;
}

/** What runs at this moment and on which worker. */
export async function listRunning(
  tx: Tx,
): Promise<{ worker: string | null; run_id: string; job_name: string; since: string }[]> {
  const { rows } = await sql<{
    worker: string | null;
    run_id: string;
    job_name: string;
    since: string;
  }>`
    select a.worker, a.run_id, l.job_name, a.started_at as since
    from public.job_attempts a join public.background_job_logs l on l.id = a.run_id
    where l.status = 'running' and a.outcome = 'running' and not l.foreground
    order by a.started_at limit 500`.execute(tx);
  return rows;
}

/** A run's attempts and the newest 1,000 lines of its log, oldest first, as far as the reader may see the run. */
export async function getRunHistory(tx: Tx, runId: string): Promise<RunHistory> {
  const attempts = await sql<RunHistory['attempts'][number]>`
    select attempt, worker, started_at, finished_at, outcome, error_message, error_stack
    from public.job_attempts where run_id = ${runId} order by attempt`.execute(tx);
  const lines = await sql<RunHistory['lines'][number]>`
    select attempt, at, level, message from (
      select id, attempt, at, level, message from public.job_log_lines
      where run_id = ${runId} order by id desc limit 1000) newest order by id`.execute(tx);
  const run = await sql<{ checkpoint: unknown }>`
    select checkpoint from public.background_job_logs where id = ${runId}`.execute(tx);
  return {
    attempts: attempts.rows,
    lines: lines.rows,
    checkpoint: run.rows[0]?.checkpoint ?? null,
  };
}
