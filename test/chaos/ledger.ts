import type pg from 'pg';
import { jobNames } from '../../src/contract/jobs.ts';
import { seedDemo } from '../../src/demo/seed.ts';
import { type Ground, prepareGround } from '../support/every-job.ts';

/** Runs that ended long ago: both kinds of clean-up remove them, once. */
const oldRuns = 1_500;

/** What there was before the jobs. */
export interface Opening {
  ground: Ground;
  snapshots: number;
  /** The id of every run that is to be removed is in the log until then; they don't count as jobs. */
  oldRuns: number;
}

/** What is known of a run only by counting. */
interface Counts {
  attempts: number;
  /** Attempts whose worker was lost. */
  lost: number;
  /** Attempts after one that failed, and after one that was lost. */
  retries: number;
  takeovers: number;
  byJob: Record<string, number>;
  /** Each thing that is not as it must be. */
  wrong: string[];
}

/** Fills a migrated database with something for every kind of job to do, and keeps the prices as they were. */
export async function openLedger(client: pg.Client): Promise<Opening> {
  await seedDemo(client, { now: new Date() });
  await client.query(
    `insert into public.background_job_logs (job_name, status, trigger, queued_at, finished_at)
     select 'clean-job-logs', 'completed', 'service', now() - interval '90 days', now() - interval '90 days'
     from generate_series(1, $1)`,
    [oldRuns],
  );
  const ground = await prepareGround(client, { priced: 400, batchSize: 50 });
  await client.query(
    'create table public.prices_before as select id, unit_price from public.library_items',
  );
  const [snapshots] = (await client.query('select count(*)::int as n from public.price_snapshots'))
    .rows;
  return {
    ground,
    snapshots: snapshots.n,
    oldRuns,
  };
}

