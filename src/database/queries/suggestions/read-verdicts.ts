import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** What people made of an item where it was suggested. */
export interface Verdicts {
  accepted: number;
  dismissed: number;
}

/** How often each item was taken in and dismissed, over the year before `at` and everybody's estimates. */
export async function readVerdicts(
  tx: Tx,
  itemIds: readonly string[],
  at: Date,
): Promise<Map<string, Verdicts>> {
  const { rows } = await sql<Verdicts & { library_item_id: string }>`
    select library_item_id, accepted::int, dismissed::int
    from ratebook.suggestion_verdicts(${itemIds}::uuid[], ${at})`.execute(tx);
  return new Map(
    rows.map(({ library_item_id, ...verdicts }) => [library_item_id, verdicts] as const),
  );
}

/** The items dismissed in one estimate. */
export async function readDismissed(tx: Tx, estimateId: string): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('suggestion_feedback')
    .select('library_item_id')
    .where('estimate_id', '=', estimateId)
    .where('dismissed_at', 'is not', null)
    .execute();
  return new Set(rows.map((row) => row.library_item_id));
}
