import { rows } from '../support/fixture.ts';
import type { Person } from '../support/people.ts';
import { userIdOf } from '../support/people.ts';

export const verbs = ['select', 'insert', 'update', 'delete'] as const;
export type Verb = (typeof verbs)[number];

/**
 * Who may do what with a kind of row. The rest may not: reading, changing and removing then touch no row, adding is
 * refused (42501), and so is everything where the role has no grant at all.
 */
export type Rules = Readonly<Record<Verb, readonly Person[]>>;

/** One kind of row of a table. */
export interface Case {
  table: string;
  /** Which rows: `its own` library, a project of the members', of others, or of others and public. */
  rows: string;
  /** An SQL condition that finds the one row. */
  where: string;
  /** A change of it that alters nothing that matters. */
  set: string;
  /** A further row of that kind. */
  insert: string;
  rules: Rules;
  /** Verbs for which `authenticated` has no grant: refused with 42501 rather than touching nothing. */
  ungranted: readonly Verb[];
}

const everyone: readonly Person[] = ['stranger', 'estimator', 'owner', 'admin', 'service'];
const administrators: readonly Person[] = ['admin', 'service'];
const members: readonly Person[] = ['estimator', 'owner', 'admin', 'service'];
const owners: readonly Person[] = ['owner', 'admin', 'service'];
const service: readonly Person[] = ['service'];

const catalogue: Rules = {
  select: everyone,
  insert: administrators,
  update: administrators,
  delete: administrators,
};

const kinds = [
  { of: 'the members’ project', prefix: '', project: rows.project, read: members, write: members },
  {
    of: 'a project of others',
    prefix: 'foreign',
    project: rows.foreignProject,
    read: administrators,
    write: administrators,
  },
  {
    of: 'a public record',
    prefix: 'public',
    project: rows.publicProject,
    read: everyone,
    write: administrators,
  },
] as const;

type Kind = (typeof kinds)[number];

const rowOf = (kind: Kind, noun: string): string => {
  const key = kind.prefix === '' ? noun : `${kind.prefix}${noun[0]?.toUpperCase()}${noun.slice(1)}`;
  return rows[key as keyof typeof rows];
};

/** Written by functions and the service alone. */
const readOnly = ['insert', 'update', 'delete'] as const;

const library: Case[] = [
  ['divisions', rows.division, `name = name`, `(code, name) values ('99', 'New')`],
  [
    'sections',
    rows.section,
    `name = name`,
    `(division_id, code, name) values ('${rows.division}', '99', 'New')`,
  ],
  [
    'assemblies',
    rows.assembly,
    `name = name`,
    `(section_id, code, name) values ('${rows.section}', 'A9', 'New')`,
  ],
  [
    'library_items',
    rows.item,
    `name = name`,
    `(section_id, code, name, unit) values ('${rows.section}', 'X', 'New', 'm')`,
  ],
  [
    'resources',
    rows.resource,
    `rate = rate`,
    `(kind, code, name, unit, rate) values ('labor', 'L9', 'New', 'h', 1)`,
  ],
  [
    'factors',
    rows.factor,
    `position = 1`,
    `(library_item_id, kind, resource_id, quantity_per_unit) values ('${rows.item}', 'material', '${rows.resource}', 1)`,
  ],
].map(([table = '', row, set = '', insert = '']) => ({
  table,
  rows: 'the library',
  where: `id = '${row}'`,
  set,
  insert,
  rules: catalogue,
  ungranted: [],
}));

