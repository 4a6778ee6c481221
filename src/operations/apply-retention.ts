import { type Removal, type RetentionKind, retentionKinds } from '../contract/retention.ts';
import type { Tx } from '../database/database.ts';
import { expiries } from '../database/queries/retention/kinds.ts';
import type { Rule } from '../database/queries/retention/rules.ts';

const dayMs = 86_400_000;

/** Rows removed in one transaction: short enough that nobody waits for their locks. */
export const removedAtOnce = 1_000;

/** The moment before which a kind's data is past its days. */
export function cutoff(keepDays: number, now: Date): Date {
  return new Date(now.getTime() - keepDays * dayMs);
}

/** What a kind would lose if it were kept for so many days. Runs as the service, which alone sees all of it. */
export function previewRemoval(
  tx: Tx,
  kind: RetentionKind,
  keepDays: number,
  now: Date,
): Promise<Removal> {
  return expiries[kind].preview(tx, cutoff(keepDays, now));
}

/** How many rows went of a kind so far. */
export type Removed = Partial<Record<RetentionKind, number>>;

/**
 * Removes one batch of a kind's data that is past its days.
 * @returns how many rows went; fewer than `removedAtOnce` where no more are there.
 */
export function removeBatch(tx: Tx, rule: Rule, now: Date): Promise<number> {
  return expiries[rule.kind].remove(tx, cutoff(rule.keep_days, now), removedAtOnce);
}

/** What was removed, in a sentence. */
export function toldRemoved(removed: Removed): string {
  const parts = Object.entries(removed)
    .filter(([, rows]) => rows > 0)
    .map(([kind, rows]) => `${rows} of "${retentionKinds[kind as RetentionKind].title}"`);
  return parts.length === 0 ? 'Nothing was past its retention.' : `Removed ${parts.join(', ')}.`;
}
