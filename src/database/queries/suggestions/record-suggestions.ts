import { sql } from 'kysely';
import type { z } from 'zod';
import type { suggestionFeedbackInput } from '../../../contract/suggestions.ts';
import type { Tx } from '../../database.ts';

/**
 * Notes what became of suggestions in an estimate; returns of how many it was news. The database refuses whoever
 * is no member of its project (42501), and an estimate that the reader may not see (PT404).
 */
export async function recordSuggestions(
  tx: Tx,
  estimateId: string,
  feedback: z.infer<typeof suggestionFeedbackInput>,
): Promise<number> {
  const { rows } = await sql<{ changed: number }>`
    select ratebook.record_suggestions(${estimateId}::uuid, ${feedback.outcome},
      ${feedback.library_item_ids}::uuid[]) as changed`.execute(tx);
  return rows[0]?.changed ?? 0;
}