/** Tables whose rows belong to a project and that its members may change. */
const workedOn = kinds.flatMap((kind): Case[] => {
  const rules = { select: kind.read, insert: kind.write, update: kind.write, delete: kind.write };
  const { project } = kind;
  const estimate = rowOf(kind, 'estimate');
  const common = { rows: kind.of, rules, ungranted: [] };
  return [
    {
      ...common,
      table: 'estimates',
      where: `id = '${estimate}'`,
      set: 'name = name',
      insert: `(project_id, name) values ('${project}', 'New')`,
    },
    {
      ...common,
      table: 'estimate_elements',
      where: `id = '${rowOf(kind, 'element')}'`,
      set: 'name = name',
      insert: `(estimate_id, project_id, name) values ('${estimate}', '${project}', 'New')`,
    },
    {
      ...common,
      table: 'estimate_items',
      where: `id = '${rowOf(kind, 'line')}'`,
      set: 'quantity = quantity',
      insert: `(estimate_id, project_id, library_item_id, quantity) values ('${estimate}', '${project}', '${rows.item}', 1)`,
    },
    {
      ...common,
      table: 'project_rates',
      where: `id = '${rowOf(kind, 'rate')}'`,
      set: 'rate = rate',
      insert: `(project_id, resource_id, rate, effective_from, effective_to) values ('${project}', '${rows.resource}', 1, '2020-01-01', '2020-02-01')`,
    },
  ];
});

/** History: read by those who read the project, written by functions alone. */
const history = kinds.flatMap((kind): Case[] => {
  const rules = { select: kind.read, insert: service, update: service, delete: service };
  const common = { rows: kind.of, rules, ungranted: readOnly };
  const snapshot = rowOf(kind, 'snapshot');
  const { project } = kind;
  return [
    {
      ...common,
      table: 'estimate_library_usage',
      where: `project_id = '${project}'`,
      set: 'quantity = quantity',
      insert: `(library_item_id, project_id) values ('${rows.item}', '${project}')`,
    },
    {
      ...common,
      table: 'project_rate_changes',
      where: `project_id = '${project}'`,
      set: 'action = action',
      insert: `(project_id, resource_id, rate_id, action) values ('${project}', '${rows.resource}', '${rowOf(kind, 'rate')}', 'added')`,
    },
    {
      ...common,
      table: 'suggestion_feedback',
      where: `project_id = '${project}'`,
      set: 'rank = rank',
      insert: `(estimate_id, project_id, library_item_id, rank) values ('${rowOf(kind, 'estimate')}', '${project}', '${rows.item}', 1)`,
    },
    {
      ...common,
      table: 'price_snapshots',
      where: `id = '${snapshot}'`,
      set: 'total_value = total_value',
      insert: `(project_id, captured_at, source, currency) values ('${project}', now(), 'capture', 'USD')`,
    },
    {
      ...common,
      table: 'price_snapshot_items',
      where: `snapshot_id = '${snapshot}'`,
      set: 'unit_price = unit_price',
      insert: `(snapshot_id, project_id, captured_at, library_item_id, unit, unit_price, price_source) values ('${snapshot}', '${project}', '2026-06-01', '${rows.otherItem}', 'kg', 1, 'catalogue')`,
    },
    {
      ...common,
      table: 'price_snapshot_rates',
      where: `snapshot_id = '${snapshot}'`,
      set: 'rate = rate',
      insert: `(snapshot_id, project_id, captured_at, resource_id, rate, rate_source) values ('${snapshot}', '${project}', '2026-06-01', '${rows.otherResource}', 1, 'catalogue')`,
    },
  ];
});

const projects: Case[] = kinds.map((kind) => ({
  table: 'projects',
  rows: kind.of,
  where: `id = '${kind.project}'`,
  set: 'name = name',
  // Whoever is signed in may start a project of their own; administrators and the service for anyone.
  insert: `(code, name, created_by) values ('new', 'New', auth.uid())`,
  rules: {
    select: kind.read,
    insert: everyone,
    update: kind.prefix === '' ? owners : administrators,
    delete: kind.prefix === '' ? owners : administrators,
  },
  ungranted: [],
}));

const memberships: Case[] = kinds.map((kind) => ({
  table: 'project_members',
  rows: kind.of,
  where: `project_id = '${kind.project}' and role = 'owner'`,
  set: 'role = role',
  insert: `(project_id, user_id) values ('${kind.project}', '10000000-0000-4000-8000-000000000077')`,
  rules: {
    // Who works on a public record is not public.
    select: kind.prefix === '' ? members : administrators,
    insert: kind.prefix === '' ? owners : administrators,
    update: kind.prefix === '' ? owners : administrators,
    delete: kind.prefix === '' ? owners : administrators,
  },
  ungranted: [],
}));

