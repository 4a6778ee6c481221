import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** What one item of an estimate says of others, column by column. */
export interface Said {
  library_item_id: string;
  /** Estimates learned from that have it. */
  estimates: number;
  /** Numbers of the other items, each once. */
  paired: Int32Array;
  /** What it adds to their score. */
  weight: Float32Array;
  /** Estimates that have both. */
  together: Int32Array;
}

/** What was learned of some items, and the numbers by which it can be told. */
export interface WeightsOf {
  said: Said[];
  /** Numbers of these items. */
  numbers: number[];
  /** Numbers of the items that most estimates have. */
  routine: number[];
}

/** Bytes of one thing said: a number, a weight and a count of 4 each. */
const width = 12;

/** What was learned of these items; items it was not learned of are left out. */
export async function readWeightsOf(tx: Tx, itemIds: readonly string[]): Promise<WeightsOf> {
  const { rows } = await sql<{
    library_item_id: string | null;
    number: number;
    estimates: number;
    said: Uint8Array | null;
  }>`
    select library_item_id, number, estimates, said
    from public.library_item_weights where library_item_id = any (${itemIds}::uuid[])
    union all
    select null, number, null, null from public.library_item_weights where is_routine`.execute(tx);
  const said: Said[] = [];
  const found: WeightsOf = { said, numbers: [], routine: [] };
  for (const { library_item_id, number, estimates, said: bytes } of rows) {
    if (library_item_id === null || bytes === null) {
      found.routine.push(number);
    } else {
      found.numbers.push(number);
      said.push({ library_item_id, estimates, ...unpacked(bytes) });
    }
  }
  return found;
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
  const rows = await tx
    .selectFrom('library_item_weights')
    .select(['number', 'library_item_id', 'estimates', 'of_estimates'])
    .where('number', 'in', numbers.length > 0 ? numbers : [-1])
    .execute();
  return new Map(rows.map((row) => [row.number, row]));
}

/** The weights to keep, in compressed rows: item `i` has those from `offsets[i]` up to `offsets[i + 1]`. */
export interface WeightColumns extends Omit<Said, 'library_item_id' | 'estimates'> {
  itemIds: readonly string[];
  offsets: Int32Array;
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

function packed({ offsets, paired, weight, together }: WeightColumns, item: number): Uint8Array {
  const start = offsets[item] ?? 0;
  const length = (offsets[item + 1] ?? start) - start;
  // No Buffer: the edge need not have one.
  const view = new DataView(new ArrayBuffer(length * width));
  for (let at = 0; at < length; at++) {
    view.setInt32(at * width, paired[start + at] ?? 0, true);
    view.setFloat32(at * width + 4, weight[start + at] ?? 0, true);
    view.setInt32(at * width + 8, together[start + at] ?? 0, true);
  }
  return new Uint8Array(view.buffer);
}

function unpacked(bytes: Uint8Array): Pick<Said, 'paired' | 'weight' | 'together'> {
  const length = bytes.length / width;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const paired = new Int32Array(length);
  const weight = new Float32Array(length);
  const together = new Int32Array(length);
  for (let at = 0; at < length; at++) {
    paired[at] = view.getInt32(at * width, true);
    weight[at] = view.getFloat32(at * width + 4, true);
    together[at] = view.getInt32(at * width + 8, true);
  }
  return { paired, weight, together };
}
