import { sql } from 'kysely';
import type { z } from 'zod';
import type { suggestionFigures } from '../../../contract/suggestions.ts';
import type { Tx } from '../../database.ts';

/** What was counted of the suggestions shown, before any share of it. */
export type SuggestionCounts = Omit<z.infer<typeof suggestionFigures>, 'useful_share' | 'target'>;

/** Counts of the suggestions first shown in the days before `at`. Refused (42501) but to administrators and the service. */
export async function getSuggestionCounts(
  tx: Tx,
  days: number,
  at: Date,
): Promise<SuggestionCounts> {
  const { rows } = await sql<{ figures: SuggestionCounts }>`
    select ratebook.suggestion_figures(${days}, ${at}) as figures`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('suggestion_figures returned no row.');
  return row.figures;
}