const derived: Case[] = [
  {
    table: 'library_item_popularity',
    rows: 'the library',
    where: `library_item_id = '${rows.item}'`,
    set: 'trending = trending',
    insert: `(library_item_id, as_of) values ('${rows.otherItem}', now())`,
    rules: { select: everyone, insert: service, update: service, delete: service },
    ungranted: readOnly,
  },
  {
    table: 'library_item_companions',
    rows: 'the library',
    where: `library_item_id = '${rows.item}'`,
    set: 'paired = paired',
    insert: `(library_item_id, paired, together, as_of) values ('${rows.otherItem}', '{0}', '{1}', now())`,
    rules: { select: everyone, insert: service, update: service, delete: service },
    ungranted: readOnly,
  },
  {
    table: 'library_item_prevalence',
    rows: 'the library',
    where: `library_item_id = '${rows.item}'`,
    set: 'is_staple = is_staple',
    insert: `(library_item_id, number, estimates, of_estimates, is_staple, as_of) values ('${rows.otherItem}', 1, 1, 3, false, now())`,
    rules: { select: everyone, insert: service, update: service, delete: service },
    ungranted: readOnly,
  },
  {
    table: 'library_item_weights',
    rows: 'the library',
    where: `library_item_id = '${rows.otherItem}'`,
    set: 'is_routine = is_routine',
    insert: `(library_item_id, number, estimates, of_estimates, is_routine, said, as_of) values ('${rows.item}', 1, 1, 3, false, '', now())`,
    rules: { select: everyone, insert: service, update: service, delete: service },
    ungranted: readOnly,
  },
];

const changed = (project: string) =>
  `(library_item_id, project_id, currency, unit, kind, size, strength, price, since, found_at, prices_before, prices_after, evidence) values ('${rows.otherItem}', ${project}, 'USD', 'kg', 'outlier', 1, 6, 2, now(), now(), 9, 1, '{}')`;

const priceChanges: Case[] = [
  {
    table: 'price_changes',
    rows: 'found among public records',
    where: 'project_id is null',
    set: 'state = state',
    insert: changed('null'),
    rules: { select: everyone, insert: service, update: administrators, delete: service },
    ungranted: ['insert', 'delete'],
  },
  ...kinds.map(
    (kind): Case => ({
      table: 'price_changes',
      rows: kind.of,
      where: `project_id = '${kind.project}'`,
      set: 'state = state',
      insert: changed(`'${kind.project}'`),
      rules: { select: kind.read, insert: service, update: kind.write, delete: service },
      ungranted: ['insert', 'delete'],
    }),
  ),
  {
    table: 'price_change_thresholds',
    rows: 'the library',
    where: 'section_id is null and library_item_id is null',
    set: 'least_size = least_size',
    insert: `(section_id, least_size, least_strength) values ('${rows.section}', 0.1, 3)`,
    rules: catalogue,
    ungranted: [],
  },
];

const jobs: Case[] = [
  {
    table: 'background_job_logs',
    rows: 'a run of a schedule',
    where: `id = '${rows.run}'`,
    set: 'phase = phase',
    insert: `(job_name, trigger) values ('clean-job-logs', 'person')`,
    rules: { select: administrators, insert: service, update: service, delete: service },
    ungranted: readOnly,
  },
  {
    table: 'background_job_logs',
    rows: 'a run the estimator asked for',
    where: `requested_by = '${userIdOf('estimator')}'`,
    set: 'phase = phase',
    insert: `(job_name, trigger) values ('clean-job-logs', 'person')`,
    rules: {
      select: ['estimator', 'admin', 'service'],
      insert: service,
      update: service,
      delete: service,
    },
    ungranted: readOnly,
  },
  {
    table: 'job_schedules',
    rows: 'a schedule',
    where: `id = 'popularity'`,
    set: 'enabled = enabled',
    insert: `(id, job_name, cron) values ('new', 'clean-job-logs', '0 0 * * *')`,
    rules: { select: everyone, insert: service, update: administrators, delete: service },
    ungranted: ['insert', 'delete'],
  },
];

