import { sql } from 'kysely';
import type { Tx } from '../../database.ts';
import { planKept } from '../../kept-plans.ts';
import { packVoice, type UnpackedVoices } from './packed-voices.ts';

/** What was learned of some items, and the numbers by which it can be told. */
export interface WeightsOf {
  /** The items that something was learned of. */
  speakers: { library_item_id: string; number: number; estimates: number }[];
  /** What they say, in the same order, packed (packed-voices.ts). */
  packed: Uint8Array[];
  /** Numbers of the items that most estimates have. */
  routine: number[];
}

/** What was learned of these items; items it was not learned of are left out. */
export async function readWeightsOf(tx: Tx, itemIds: readonly string[]): Promise<WeightsOf> {
  const { rows } = await sql<{
    library_item_id: string | null;
    number: number;
    estimates: number;
    said: Uint8Array | null;
  }>`${planKept}
    select library_item_id, number, estimates, said
    from public.library_item_weights where library_item_id = any (${itemIds}::uuid[])
    union all
    select null, number, null, null from public.library_item_weights where is_routine`.execute(tx);
  const speakers: WeightsOf['speakers'] = [];
  const routine: number[] = [];
  const packed: Uint8Array[] = [];
  for (const { library_item_id, number, estimates, said } of rows) {
    if (library_item_id === null || said === null) {
      routine.push(number);
    } else {
      speakers.push({ library_item_id, number, estimates });
      packed.push(said);
    }
  }
  return { speakers, packed, routine };
}

/** An item by its number. */
export interface NumberedItem {
  number: number;
  library_item_id: string;
  estimates: number;
  of_estimates: number;
}

/** The items of some numbers. */
export async function readNumberedItems(
  tx: Tx,
  numbers: readonly number[],
): Promise<Map<number, NumberedItem>> {
  const { rows } = await sql<NumberedItem>`${planKept}
    select number, library_item_id, estimates, of_estimates
    from public.library_item_weights where number = any (${numbers}::int[])`.execute(tx);
  return new Map(rows.map((row) => [row.number, row]));
}

/** The weights to keep. */
export interface WeightColumns extends UnpackedVoices {
  itemIds: readonly string[];
  /** Estimates that have each item. */
  counts: Int32Array;
  isRoutine: readonly boolean[];
  of: number;
}

/** Items written by one statement. */
const batchSize = 500;

/** Replaces all weights with these, in the caller's transaction; none where nothing could be learned. */
export async function writeWeights(tx: Tx, model: WeightColumns | null, asOf: Date): Promise<void> {
  await sql`delete from public.library_item_weights`.execute(tx);
  if (!model) return;
  const known = [...model.itemIds.keys()].filter((item) => (model.counts[item] ?? 0) > 0);
  for (let start = 0; start < known.length; start += batchSize) {
    const batch = known.slice(start, start + batchSize);
    await sql`
      insert into public.library_item_weights
        (library_item_id, number, estimates, of_estimates, is_routine, said, as_of)
      select id, number, estimates, ${model.of}, is_routine, said, ${asOf}
      from unnest(${batch.map((item) => model.itemIds[item])}::uuid[], ${batch}::int[],
        ${batch.map((item) => model.counts[item])}::int[], ${batch.map((item) => model.isRoutine[item])}::bool[],
        ${batch.map((item) => packed(model, item))}::bytea[]) as w (id, number, estimates, is_routine, said)`.execute(
      tx,
    );
  }
}

/** What one item says of others, packed. */
function packed({ offsets, paired, weight, together }: WeightColumns, item: number): Uint8Array {
  const of = <Column extends Int32Array | Float32Array>(column: Column) =>
    column.subarray(offsets[item], offsets[item + 1]) as Column;
  return packVoice({ paired: of(paired), weight: of(weight), together: of(together) });
}
