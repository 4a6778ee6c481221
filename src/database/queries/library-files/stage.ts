import { sql } from 'kysely';
import type { LibraryImportReport } from '../../../contract/library-files.ts';
import type { Tx } from '../../database.ts';

/** A row to be staged, by the columns of its temporary table; numbers as text. */
export type StagedRow = Readonly<Record<string, string | number | null>>;

/** The temporary tables an import goes through, in the order their rows are merged. */
export type StagedTable = 'headings' | 'resources' | 'items' | 'factors' | 'unread';

/** What becomes of a row: null so far; 'merged' where another row of the file says the same. */
const outcome = `sheet text not null, line integer not null, action text, field text, reason text, value text, changes jsonb`;

const columns: Readonly<Record<StagedTable, string>> = {
  headings: 'level text, code text, name text, parent text',
  resources: 'code text, name text, kind text, unit text, rate numeric, currency text, id uuid',
  items: `code text, name text, unit text, description text, unit_price numeric, section text, assembly text,
    id uuid, section_id uuid, assembly_id uuid`,
  factors: `item text, kind text, part text, quantity numeric, wastage numeric, hours numeric, productivity numeric,
    crew numeric, utilization numeric, item_id uuid, resource_id uuid, sub_item_id uuid`,
  unread: 'code text',
};

/** Any number, the same in every Ratebook: imports of the library go one after the other. */
const importLock = 7_283_746_506;

/** Makes the temporary tables; they go with the transaction at the latest. */
export async function makeStage(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${importLock}::bigint)`.execute(tx);
  for (const [table, own] of Object.entries(columns)) {
    await sql
      .raw(
        `create temporary table import_${table} (n bigint generated always as identity primary key, ${outcome}, ${own}) on commit drop`,
      )
      .execute(tx);
  }
  await sql`create temporary table import_build_ups (item text primary key, item_id uuid, sheet text, line integer,
    action text, reason text) on commit drop`.execute(tx);
}

/** Removes the temporary tables. */
export async function dropStage(tx: Tx): Promise<void> {
  const names = [...Object.keys(columns), 'build_ups'].map((table) => `import_${table}`);
  await sql.raw(`drop table ${names.join(', ')}`).execute(tx);
}

/** Adds rows to a stage. */
export async function stageRows(
  tx: Tx,
  table: StagedTable,
  rows: readonly StagedRow[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const names = sql.raw(Object.keys(first).join(', '));
  await sql`insert into ${sql.raw(`import_${table}`)} (${names})
    select ${names} from jsonb_populate_recordset(null::${sql.raw(`import_${table}`)}, ${JSON.stringify(rows)}::jsonb)`.execute(
    tx,
  );
}

/** Tells the planner how much was staged, and finds rows by code. */
export async function indexStage(tx: Tx): Promise<void> {
  for (const table of ['headings', 'resources', 'items'] as const) {
    await sql.raw(`create index on import_${table} (code)`).execute(tx);
  }
  await sql.raw('create index on import_factors (item)').execute(tx);
  for (const table of Object.keys(columns)) await sql.raw(`analyze import_${table}`).execute(tx);
}

type Counts = LibraryImportReport['items'];

/** How many rows and reasons a report tells of one by one. */
const told = { skipped: 200, changes: 200, reasons: 50 } as const;

/** What became of what was staged. */
export async function readOutcome(
  tx: Tx,
): Promise<
  Pick<
    LibraryImportReport,
    'headings' | 'resources' | 'items' | 'build_ups' | 'reasons' | 'skipped' | 'changes'
  >
> {
  await sql
    .raw(`create temporary view import_outcome as
    select 0 as rank, n, sheet, line, 'heading' as record, code, action, field, reason, value, changes from import_headings
    union all select 1, n, sheet, line, 'resource', code, action, field, reason, value, changes from import_resources
    union all select 2, n, sheet, line, 'item', code, action, field, reason, value, changes from import_items
    union all select 4, n, sheet, line, 'build-up line', item, case when reason is not null then 'skipped' end, field, reason, value, null
      from import_factors
    union all select 5, n, sheet, line, 'row', code, 'skipped', field, reason, value, null from import_unread
    union all select 3, 0, sheet, line, 'build-up', item, action, null, reason, null, '{}' from import_build_ups`)
    .execute(tx);
  const counted = await sql<{ record: string; action: keyof Counts; rows: number }>`
    select record, action, count(*)::int as rows from import_outcome
    where action in ('inserted', 'changed', 'unchanged', 'skipped') group by 1, 2`.execute(tx);
  const of = (record: string): Counts => {
    const none: Counts = { inserted: 0, changed: 0, unchanged: 0, skipped: 0 };
    for (const row of counted.rows) if (row.record === record) none[row.action] = row.rows;
    return none;
  };
  const reasons = await sql<{ reason: string; rows: number }>`
    select concat_ws(' ', field, regexp_replace(reason, ', on line .*$', '')) as reason, count(*)::int as rows
    from import_outcome where action = 'skipped' and reason is not null
    group by 1 order by 2 desc, 1 limit ${told.reasons}`.execute(tx);
  const skipped = await sql<LibraryImportReport['skipped'][number]>`
    select line, sheet, record, code, field, reason, value from import_outcome
    where action = 'skipped' and reason is not null order by sheet, line, rank, n limit ${told.skipped}`.execute(
    tx,
  );
  const changes = await sql<LibraryImportReport['changes'][number]>`
    select line, sheet, record, code, action, coalesce(changes, '{}') as changes from import_outcome
    where action in ('inserted', 'changed') order by (action = 'inserted'), sheet, line, rank, n limit ${told.changes}`.execute(
    tx,
  );
  await sql`drop view import_outcome`.execute(tx);
  return {
    headings: of('heading'),
    resources: of('resource'),
    items: of('item'),
    build_ups: of('build-up'),
    reasons: reasons.rows,
    skipped: skipped.rows,
    changes: changes.rows,
  };
}