/** Compares what there is with what jobs must have left that each were done once; `asked` says how many of each kind. */
export async function readLedger(
  client: pg.Client,
  opening: Opening,
  asked: ReadonlyMap<string, number>,
): Promise<Counts> {
  const one = async (sql: string) => (await client.query(sql)).rows[0];
  const wrong: string[] = [];
  const must = (what: string, is: unknown, expected: unknown) => {
    if (String(is) !== String(expected)) wrong.push(`${what}: ${is}, not ${expected}`);
  };
  // Months that changed after the last run are the next one's.
  await client.query('select ratebook.refresh_price_months(1000)');

  const runs = await client.query(
    `select job_name, count(*)::int as runs, count(*) filter (where status = 'completed')::int as completed
     from public.background_job_logs group by job_name`,
  );
  const byJob: Record<string, number> = Object.fromEntries(
    runs.rows.map((row) => [row.job_name, row.runs]),
  );
  for (const name of jobNames) must(`runs of ${name}`, byJob[name] ?? 0, asked.get(name) ?? 0);
  for (const { job_name, runs: all, completed } of runs.rows) {
    must(`completed runs of ${job_name}`, completed, all);
  }

  const captures = await one(`
    select (select count(*) from public.price_snapshots)::int as snapshots,
      (select count(*) from public.price_snapshots s where not exists (
        select from public.price_snapshot_items i where i.snapshot_id = s.id))::int as halves,
      (select count(distinct l.output ->> 'snapshot_id') from public.background_job_logs l
        join public.price_snapshots s on s.id = (l.output ->> 'snapshot_id')::uuid)::int as told,
      (select coalesce(sum((output ->> 'projects')::int), 0) from public.background_job_logs
        where job_name = 'capture-price-snapshots')::int as together`);
  const made = byJob['capture-price-snapshot'] ?? 0;
  // A run of all projects makes one of each, itself.
  must('snapshots made', captures.snapshots - opening.snapshots, made + captures.together);
  must('snapshots that a run tells of', captures.told, made);
  must('snapshots without prices', captures.halves, 0);

  const prices = await one(`
    select (select count(*) from public.library_items i join public.prices_before b using (id) where i.unit_price
        is distinct from b.unit_price + coalesce((select sum(c.new_value - c.old_value) from public.bulk_changes c where c.row_id = i.id), 0))::int as astray,
      (select count(*) from public.bulk_updates u where u.changed <> (
        select count(*) from public.bulk_changes c where c.bulk_update_id = u.id))::int as miscounted,
      (select count(*) from public.bulk_updates u where u.changed + u.left_alone <> ${opening.ground.priced.length})::int as unfinished,
      (select count(*) from (select bulk_update_id, row_id from public.bulk_changes group by 1, 2 having count(*) > 1) twice)::int as twice`);
  must('prices that are not what their changes make of them', prices.astray, 0);
  must('bulk updates with another count than changes', prices.miscounted, 0);
  must('bulk updates that left rows out', prices.unfinished, 0);
  must('prices changed twice by a bulk update', prices.twice, 0);

  const costs = await one(`
    select (select count(*) from public.cost_calculations)::int as kept,
      (select count(*) from public.cost_calculations where finished_at is null)::int as unfinished,
      (select count(*) from public.cost_calculation_items c join public.factors f using (library_item_id)
        where c.material = 2 * f.quantity_per_unit and c.error is null)::int as right,
      (select count(*) from public.cost_calculation_items)::int as items`);
  const calculations = byJob['calculate-costs'] ?? 0;
  must('kept calculations', costs.kept, calculations);
  must('kept calculations without an end', costs.unfinished, 0);
  must('items in kept calculations', costs.items, calculations * opening.ground.calculated.length);
  must('items calculated right', costs.right, costs.items);

  const files = await one(`
    select (select count(*) from public.library_imports where result is not null)::int as imported,
      (select coalesce(sum((result #>> '{items,inserted}')::int), 0) from public.library_imports)::int as told,
      (select count(*) from public.library_items where code like 'imported %')::int as items,
      (select count(*) from public.sections where code like 'imported %')::int as sections,
      (select count(*) from public.price_reports where made_at is not null)::int as reports,
      (select count(*) from public.price_reports r join public.price_report_files f on f.report_id = r.id
        where r.size = length(f.bytes) and r.size > 0)::int as whole,
      (select count(*) from public.price_report_files)::int as kept`);
  const imports = byJob['import-library'] ?? 0;
  must('files imported', files.imported, imports);
  must('items that imports tell of', files.told, imports * opening.ground.imported);
  must('items imported', files.items, imports * opening.ground.imported);
  must('sections imported', files.sections, imports);
  const reports = byJob['make-price-report'] ?? 0;
  must('reports made', files.reports, reports);
  must('files of reports', files.kept, reports);
  must('reports whose file is whole', files.whole, reports);

  const told = await one(`
    select count(*) filter (where notices <> 1)::int as wrong from (
      select (select count(*) from public.notices n where n.run_id = l.id and n.outcome = 'completed') as notices
      from public.background_job_logs l where l.trigger = 'person') asked`);
  must('runs whose asker was not told once of their good end', told.wrong, 0);

  const rest = await one(`
    select (select coalesce(sum(coalesce((output #>> '{removed,runs}')::int, 0)), 0) from public.background_job_logs
        where job_name = 'apply-retention')::int
      + (select coalesce(sum((output ->> 'removed')::int), 0) from public.background_job_logs where job_name = 'clean-job-logs')::int as removed,
      (select (output ->> 'pairs')::int from public.background_job_logs where job_name = 'aggregate-library-popularity'
        order by finished_at desc limit 1) as learned,
      (select count(*) from public.library_item_pairs)::int as pairs,
      (select coalesce(sum((output ->> 'pairs')::int), 0) from public.background_job_logs
        where job_name = 'count-pair-block')::int as counted,
      (select count(*) from ratebook.pair_blocks where octet_length(pairs) = 6 * 12)::int as blocks,
      (select sum(observations) from ratebook.price_months where audience = 'administrators')::int as summed,
      (select count(*) from public.price_snapshot_items)::int as observed,
      (select count(*) from pgboss.job where name not like '\\_\\_%' and state <> 'completed')::int as left_over`);
  if ((byJob['clean-job-logs'] ?? 0) + (byJob['apply-retention'] ?? 0) > 0) {
    must('old runs removed', rest.removed, opening.oldRuns);
  }
  if (byJob['aggregate-library-popularity']) {
    must('pairs learned by the last run', rest.pairs, rest.learned);
  }
  const blocks = byJob['count-pair-block'] ?? 0;
  must('pairs counted in blocks', rest.counted, blocks * 6);
  must('blocks that are counted', rest.blocks, blocks);
  must('prices summed up by month', rest.summed, rest.observed);
  must('jobs left over in the queue', rest.left_over, 0);

  const attempts = await one(`
    select count(*)::int as attempts, count(*) filter (where outcome = 'lost')::int as lost,
      count(*) filter (where before = 'failed')::int as retries, count(*) filter (where before = 'lost')::int as takeovers
    from (select outcome, lag(outcome) over (partition by run_id order by attempt) as before from public.job_attempts) a`);
  return { ...attempts, byJob, wrong };
}
