import type pg from 'pg';
import { userIdOf } from './people.ts';

const id = (number: number) => `20000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** The rows of `makeFixture`, by what they are. */
export const rows = {
  division: id(1),
  section: id(2),
  assembly: id(3),
  item: id(4),
  otherItem: id(5),
  resource: id(6),
  factor: id(7),
  otherResource: id(8),
  /** The members' own project. */
  project: id(10),
  estimate: id(11),
  element: id(12),
  line: id(13),
  rate: id(14),
  snapshot: id(15),
  /** A project of others. */
  foreignProject: id(20),
  foreignEstimate: id(21),
  foreignElement: id(22),
  foreignLine: id(23),
  foreignRate: id(24),
  foreignSnapshot: id(25),
  /** A project of others that everyone may read. */
  publicProject: id(30),
  publicEstimate: id(31),
  publicElement: id(32),
  publicLine: id(33),
  publicRate: id(34),
  publicSnapshot: id(35),
  run: id(40),
  runOfEstimator: id(41),
  /** Of the catalogue, by the administrator; a draft of theirs; of the project's rates, by the estimator. */
  bulkUpdate: id(50),
  bulkDraft: id(51),
  bulkUpdateOfRates: id(52),
  /** Given by the administrator. */
  libraryImport: id(60),
  /** Reports: of the members' project by the owner, of the library by the estimator with that project's prices. */
  reportOfProject: id(60),
  reportOfLibrary: id(61),
  /** Asked for by the estimator, and not made yet. */
  reportAsked: id(62),
  /** Of the members’ project, and of the public record. */
  calculation: id(72),
  publicCalculation: id(73),
  /** Versions of the estimates of the members’ project, and of the public record. */
  frozen: id(80),
  publicFrozen: id(81),
} as const;

const stranger = '10000000-0000-4000-8000-000000000099';

/** Adds rows of values to a table. */
type Insert = (table: string, columns: string, ...values: string[]) => Promise<unknown>;

/** A small library, three projects, and a row in every table there is. */
export async function makeFixture(client: pg.Client): Promise<void> {
  const insert = (table: string, columns: string, ...values: string[]) =>
    client.query(`insert into public.${table} (${columns}) values ${values.join(', ')}`);
  await insert('divisions', 'id, code, name', `('${rows.division}', '03', 'Concrete')`);
  await insert(
    'sections',
    'id, division_id, code, name',
    `('${rows.section}', '${rows.division}', '03-30', 'Cast concrete')`,
  );
  await insert(
    'assemblies',
    'id, section_id, code, name',
    `('${rows.assembly}', '${rows.section}', 'A1', 'Footings')`,
  );
  await insert(
    'library_items',
    'id, section_id, code, name, unit',
    `('${rows.item}', '${rows.section}', 'C25', 'Concrete C25', 'm3')`,
    `('${rows.otherItem}', '${rows.section}', 'R12', 'Rebar 12 mm', 'kg')`,
  );
  await insert(
    'resources',
    'id, kind, code, name, unit, rate',
    `('${rows.resource}', 'material', 'M1', 'Ready-mixed concrete', 'm3', 100)`,
    `('${rows.otherResource}', 'labor', 'L1', 'Concretor', 'h', 40)`,
  );
  await insert(
    'factors',
    'id, library_item_id, kind, resource_id, quantity_per_unit',
    `('${rows.factor}', '${rows.item}', 'material', '${rows.resource}', 1.05)`,
  );
  await makeProject(client, 'project', 'members');
  await makeProject(client, 'foreignProject', 'members');
  await makeProject(client, 'publicProject', 'everyone');
  await insert(
    'project_members',
    'project_id, user_id, role',
    `('${rows.project}', '${userIdOf('owner')}', 'owner')`,
    `('${rows.project}', '${userIdOf('estimator')}', 'estimator')`,
    `('${rows.foreignProject}', '${stranger}', 'owner')`,
    `('${rows.publicProject}', '${stranger}', 'owner')`,
  );
  await client.query('select * from ratebook.refresh_popularity(now())');
  await insert(
    'library_item_prevalence',
    'library_item_id, number, estimates, of_estimates, is_staple, as_of',
    `('${rows.item}', 0, 3, 3, false, now())`,
  );
  await insert(
    'library_item_companions',
    'library_item_id, paired, together, as_of',
    `('${rows.item}', '{1}', '{1}', now())`,
  );
  await insert(
    'library_item_weights',
    'library_item_id, number, estimates, of_estimates, is_routine, said, as_of',
    `('${rows.otherItem}', 0, 3, 3, false, '', now())`,
  );
  await insert(
    'background_job_logs',
    'id, job_name, trigger, requested_by, status, started_at, finished_at',
    `('${rows.run}', 'clean-job-logs', 'schedule', null, 'completed', now(), now())`,
    `('${rows.runOfEstimator}', 'capture-price-snapshot', 'person', '${userIdOf('estimator')}', 'completed', now(), now())`,
  );
  for (const run of [rows.run, rows.runOfEstimator]) {
    await insert('job_attempts', 'run_id, attempt', `('${run}', 1)`);
    await insert(
      'job_log_lines',
      'run_id, attempt, level, message',
      `('${run}', 1, 'info', 'a line')`,
    );
  }
  await insert(
    'bulk_updates',
    'id, target, project_id, selection, method, value, requested_by, run_id',
    `('${rows.bulkUpdate}', 'items', null, '{}', 'percent', 10, '${userIdOf('admin')}', '${rows.run}')`,
    `('${rows.bulkDraft}', 'items', null, '{}', 'percent', 10, '${userIdOf('admin')}', null)`,
    `('${rows.bulkUpdateOfRates}', 'project-rates', '${rows.project}', '{}', 'percent', 10, '${userIdOf('estimator')}', '${rows.runOfEstimator}')`,
  );
  await insert(
    'bulk_update_rows',
    'bulk_update_id, position, row_id',
    `('${rows.bulkDraft}', 1, '${rows.item}')`,
  );
  for (const update of [rows.bulkUpdate, rows.bulkUpdateOfRates]) {
    await insert(
      'bulk_changes',
      'bulk_update_id, position, row_id',
      `('${update}', 1, '${update}')`,
    );
    await insert(
      'bulk_skips',
      'bulk_update_id, position, row_id, reason',
      `('${update}', 2, '${update}', 'changed')`,
    );
  }
  await insert(
    'saved_filters',
    'user_id, target, name, filter',
    `('${userIdOf('estimator')}', 'items', 'Concrete', '{}')`,
  );
  await insert(
    'library_imports',
    'id, file_name, format, content, look, mapping, created_by',
    `('${rows.libraryImport}', 'items.csv', 'csv', 'Code,Name', '{"sheets": [], "about": null}',
      '{"sheets": [], "decimal_mark": ".", "currency": "USD"}', '${userIdOf('admin')}')`,
  );
  await makeReports(client);
  await makePriceChanges(client);
  await makeCalculations(insert);
  await makeFrozenEstimates(insert);
  await makeJobManager(insert);
}

/** What the job manager keeps besides runs. */
async function makeJobManager(insert: Insert): Promise<void> {
  await insert('job_queues', 'name', `('clean-job-logs')`);
  await insert(
    'job_queue_samples',
    'at, name, ready, active',
    `('2026-06-01', 'clean-job-logs', 0, 0)`,
  );
  await insert('people', 'user_id, name', `('${userIdOf('estimator')}', 'Erin')`);
  await insert('job_audit', 'user_id, action, target', `('${userIdOf('admin')}', 'run', 'x')`);
  await insert('job_alerts', 'rule, subject, message', `('age', 'x', 'late')`);
  await insert(
    'notices',
    'user_id, outcome, title, body, link',
    `('${userIdOf('estimator')}', 'completed', 'x', 'x', '/')`,
  );
}

/** Two reports that are made, and one that is asked for. */
async function makeReports(client: pg.Client): Promise<void> {
  await client.query(
    `insert into public.price_reports (id, owner_id, project_id, request, title, sources, file_name, size, made_at) values
     ('${rows.reportOfProject}', '${userIdOf('owner')}', '${rows.project}', '{"format": "csv"}', 'Prices', array['${rows.project}'::uuid], 'a.csv', 1, now()),
     ('${rows.reportOfLibrary}', '${userIdOf('estimator')}', null, '{"format": "csv"}', 'Prices', array['${rows.project}'::uuid], 'b.csv', 1, now()),
     ('${rows.reportAsked}', '${userIdOf('estimator')}', null, '{"format": "csv"}', 'Prices', '{}', null, null, null)`,
  );
  await client.query(
    `insert into public.price_report_files (report_id, bytes) values ('${rows.reportOfProject}', 'a'), ('${rows.reportOfLibrary}', 'b')`,
  );
}

/** A change among public records, and one in each project. */
async function makePriceChanges(client: pg.Client): Promise<void> {
  const of = [null, rows.project, rows.foreignProject, rows.publicProject];
  await client.query(
    `insert into public.price_changes (library_item_id, project_id, currency, unit, kind, size, low, high, strength, price,
       since, found_at, prices_before, prices_after, evidence)
     select '${rows.item}', project, 'USD', 'm3', 'shift', 0.1, 0.05, 0.15, 4, 126, '2026-05-01', '2026-06-01', 9, 3, '{}'
     from unnest($1::uuid[]) as project`,
    [of],
  );
  await client.query(
    'insert into public.price_change_thresholds (least_size, least_strength) values (0.05, 2.4)',
  );
}

async function makeCalculations(insert: Insert): Promise<void> {
  for (const [calculation, project] of [
    [rows.calculation, rows.project],
    [rows.publicCalculation, rows.publicProject],
  ]) {
    await insert(
      'cost_calculations',
      'id, project_id, name, currency, item_count',
      `('${calculation}', '${project}', 'Estimate', 'USD', 1)`,
    );
    await insert(
      'cost_calculation_items',
      'calculation_id, position, project_id, library_item_id, quantity, material, labor, equipment',
      `('${calculation}', 1, '${project}', '${rows.item}', 10, 126, 0, 0)`,
    );
    await insert('cost_presets', 'project_id, name, options', `('${project}', 'Usual', '{}')`);
  }
}

async function makeFrozenEstimates(insert: Insert): Promise<void> {
  for (const [frozen, project, estimate, line] of [
    [rows.frozen, rows.project, rows.estimate, rows.line],
    [rows.publicFrozen, rows.publicProject, rows.publicEstimate, rows.publicLine],
  ]) {
    await insert(
      'frozen_estimates',
      'id, project_id, estimate_id, name, currency, frozen_at, line_count, unpriced_count, total',
      `('${frozen}', '${project}', '${estimate}', 'First bid', 'USD', '2026-02-01', 1, 0, 1260)`,
    );
    await insert(
      'frozen_estimate_lines',
      'frozen_id, line_id, project_id, section_code, section_name, library_item_id, code, name, unit, quantity, unit_price',
      `('${frozen}', '${line}', '${project}', '03-30', 'Cast concrete', '${rows.item}', 'C25', 'Concrete C25', 'm3', 10, 126)`,
    );
    await insert(
      'frozen_estimate_rates',
      'frozen_id, resource_id, project_id, kind, code, name, unit, rate, rate_source',
      `('${frozen}', '${rows.resource}', '${project}', 'material', 'M1', 'Ready-mixed concrete', 'm3', 120, 'project')`,
    );
    await insert(
      'frozen_estimate_removals',
      'project_id, estimate_id, name, currency, total, frozen_at',
      `('${project}', '${estimate}', 'A mistake', 'USD', 1, '2026-01-15')`,
    );
  }
}

async function makeProject(
  client: pg.Client,
  name: 'project' | 'foreignProject' | 'publicProject',
  visibility: string,
): Promise<void> {
  const prefix = name.replace('project', '').replace('Project', '');
  const row = (noun: string) => {
    const key = prefix === '' ? noun : `${prefix}${noun[0]?.toUpperCase()}${noun.slice(1)}`;
    return rows[key as keyof typeof rows];
  };
  await client.query(
    `insert into public.projects (id, code, name, visibility) values ($1, $2, $2, $3)`,
    [rows[name], name, visibility],
  );
  const project = rows[name];
  await client.query(
    `insert into public.estimates (id, project_id, name) values ('${row('estimate')}', '${project}', 'Estimate');
     insert into public.estimate_elements (id, estimate_id, project_id, name)
       values ('${row('element')}', '${row('estimate')}', '${project}', 'Foundations');
     insert into public.estimate_items (id, estimate_id, project_id, element_id, library_item_id, quantity)
       values ('${row('line')}', '${row('estimate')}', '${project}', '${row('element')}', '${rows.item}', 10);
     insert into public.project_rates (id, project_id, resource_id, rate, effective_from)
       values ('${row('rate')}', '${project}', '${rows.resource}', 120, '2026-01-01');
     insert into public.estimate_library_usage (library_item_id, project_id, estimate_id)
       values ('${rows.item}', '${project}', '${row('estimate')}');
     insert into public.suggestion_feedback (estimate_id, project_id, library_item_id, rank)
       values ('${row('estimate')}', '${project}', '${rows.otherItem}', 1);
     insert into public.price_snapshots (id, project_id, captured_at, source, currency)
       values ('${row('snapshot')}', '${project}', '2026-06-01', 'capture', 'USD');
     insert into public.price_snapshot_items (snapshot_id, project_id, captured_at, library_item_id, unit, unit_price, price_source)
       values ('${row('snapshot')}', '${project}', '2026-06-01', '${rows.item}', 'm3', 126, 'build-up');
     insert into public.price_snapshot_rates (snapshot_id, project_id, captured_at, resource_id, rate, rate_source)
       values ('${row('snapshot')}', '${project}', '2026-06-01', '${rows.resource}', 120, 'project')`,
  );
}
