import { type RawBuilder, sql } from 'kysely';
import { type BulkFilter, type BulkTarget, maxRows } from '../../../contract/bulk-updates.ts';
import { PublicError } from '../../../contract/errors.ts';
import type { Tx } from '../../database.ts';
import { matchingItems, matchingResources } from '../library/matching.ts';
import { type Change, changedValue } from './changed-value.ts';

/** Rows chosen one by one, or by what finds them. */
export type Chosen = { ids: readonly string[] } | { filter: BulkFilter };

/** A draft as it is made. */
export interface NewDraft {
  target: BulkTarget;
  projectId: string | null;
  chosen: Chosen;
  /** What is kept of the choice, for the history. */
  selection: Record<string, unknown>;
  change: Change;
}

/** Drafts kept of one person; earlier ones go as new ones are made. */
const draftsKept = 5;

/**
 * Makes a draft: keeps what was chosen, each row with the value it has now.
 * @throws {PublicError} `invalid_input` where nothing was found, an id is unknown, or the choice is too large.
 */
export async function makeDraft(tx: Tx, draft: NewDraft): Promise<string> {
  const { change } = draft;
  const { rows } = await sql<{ id: string }>`
    insert into public.bulk_updates (target, project_id, selection, method, value, round_to)
    values (${draft.target}, ${draft.projectId}, ${JSON.stringify(draft.selection)}::jsonb, ${change.method},
      ${change.value}::numeric, ${change.round_to}::numeric)
    returning id`.execute(tx);
  const id = rows[0]?.id ?? '';
  const found = await freezeRows(tx, id, draft);
  const field = 'selection';
  if ('ids' in draft.chosen && found < new Set(draft.chosen.ids).size) {
    const what = { items: 'library items', resources: 'resources', 'project-rates': ratesInForce };
    throw new PublicError(
      'invalid_input',
      `selection.ids: ${new Set(draft.chosen.ids).size - found} of them are no ${what[draft.target]}; choose again.`,
      { field: 'selection.ids' },
    );
  }
  if (found === 0) {
    throw new PublicError('invalid_input', 'selection: nothing matches it; choose otherwise.', {
      field,
    });
  }
  if (found > maxRows) {
    throw new PublicError(
      'invalid_input',
      `selection: it finds over ${maxRows} rows; narrow it down, and change the rest afterwards.`,
      { field },
    );
  }
  return id;
}

const ratesInForce = 'resources that the project has a rate of its own in force for';

/** Removes all but the newest drafts of whoever asks. */
export async function removeOldDrafts(tx: Tx, userId: string | null): Promise<void> {
  await sql`
    delete from public.bulk_updates where id in (
      select id from public.bulk_updates where run_id is null and requested_by is not distinct from ${userId}::uuid
      order by created_at desc offset ${draftsKept})`.execute(tx);
}

async function freezeRows(tx: Tx, id: string, { target, projectId, chosen }: NewDraft) {
  const frozen = await sql`
    insert into public.bulk_update_rows (bulk_update_id, position, row_id, expected)
    select ${id}::uuid, row_number() over (order by code, row_id), row_id, expected
    from (${rowsOf(target, projectId, chosen)}) found limit ${maxRows + 1}`.execute(tx);
  return Number(frozen.numAffectedRows ?? 0);
}

/** The rows that were chosen, with code and present value. */
function rowsOf(target: BulkTarget, projectId: string | null, chosen: Chosen): RawBuilder<unknown> {
  const byId = (column: RawBuilder<unknown>) =>
    'ids' in chosen ? sql`${column} = any (${chosen.ids}::uuid[])` : null;
  const filter = 'filter' in chosen ? chosen.filter : { search: '' };
  switch (target) {
    case 'items':
      return sql`select i.code, i.id as row_id, i.unit_price as expected from public.library_items i
        where ${byId(sql`i.id`) ?? matchingItems(filter)}`;
    case 'resources':
      return sql`select r.code, r.id as row_id, r.rate as expected from public.resources r
        where ${byId(sql`r.id`) ?? matchingResources(filter)}`;
    case 'project-rates':
      return sql`select r.code, p.id as row_id, p.rate as expected
        from public.project_rates p join public.resources r on r.id = p.resource_id
        where p.project_id = ${projectId} and p.effective_from <= now()
          and (p.effective_to is null or p.effective_to > now())
          and ${byId(sql`r.id`) ?? matchingResources(filter)}`;
  }
}

/** What a draft would do, counted. */
export interface DraftCounts {
  rows: number;
  changes: number;
  unchanged: number;
  without_value: number;
  built_up: number;
  below_zero: number;
}

/** Counts what a draft would do. */
export async function countDraft(tx: Tx, id: string, change: Change): Promise<DraftCounts> {
  const { rows } = await sql<DraftCounts>`
    select count(*)::int as rows,
      count(*) filter (where value >= 0 and value is distinct from expected)::int as changes,
      count(*) filter (where value = expected)::int as unchanged,
      count(*) filter (where value is null)::int as without_value,
      count(*) filter (where value is null and exists (
        select from public.factors f where f.library_item_id = row_id))::int as built_up,
      count(*) filter (where value < 0)::int as below_zero
    from (select r.row_id, r.expected, ${changedValue(change, sql`r.expected`)} as value
      from public.bulk_update_rows r where r.bulk_update_id = ${id}) planned`.execute(tx);
  const [counts] = rows;
  if (!counts) throw new Error('Counting a draft gave no row.');
  return counts;
}

/** Gives a draft another change. */
export async function changeDraft(tx: Tx, id: string, change: Change): Promise<void> {
  await sql`update public.bulk_updates set method = ${change.method}, value = ${change.value}::numeric,
    round_to = ${change.round_to}::numeric where id = ${id}`.execute(tx);
}
