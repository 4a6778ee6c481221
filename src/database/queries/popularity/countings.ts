import { sql } from 'kysely';
import type { JobInput } from '../../../contract/jobs.ts';
import type { Tx } from '../../database.ts';
import { enqueueJob } from '../jobs/enqueue.ts';

/** Baskets as the core has them. */
interface CountedBaskets {
  items: Int32Array;
  offsets: Int32Array;
  itemCount: number;
}

/** Items `from` up to, not including, `to`. */
interface ItemRange {
  from: number;
  to: number;
}

/** Pairs of a block, column by column. */
export interface CountedPairs {
  item: Int32Array;
  paired: Int32Array;
  together: Int32Array;
}

/** Processes that work on jobs at this moment. */
export async function countLiveWorkers(tx: Tx): Promise<number> {
  const { rows } = await sql<{ live: number }>`select ratebook.live_workers() as live`.execute(tx);
  return rows[0]?.live ?? 0;
}

/** Ends what an earlier attempt of the same run shared out. */
export async function endCountings(tx: Tx, runId: string): Promise<void> {
  await sql`delete from ratebook.pair_countings where run_id = ${runId}`.execute(tx);
}

/** Shares out the counting of these baskets: a job for each block, in the caller's transaction. */
export async function shareCounting(
  tx: Tx,
  runId: string | null,
  { items, offsets, itemCount }: CountedBaskets,
  blocks: readonly ItemRange[],
): Promise<{ countingId: string; runIds: string[] }> {
  const { rows } = await sql<{ id: string }>`
    insert into ratebook.pair_countings (run_id, item_count, items, offsets)
    values (${runId}, ${itemCount}, ${bytesOf(items)}, ${bytesOf(offsets)}) returning id`.execute(
    tx,
  );
  const countingId = rows[0]?.id ?? '';
  const runIds: string[] = [];
  for (const [block, { from, to }] of blocks.entries()) {
    const by = { trigger: 'service', userId: null } as const;
    const run = await enqueueJob(tx, 'count-pair-block', { countingId, block }, by);
    await sql`insert into ratebook.pair_blocks (counting_id, block, first_item, end_item, run_id)
      values (${countingId}, ${block}, ${from}, ${to}, ${run})`.execute(tx);
    runIds.push(run);
  }
  return { countingId, runIds };
}

/** What a block's run needs; null where the block is counted already, or the counting is over. */
export async function readBlock(
  tx: Tx,
  { countingId, block }: JobInput<'count-pair-block'>,
): Promise<{ baskets: CountedBaskets; range: ItemRange } | null> {
  const { rows } = await sql<{
    item_count: number;
    items: Uint8Array;
    offsets: Uint8Array;
    first_item: number;
    end_item: number;
  }>`
    select c.item_count, c.items, c.offsets, b.first_item, b.end_item
    from ratebook.pair_countings c join ratebook.pair_blocks b on b.counting_id = c.id
    where c.id = ${countingId} and b.block = ${block} and b.pairs is null`.execute(tx);
  const [row] = rows;
  return row
    ? {
        baskets: {
          items: numbersOf(row.items),
          offsets: numbersOf(row.offsets),
          itemCount: row.item_count,
        },
        range: { from: row.first_item, to: row.end_item },
      }
    : null;
}

/** Keeps what was counted of a block, where nobody did before. */
export async function keepBlock(
  tx: Tx,
  { countingId, block }: JobInput<'count-pair-block'>,
  { item, paired, together }: CountedPairs,
): Promise<void> {
  const pairs = new Int32Array(item.length * 3);
  pairs.set(item);
  pairs.set(paired, item.length);
  pairs.set(together, 2 * item.length);
  await sql`update ratebook.pair_blocks set pairs = ${bytesOf(pairs)}
    where counting_id = ${countingId} and block = ${block} and pairs is null`.execute(tx);
}

/** How far a counting is. */
export async function readCountingState(
  tx: Tx,
  countingId: string,
): Promise<{ block: number; from: number; to: number; counted: boolean; running: boolean }[]> {
  const { rows } = await sql<{
    block: number;
    from: number;
    to: number;
    counted: boolean;
    running: boolean;
  }>`
    select b.block, b.first_item as from, b.end_item as to, b.pairs is not null as counted,
      coalesce(l.status = 'running', false) as running
    from ratebook.pair_blocks b left join public.background_job_logs l on l.id = b.run_id
    where b.counting_id = ${countingId} order by b.block`.execute(tx);
  return rows;
}

/** Takes all that was counted, in the order of the items, and ends the counting. */
export async function takeCounted(tx: Tx, countingId: string): Promise<CountedPairs> {
  const { rows } = await sql<{ pairs: Uint8Array }>`
    select pairs from ratebook.pair_blocks where counting_id = ${countingId} order by block`.execute(
    tx,
  );
  await sql`delete from ratebook.pair_countings where id = ${countingId}`.execute(tx);
  const blocks = rows.map(({ pairs }) => numbersOf(pairs));
  const column = (at: 0 | 1 | 2) => {
    const joined = new Int32Array(blocks.reduce((sum, { length }) => sum + length / 3, 0));
    let from = 0;
    for (const block of blocks) {
      const length = block.length / 3;
      joined.set(block.subarray(at * length, (at + 1) * length), from);
      from += length;
    }
    return joined;
  };
  return { item: column(0), paired: column(1), together: column(2) };
}

const bytesOf = (numbers: Int32Array) =>
  new Uint8Array(numbers.buffer as ArrayBuffer, numbers.byteOffset, numbers.byteLength).slice();

/** A copy: a driver's bytes may begin where no number can. */
const numbersOf = (bytes: Uint8Array) => new Int32Array(new Uint8Array(bytes).buffer);
