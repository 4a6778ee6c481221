import type { z } from 'zod';
import { PublicError } from '../contract/errors.ts';
import type { suggestAnswer, suggestInput } from '../contract/suggestions.ts';
import { usefulness } from '../core/suggestions/index.ts';
import type { Tx } from '../database/database.ts';
import { getItemNames, type ItemName } from '../database/queries/library/get-item-names.ts';
import { readStaples } from '../database/queries/suggestions/prevalence.ts';
import { readEstimateItems, readPairsAsOf } from '../database/queries/suggestions/read-pairs-of.ts';
import {
  readDismissed,
  readVerdicts,
  type Verdicts,
} from '../database/queries/suggestions/read-verdicts.ts';
import { type RankedItem, rankItems } from './rank-items.ts';
import { readUsual } from './usual-quantities.ts';

/** The answer of `POST /api/suggestions`. */
export type Suggestions = z.infer<typeof suggestAnswer>;

/** So many times the suggestions asked for are ranked, since some of them sink or stand on the checklist. */
const reserve = 3;

/** The most that are ranked beyond those asked for. */
const mostReserve = 100;

const noVerdicts: Verdicts = { accepted: 0, dismissed: 0 };

/**
 * What an estimate still lacks, best first, each with the items that speak for it and how much of it is usual.
 * What nearly every estimate has stands on a checklist of its own; what was dismissed in this estimate is told
 * apart; what is mostly dismissed elsewhere sinks.
 * @throws {PublicError} `not_found` for an estimate the reader may not see.
 */
export async function suggestItems(
  tx: Tx,
  input: z.infer<typeof suggestInput>,
  now: Date,
): Promise<Suggestions> {
  const quantities = await quantitiesOf(tx, input);
  const items = [...quantities.keys()];
  const staples = await readStaples(tx);
  const dismissed = input.estimate_id
    ? await readDismissed(tx, input.estimate_id)
    : new Set<string>();

  const isStaple = new Set(staples.map((staple) => staple.library_item_id));
  const most = input.limit + Math.min(mostReserve, input.limit * reserve);
  const ranked = await rankItems(tx, items, most + isStaple.size + dismissed.size);
  const candidates = ranked.filter(({ itemId }) => !isStaple.has(itemId));
  const open = candidates.filter(({ itemId }) => !dismissed.has(itemId));
  const verdicts = await readVerdicts(
    tx,
    open.map(({ itemId }) => itemId),
    now,
  );
  const best = sunk(open, verdicts).slice(0, input.limit);
  const lacking = staples.filter(({ library_item_id }) => !quantities.has(library_item_id));
  const wavedOff = [
    ...lacking.map((staple) => staple.library_item_id),
    ...candidates.map(({ itemId }) => itemId),
  ].filter((id) => dismissed.has(id));

  const mentioned = [
    ...best.flatMap(({ itemId, because }) => [itemId, ...because.map((reason) => reason.itemId)]),
    ...lacking.map((staple) => staple.library_item_id),
    ...wavedOff,
  ];
  const names = await getItemNames(tx, [...new Set(mentioned)]);
  const named = (id: string) => nameOf(names, id);
  const usual = await readUsual(tx, best, quantities, named, now);
  return {
    items_considered: items.length,
    as_of: await readPairsAsOf(tx),
    suggestions: best.map(({ itemId, score, because }) => ({
      ...named(itemId),
      score,
      because: because.map(({ itemId: speaker, ...figures }) => {
        const { unit: _, ...name } = named(speaker);
        return { ...name, ...figures };
      }),
      usual: usual.get(itemId) ?? null,
      verdicts: verdicts.get(itemId) ?? noVerdicts,
    })),
    checklist: lacking
      .filter(({ library_item_id }) => !dismissed.has(library_item_id))
      .map(({ library_item_id, ...figures }) => ({ ...named(library_item_id), ...figures })),
    dismissed: wavedOff.map(named),
  };
}

/** The items of the estimate with their quantities, null where it is not known. */
async function quantitiesOf(
  tx: Tx,
  input: z.infer<typeof suggestInput>,
): Promise<Map<string, number | null>> {
  if (input.estimate_id === undefined) {
    return new Map(input.library_item_ids?.map((id) => [id, null]));
  }
  const items = await readEstimateItems(tx, input.estimate_id);
  if (items === null) {
    throw new PublicError(
      'not_found',
      `There is no estimate ${input.estimate_id} that you may see.`,
    );
  }
  return items;
}

/** Ranked anew, each score weighed by what people made of the item where it was suggested before. */
function sunk(ranked: readonly RankedItem[], verdicts: Map<string, Verdicts>): RankedItem[] {
  return ranked
    .map((item) => {
      const { accepted, dismissed } = verdicts.get(item.itemId) ?? noVerdicts;
      return { ...item, score: item.score * usefulness(accepted, dismissed) };
    })
    .sort((a, b) => Number(a.isRoutine) - Number(b.isRoutine) || b.score - a.score);
}

function nameOf(names: Map<string, ItemName>, id: string) {
  const name = names.get(id);
  if (!name) throw new Error(`Item ${id} is suggested, but not in the library.`);
  return { library_item_id: id, code: name.code, name: name.name, unit: name.unit };
}