const written = { insert: service, update: service, delete: service } as const;

const manager: Case[] = [
  ...[
    { of: 'a run of a schedule', run: rows.run, read: administrators },
    {
      of: 'a run the estimator asked for',
      run: rows.runOfEstimator,
      read: ['estimator', 'admin', 'service'] as const,
    },
  ].flatMap(({ of, run, read }): Case[] => [
    {
      table: 'job_attempts',
      rows: of,
      where: `run_id = '${run}'`,
      set: 'worker = worker',
      insert: `(run_id, attempt) values ('${run}', 2)`,
      rules: { select: read, ...written },
      ungranted: readOnly,
    },
    {
      table: 'job_log_lines',
      rows: of,
      where: `run_id = '${run}'`,
      set: 'message = message',
      insert: `(run_id, attempt, level, message) values ('${run}', 1, 'info', 'x')`,
      rules: { select: read, ...written },
      ungranted: readOnly,
    },
  ]),
  {
    table: 'job_queues',
    rows: 'a queue',
    where: `name = 'clean-job-logs'`,
    set: 'paused = true',
    insert: `(name) values ('new')`,
    rules: { select: everyone, ...written },
    ungranted: readOnly,
  },
  {
    table: 'retention_rules',
    rows: 'a rule',
    where: `kind = 'audit'`,
    set: 'keep_days = 180',
    insert: `(kind, keep_days, least_days, most_days) values ('new', 1, 1, 1)`,
    rules: { select: administrators, insert: service, update: administrators, delete: service },
    ungranted: ['insert', 'delete'],
  },
  {
    table: 'job_queue_samples',
    rows: 'a count',
    where: `name = 'clean-job-logs'`,
    set: 'ready = ready',
    insert: `(at, name, ready, active) values (now(), 'new', 0, 0)`,
    rules: { select: everyone, ...written },
    ungranted: readOnly,
  },
  {
    table: 'people',
    rows: 'the estimator’s name',
    where: `user_id = '${userIdOf('estimator')}'`,
    set: 'name = name',
    insert: `(user_id, name) values (gen_random_uuid(), 'Nobody')`,
    // The owner works in a project with them; the stranger in none.
    rules: { select: ['estimator', 'owner', 'admin', 'service'], ...written },
    ungranted: readOnly,
  },
  {
    table: 'job_audit',
    rows: 'an act',
    where: `target = 'x'`,
    set: 'target = target',
    insert: `(action, target) values ('run', 'y')`,
    rules: { select: administrators, ...written },
    ungranted: readOnly,
  },
  {
    table: 'job_alerts',
    rows: 'an alert',
    where: `subject = 'x'`,
    set: 'message = message',
    insert: `(rule, subject, message) values ('age', 'y', 'late')`,
    rules: { select: administrators, ...written },
    ungranted: readOnly,
  },
  {
    table: 'notices',
    rows: 'the estimator’s own',
    where: `user_id = '${userIdOf('estimator')}'`,
    set: 'read_at = now()',
    insert: `(user_id, outcome, title, body, link) values ('${userIdOf('estimator')}', 'completed', 'x', 'x', '/')`,
    // Nobody's business but theirs, not even an administrator's.
    rules: {
      select: ['estimator', 'service'],
      insert: service,
      update: ['estimator', 'service'],
      delete: service,
    },
    ungranted: ['insert', 'delete'],
  },
];

