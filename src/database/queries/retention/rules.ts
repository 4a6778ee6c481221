import { sql } from 'kysely';
import { PublicError } from '../../../contract/errors.ts';
import { type RetentionKind, retentionKinds } from '../../../contract/retention.ts';
import type { Tx } from '../../database.ts';

/** How long a kind of data is kept. */
export interface Rule {
  kind: RetentionKind;
  keep_days: number;
  least_days: number;
  most_days: number;
  updated_at: string;
}

const order = Object.keys(retentionKinds);
const columns = sql`kind, keep_days, least_days, most_days, updated_at`;

/** Every rule the reader may see, in the order of `retentionKinds`. */
export async function listRules(tx: Tx): Promise<Rule[]> {
  const { rows } = await sql<Rule>`
    select ${columns} from public.retention_rules where kind = any (${order}::text[])
    order by array_position(${order}::text[], kind)`.execute(tx);
  return rows;
}

/**
 * Changes how long a kind is kept.
 * @returns the rule, and the days it was kept for before.
 * @throws {PublicError} `forbidden` where row-level security lets nothing change, `invalid_input` out of its bounds.
 */
export async function changeRule(
  tx: Tx,
  kind: RetentionKind,
  keepDays: number,
  by: string | null,
): Promise<Rule & { before: number }> {
  const before = (await listRules(tx)).find((rule) => rule.kind === kind);
  if (!before)
    throw new PublicError('forbidden', 'Only administrators may change how long data is kept.');
  refuseBeyond(before, keepDays);
  const { rows } = await sql<Rule>`
    update public.retention_rules set keep_days = ${keepDays}, updated_by = ${by}, updated_at = now()
    where kind = ${kind} returning ${columns}`.execute(tx);
  const [row] = rows;
  if (!row)
    throw new PublicError('forbidden', 'Only administrators may change how long data is kept.');
  return { ...row, before: before.keep_days };
}

/** @throws {PublicError} `invalid_input` for days out of a rule's bounds, with the reason. */
export function refuseBeyond(rule: Rule, keepDays: number): void {
  const { kind, least_days: least, most_days: most } = rule;
  if (keepDays >= least && keepDays <= most) return;
  const why = keepDays < least ? `: ${retentionKinds[kind].least}` : '';
  throw new PublicError(
    'invalid_input',
    `keep_days: keep "${retentionKinds[kind].title}" for ${least} to ${most} days${why}.`,
    { field: 'keep_days' },
  );
}
