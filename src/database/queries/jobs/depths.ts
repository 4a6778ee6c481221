import { sql } from 'kysely';
import type { z } from 'zod';
import type { QueueDepths, queueDepthsQuery } from '../../../contract/job-manager.ts';
import type { Tx } from '../../database.ts';

/** How far back is looked, and how long a step is: sixty to a hundred steps, whatever the length. */
const steps = {
  '1h': ['1 hour', '1 minute'],
  '24h': ['24 hours', '15 minutes'],
  '7d': ['7 days', '2 hours'],
} as const;

/**
 * How deep the queues were, and how long the oldest job had waited, step by step up to `now`: the most of what was counted
 * in the minutes of a step, all queues together, or one of them. A step in which nothing counted is null. With it, how many
 * runs ended in the step.
 */
export async function listDepths(
  tx: Tx,
  { over, queue }: z.infer<typeof queueDepthsQuery>,
  now: Date,
): Promise<QueueDepths> {
  const [length, step] = steps[over];
  const { rows } = await sql<QueueDepths['steps'][number]>`
    with bounds as (
      select date_bin(${step}::interval, ${now}::timestamptz, 'epoch') as newest,
        date_bin(${step}::interval, ${now}::timestamptz, 'epoch') - ${length}::interval + ${step}::interval as first
    ), minutes as (
      select s.at, sum(s.ready) as ready, sum(s.active) as active, max(s.oldest_seconds) as oldest_seconds
      from public.job_queue_samples s, bounds
      where s.at >= first and s.at < newest + ${step}::interval
        ${queue === undefined ? sql`` : sql`and s.name = ${queue}`}
      group by s.at
    ), binned as (
      select date_bin(${step}::interval, at, 'epoch') as at, max(ready)::int as ready, max(active)::int as active,
        max(oldest_seconds) as oldest_seconds
      from minutes group by 1
    )
    select axis.at, b.ready, b.active, b.oldest_seconds, coalesce(e.completed, 0) as completed, coalesce(e.failed, 0) as failed
    from bounds cross join generate_series(first, newest, ${step}::interval) axis (at)
    left join binned b on b.at = axis.at
    left join (
      select ended.* from bounds,
        ratebook.ended_runs(first, newest + ${step}::interval, ${step}::interval, ${queue ?? null}) ended
    ) e on e.at = axis.at
    order by axis.at`.execute(tx);
  return { over, steps: rows };
}