const bulkUpdates: Case[] = [
  {
    table: 'bulk_updates',
    rows: 'of the catalogue, started',
    where: `id = '${rows.bulkUpdate}'`,
    set: 'value = value',
    insert: `(target, selection, method, value) values ('items', '{}', 'percent', 5)`,
    rules: { select: everyone, insert: administrators, update: service, delete: service },
    ungranted: [],
  },
  {
    table: 'bulk_updates',
    rows: 'a draft of the administrator',
    where: `id = '${rows.bulkDraft}'`,
    set: 'value = value',
    insert: `(target, selection, method, value) values ('resources', '{}', 'percent', 5)`,
    rules: {
      select: administrators,
      insert: administrators,
      update: administrators,
      delete: administrators,
    },
    ungranted: [],
  },
  {
    table: 'bulk_updates',
    rows: 'of the members’ project, started',
    where: `id = '${rows.bulkUpdateOfRates}'`,
    set: 'value = value',
    insert: `(target, project_id, selection, method, value) values ('project-rates', '${rows.project}', '{}', 'percent', 5)`,
    rules: { select: members, insert: members, update: service, delete: service },
    ungranted: [],
  },
  {
    table: 'bulk_update_rows',
    rows: 'of a draft of the administrator',
    where: `bulk_update_id = '${rows.bulkDraft}'`,
    set: 'expected = expected',
    insert: `(bulk_update_id, position, row_id) values ('${rows.bulkDraft}', 2, '${rows.item}')`,
    rules: { select: administrators, insert: administrators, update: service, delete: service },
    ungranted: ['update', 'delete'],
  },
  ...['bulk_changes', 'bulk_skips'].flatMap((table): Case[] =>
    [
      { of: 'of the catalogue', update: rows.bulkUpdate, read: everyone },
      { of: 'of the members’ project', update: rows.bulkUpdateOfRates, read: members },
    ].map(({ of, update, read }) => ({
      table,
      rows: of,
      where: `bulk_update_id = '${update}'`,
      set: 'row_id = row_id',
      insert:
        table === 'bulk_changes'
          ? `(bulk_update_id, position, row_id) values ('${update}', 9, '${rows.item}')`
          : `(bulk_update_id, position, row_id, reason) values ('${update}', 9, '${rows.item}', 'changed')`,
      rules: { select: read, ...written },
      ungranted: readOnly,
    })),
  ),
  {
    table: 'saved_filters',
    rows: 'the estimator’s own',
    where: `user_id = '${userIdOf('estimator')}'`,
    set: 'name = name',
    insert: `(user_id, target, name, filter) values ('${userIdOf('estimator')}', 'items', 'New', '{}')`,
    rules: {
      select: ['estimator', 'service'],
      insert: ['estimator', 'service'],
      update: ['estimator', 'service'],
      delete: ['estimator', 'service'],
    },
    ungranted: [],
  },
  {
    table: 'library_imports',
    rows: 'a file an administrator gave',
    where: `id = '${rows.libraryImport}'`,
    set: 'file_name = file_name',
    insert: `(file_name, format, content, look, mapping) values ('new.csv', 'csv', 'Code', '{}', '{}')`,
    rules: {
      select: administrators,
      insert: administrators,
      update: service,
      delete: administrators,
    },
    ungranted: ['update'],
  },
];

const reports: Case[] = [
  {
    of: 'of the members’ project, by its owner',
    report: rows.reportOfProject,
    read: members,
    remove: owners,
  },
  {
    of: 'of the library with that project’s prices, by the estimator',
    report: rows.reportOfLibrary,
    read: ['estimator', 'admin', 'service'] as const,
    remove: ['estimator', 'admin', 'service'] as const,
  },
].flatMap(({ of, report, read, remove }): Case[] => [
  {
    table: 'price_reports',
    rows: of,
    where: `id = '${report}'`,
    set: 'title = title',
    insert: `(id, owner_id, request, title) values (gen_random_uuid(), '${userIdOf('estimator')}', '{}', 'Prices')`,
    rules: { select: read, insert: service, update: service, delete: remove },
    ungranted: ['insert', 'update'],
  },
  {
    table: 'price_report_files',
    rows: of,
    where: `report_id = '${report}'`,
    set: 'bytes = bytes',
    insert: `(report_id, bytes) values ('${rows.reportAsked}', 'x')`,
    rules: { select: read, insert: service, update: service, delete: service },
    ungranted: ['insert', 'update', 'delete'],
  },
]);

