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

/** Packs what one item says; nothing said is no bytes. */
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
  for (const row of rowsByNumber(paired)) {
    writeCount((paired[row] as number) - before);
    before = paired[row] as number;
    view.setInt16(at, Math.round(((weight[row] as number) / strongest) * parts), true);
    at += 2;
    writeCount(together[row] as number);
  }
  return bytes.subarray(0, at);
}

/** The rows in the order of their numbers, sorted as plain numbers: a function that compares takes ten times as long. */
function rowsByNumber(paired: Int32Array): Float64Array {
  const keys = Float64Array.from(paired, (number, row) => number * paired.length + row).sort();
  return keys.map((key) => key % paired.length);
}

/**
 * Unpacks what several items say, each within 1 ÷ 65,534 of its strongest weight.
 * @throws RangeError where bytes are missing
 */
export function unpackVoices(packed: readonly Uint8Array[]): UnpackedVoices {
  const room = packed.reduce((sum, { length }) => sum + Math.floor(length / fewest), 0);
  const offsets = new Int32Array(packed.length + 1);
  const paired = new Int32Array(room);
  const weight = new Float32Array(room);
  const together = new Int32Array(room);
  let row = 0;
  for (const [nth, bytes] of packed.entries()) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const part = bytes.length > 0 ? view.getFloat32(0, true) / parts : 0;
    let at = headLength;
    const readCount = () => {
      let count = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = view.getUint8(at++);
        count |= (byte & 0x7f) << shift;
        if (byte < 0x80) return count;
      }
    };
    for (let number = 0; at < bytes.length; row++) {
      number += readCount();
      paired[row] = number;
      weight[row] = view.getInt16(at, true) * part;
      at += 2;
      together[row] = readCount();
    }
    offsets[nth + 1] = row;
  }
  return {
    offsets,
    paired: paired.subarray(0, row),
    weight: weight.subarray(0, row),
    together: together.subarray(0, row),
  };
}
