import type { z } from 'zod';
import type { suggestionFigures } from '../contract/suggestions.ts';
import type { Tx } from '../database/database.ts';
import { getSuggestionCounts } from '../database/queries/suggestions/get-figures.ts';

/** Of ten suggestions that people decide on, eight are to be useful. */
const target = 0.8;

/** How useful the suggestions of the last days were; for administrators and the service. */
export async function readSuggestionFigures(
  tx: Tx,
  days: number,
  at: Date,
): Promise<z.infer<typeof suggestionFigures>> {
  const counts = await getSuggestionCounts(tx, days, at);
  const decided = counts.accepted + counts.dismissed;
  return { ...counts, useful_share: decided === 0 ? null : counts.accepted / decided, target };
}
