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
const batchSize = 5_000;

/** Replaces all weights with these, in the caller's transaction; none where nothing could be learned. */
export async function writeWeights(tx: Tx, model: WeightColumns | null, asOf: Date): Promise<void> {
  await sql`delete from public.library_item_weights`.execute(tx);
  if (!model) return;
  const known = [...model.itemIds.keys()].filter((item) => (model.counts[item] ?? 0) > 0);
  for (let start = 0; start < known.length; start += batchSize) {
    const batch = known.slice(start, start + batchSize);
    const { bytes, lengths, starts } = packed(model, batch);
    // As one string of bytes, which travels as it is: of an array of them each would be spelled out.
    await sql`
      insert into public.library_item_weights
        (library_item_id, number, estimates, of_estimates, is_routine, said, as_of)
      select id, number, estimates, ${model.of}, is_routine, substr(${bytes}::bytea, start, length), ${asOf}
      from unnest(${batch.map((item) => model.itemIds[item])}::uuid[], ${batch}::int[],
        ${batch.map((item) => model.counts[item])}::int[], ${batch.map((item) => model.isRoutine[item])}::bool[],
        ${starts}::int[], ${lengths}::int[]) as w (id, number, estimates, is_routine, start, length)`.execute(
      tx,
    );
  }
}

/** What some items say of others, packed, one after another; the first byte is number 1. */
function packed({ offsets, paired, weight, together }: WeightColumns, items: readonly number[]) {
  const voices = items.map((item) => {
    const of = <Column extends Int32Array | Float32Array>(column: Column) =>
      column.subarray(offsets[item], offsets[item + 1]) as Column;
    return packVoice({ paired: of(paired), weight: of(weight), together: of(together) });
  });
  const bytes = new Uint8Array(voices.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  const starts = voices.map((voice) => {
    bytes.set(voice, end);
    end += voice.length;
    return end - voice.length + 1;
  });
  return { bytes, starts, lengths: voices.map(({ length }) => length) };
}