const costs: Case[] = [
  {
    of: 'of the members’ project',
    project: rows.project,
    calculation: rows.calculation,
    who: members,
  },
  {
    of: 'of a public record',
    project: rows.publicProject,
    calculation: rows.publicCalculation,
    who: administrators,
  },
].flatMap(({ of, project, calculation, who }): Case[] => [
  {
    table: 'cost_calculations',
    rows: of,
    where: `id = '${calculation}'`,
    set: 'name = name',
    insert: `(project_id, name, currency) values ('${project}', 'New', 'USD')`,
    rules: { select: who, ...written },
    ungranted: readOnly,
  },
  {
    table: 'cost_calculation_items',
    rows: of,
    where: `calculation_id = '${calculation}'`,
    set: 'quantity = quantity',
    insert: `(calculation_id, position, project_id, library_item_id, quantity) values ('${calculation}', 9, '${project}', '${rows.item}', 1)`,
    rules: { select: who, ...written },
    ungranted: readOnly,
  },
  {
    table: 'cost_presets',
    rows: of,
    where: `project_id = '${project}'`,
    set: 'name = name',
    insert: `(project_id, name, options) values ('${project}', 'New', '{}')`,
    rules: { select: who, insert: who, update: who, delete: who },
    ungranted: [],
  },
]);

const nobody: readonly Person[] = [];

/** Written by a function and changed by nobody, not even the service. */
const frozen: Case[] = [
  {
    of: 'of the members’ project',
    project: rows.project,
    estimate: rows.estimate,
    version: rows.frozen,
    who: members,
  },
  {
    of: 'of a public record',
    project: rows.publicProject,
    estimate: rows.publicEstimate,
    version: rows.publicFrozen,
    who: administrators,
  },
].flatMap(({ of, project, estimate, version, who }): Case[] => [
  {
    table: 'frozen_estimates',
    rows: of,
    where: `id = '${version}'`,
    set: 'total = 0',
    insert: `(project_id, estimate_id, name, currency, frozen_at, line_count, unpriced_count, total) values ('${project}', '${estimate}', 'New', 'USD', now(), 0, 0, 0)`,
    rules: { select: who, insert: nobody, update: nobody, delete: who },
    ungranted: ['insert', 'update'],
  },
  {
    table: 'frozen_estimate_lines',
    rows: of,
    where: `frozen_id = '${version}'`,
    set: 'quantity = 1',
    insert: `(frozen_id, line_id, project_id, section_code, section_name, library_item_id, code, name, unit, quantity) values ('${version}', gen_random_uuid(), '${project}', '03', 'x', '${rows.item}', 'x', 'x', 'm', 1)`,
    rules: { select: who, insert: nobody, update: nobody, delete: nobody },
    ungranted: readOnly,
  },
  {
    table: 'frozen_estimate_rates',
    rows: of,
    where: `frozen_id = '${version}'`,
    set: 'rate = 1',
    insert: `(frozen_id, resource_id, project_id, kind, code, name, unit, rate, rate_source) values ('${version}', '${rows.otherResource}', '${project}', 'labor', 'x', 'x', 'h', 1, 'project')`,
    rules: { select: who, insert: nobody, update: nobody, delete: nobody },
    ungranted: readOnly,
  },
  {
    table: 'frozen_estimate_removals',
    rows: of,
    where: `project_id = '${project}'`,
    set: 'total = 0',
    insert: `(project_id, estimate_id, name, currency, total, frozen_at) values ('${project}', '${estimate}', 'x', 'USD', 1, now())`,
    rules: { select: who, insert: nobody, update: nobody, delete: nobody },
    ungranted: readOnly,
  },
]);

/** Every table of the exposed schema, and who may do what with its rows. */
export const matrix: readonly Case[] = [
  ...library,
  ...projects,
  ...memberships,
  ...workedOn,
  ...history,
  ...derived,
  ...priceChanges,
  ...jobs,
  ...manager,
  ...bulkUpdates,
  ...reports,
  ...costs,
  ...frozen,
];
