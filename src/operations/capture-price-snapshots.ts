import { sql } from 'kysely';
import type { Tx } from '../database/database.ts';
import { captureSnapshots } from '../database/queries/prices/capture-snapshots.ts';

/** A project whose prices could not be captured, and why. */
export interface NotCaptured {
  projectId: string;
  reason: string;
}

/** What came of a set of projects. */
export interface CapturedSet {
  projects: number;
  items: number;
  failed: NotCaptured[];
}

/**
 * Captures the prices of a set of projects in one statement. Where a project's own data make that fail, the set is halved
 * until that one is found: it is left out and named, and the others are captured.
 */
export async function captureSet(
  tx: Tx,
  projectIds: readonly string[],
  at: Date,
): Promise<CapturedSet> {
  if (projectIds.length === 0) return { projects: 0, items: 0, failed: [] };
  await sql`savepoint captured_set`.execute(tx);
  try {
    const captured = await captureSnapshots(tx, projectIds, at);
    await sql`release savepoint captured_set`.execute(tx);
    const items = captured.reduce((sum, { items_processed }) => sum + items_processed, 0);
    return { projects: captured.length, items, failed: [] };
  } catch (error) {
    if (!isOfTheData(error)) throw error;
    await sql`rollback to savepoint captured_set`.execute(tx);
    const [only, ...others] = projectIds;
    if (only !== undefined && others.length === 0) {
      return { projects: 0, items: 0, failed: [{ projectId: only, reason: error.message }] };
    }
  }
  const middle = Math.ceil(projectIds.length / 2);
  const first = await captureSet(tx, projectIds.slice(0, middle), at);
  const second = await captureSet(tx, projectIds.slice(middle), at);
  return {
    projects: first.projects + second.projects,
    items: first.items + second.items,
    failed: [...first.failed, ...second.failed],
  };
}

/** Whether values are at fault (SQLSTATE classes 22 and 23), which another try would only meet again. */
function isOfTheData(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code));
}
