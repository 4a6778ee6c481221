import type { z } from 'zod';
import { PublicError } from '../contract/errors.ts';
import type { suggestAnswer, suggestInput } from '../contract/suggestions.ts';
import { indexPairs, type Pairs, suggest } from '../core/suggestions/index.ts';
import type { Tx } from '../database/database.ts';
import { getItemNames, type ItemName } from '../database/queries/library/get-item-names.ts';
import {
  type PairRow,
  readEstimateItems,
  readPairsAsOf,
  readPairsOf,
} from '../database/queries/suggestions/read-pairs-of.ts';

/** The answer of `POST /api/suggestions`. */
export type Suggestions = z.infer<typeof suggestAnswer>;

/**
 * What an estimate still lacks, best first, each with the items that speak for it.
 * @throws {PublicError} `not_found` for an estimate the reader may not see.
 */
export async function suggestItems(
  tx: Tx,
  input: z.infer<typeof suggestInput>,
): Promise<Suggestions> {
  const items = await itemsOf(tx, input);
  const asOf = await readPairsAsOf(tx);
  const pairs = await readPairsOf(tx, items);
  const { columns, ids } = toColumns(pairs, items);
  const index = indexPairs(columns, ids.length);
  // The estimate's items were numbered first.
  const estimate = Int32Array.from(items, (_, position) => position);
  const found = suggest(index, estimate, { limit: input.limit });

  const mentioned = new Set(
    found.flatMap(({ item, because }) => [item, ...because.map((reason) => reason.item)]),
  );
  const names = await getItemNames(
    tx,
    [...mentioned].map((item) => at(ids, item)),
  );
  const nameOf = (item: number): ItemName => {
    const name = names.get(at(ids, item));
    if (!name)
      throw new Error(`The pairs name item ${at(ids, item)}, which is not in the library.`);
    return name;
  };
  return {
    items_considered: items.length,
    as_of: asOf,
    suggestions: found.map(({ item, score, because }) => {
      const { id, code, name, unit } = nameOf(item);
      return {
        library_item_id: id,
        code,
        name,
        unit,
        score,
        because: because.map((reason) => {
          const speaker = nameOf(reason.item);
          return {
            library_item_id: speaker.id,
            code: speaker.code,
            name: speaker.name,
            together: reason.together,
            of: reason.of,
            confidence: reason.confidence,
            lift: reason.lift,
          };
        }),
      };
    }),
  };
}

async function itemsOf(tx: Tx, input: z.infer<typeof suggestInput>): Promise<string[]> {
  if (input.estimate_id === undefined) return [...new Set(input.library_item_ids)];
  const items = await readEstimateItems(tx, input.estimate_id);
  if (items === null) {
    throw new PublicError(
      'not_found',
      `There is no estimate ${input.estimate_id} that you may see.`,
    );
  }
  return items;
}

/** The stored pairs as the core's columns; `ids` are the items' by their number, the estimate's first. */
function toColumns(
  rows: readonly PairRow[],
  estimate: readonly string[],
): { columns: Pairs; ids: string[] } {
  const numbers = new Map(estimate.map((id, position) => [id, position]));
  const numberOf = (id: string) => {
    const known = numbers.get(id);
    if (known !== undefined) return known;
    numbers.set(id, numbers.size);
    return numbers.size - 1;
  };
  const columns: Pairs = {
    item: Int32Array.from(rows, (row) => numberOf(row.library_item_id)),
    paired: Int32Array.from(rows, (row) => numberOf(row.paired_item_id)),
    together: Int32Array.from(rows, (row) => row.together),
    of: Int32Array.from(rows, (row) => row.of),
    support: Float64Array.from(rows, (row) => row.support),
    confidence: Float64Array.from(rows, (row) => row.confidence),
    lift: Float64Array.from(rows, (row) => row.lift),
    score: Float64Array.from(rows, (row) => row.score),
  };
  return { columns, ids: [...numbers.keys()] };
}

function at(ids: readonly string[], item: number): string {
  const id = ids[item];
  if (id === undefined) throw new RangeError(`There is no item number ${item}.`);
  return id;
}
