/*
 * What an item says of others, as one column keeps it: a float4 that is its strongest weight, then for each other item, in
 * the order of their numbers, how much further its number is (LEB128), what it adds to its score as a share of the strongest
 * (int2, 32,767 is all of it), and the estimates that have both (LEB128). About 5 bytes where three numbers take 12;
 * little-endian. Most of what ranking takes is to get these bytes out of the database.
 */

/** What an item says, column by column; the same as of `Voices` in core/suggestions. */
export interface Voice {
  /** Numbers of the other items, each once. */
  paired: Int32Array;
  weight: Float32Array;
  /** Estimates that have both. */
  together: Int32Array;
}

/** What several items say, the n-th in the rows from `offsets[n]` up to, not including, `offsets[n + 1]`. */
export interface UnpackedVoices extends Voice {
  offsets: Int32Array;
}

/** The strongest weight is so many parts of itself. */
const parts = 32_767;

/** Most bytes, and fewest, that one other item takes: two numbers of LEB128 and a weight. */
const most = 12;
const fewest = 4;

/** Bytes before the first. */
const headLength = 4;

/** Packs what one item says of others, which come in the order of their numbers; nothing said is no bytes. */
export function packVoice({ paired, weight, together }: Voice): Uint8Array {
  if (paired.length === 0) return new Uint8Array();
  // No Buffer: the edge need not have one.
  const bytes = new Uint8Array(headLength + paired.length * most);
  const view = new DataView(bytes.buffer);
  const strongest = weight.reduce((sum, value) => Math.max(sum, Math.abs(value)), 0) || 1;
  view.setFloat32(0, strongest, true);
  let at = headLength;
  const writeCount = (count: number) => {
    let left = count;
    for (; left > 0x7f; left >>>= 7) bytes[at++] = (left & 0x7f) | 0x80;
    bytes[at++] = left;
  };
  let before = 0;
  for (let row = 0; row < paired.length; row++) {
    writeCount((paired[row] as number) - before);
    before = paired[row] as number;
    view.setInt16(at, Math.round(((weight[row] as number) / strongest) * parts), true);
    at += 2;
    writeCount(together[row] as number);
  }
  return bytes.subarray(0, at);
}

/** Where voices are unpacked to, again and again: memory of its own for each is what collecting it takes longest to give back. */
let room = makeRoom(0);

function makeRoom(rows: number) {
  return {
    paired: new Int32Array(rows),
    weight: new Float32Array(rows),
    together: new Int32Array(rows),
  };
}

/**
 * Unpacks what several items say, each within 1 ÷ 65,534 of its strongest weight, the others of each in the order of their
 * numbers, and gives what `use` makes of it: the columns are the next one's as soon as that returns.
 * @throws RangeError where bytes are missing
 */
export function withUnpacked<Result>(
  packed: readonly Uint8Array[],
  use: (voices: UnpackedVoices) => Result,
): Result {
  const most = packed.reduce((sum, { length }) => sum + Math.floor(length / fewest), 0);
  if (room.paired.length < most) room = makeRoom(most);
  const offsets = new Int32Array(packed.length + 1);
  for (const [nth, bytes] of packed.entries()) {
    offsets[nth + 1] = unpackInto(room, offsets[nth] as number, bytes);
  }
  const rows = offsets[packed.length] as number;
  return use({
    offsets,
    paired: room.paired.subarray(0, rows),
    weight: room.weight.subarray(0, rows),
    together: room.together.subarray(0, rows),
  });
}

/** Unpacks what an item says into the rows from `first` on, and gives the row after the last. */
function unpackInto({ paired, weight, together }: Voice, first: number, bytes: Uint8Array): number {
  if (bytes.length === 0) return first;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const part = view.getFloat32(0, true) / parts;
  let at = headLength;
  const readCount = () => {
    let count = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = view.getUint8(at++);
      count |= (byte & 0x7f) << shift;
      if (byte < 0x80) return count;
    }
  };
  let row = first;
  for (let number = 0; at < bytes.length; row++) {
    number += readCount();
    paired[row] = number;
    weight[row] = view.getInt16(at, true) * part;
    at += 2;
    together[row] = readCount();
  }
  return row;
}
