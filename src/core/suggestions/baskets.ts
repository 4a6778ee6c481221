/**
 * Which items were used together: one basket an estimate, items by their index 0 … itemCount − 1.
 *
 * Compressed rows rather than a set a basket: basket `b` holds
 * `items[offsets[b]]` up to, not including, `items[offsets[b + 1]]`, ascending and each item once.
 */
export type Baskets = {
  items: Int32Array;
  /** One longer than there are baskets; starts at 0, ends at `items.length`. */
  offsets: Int32Array;
  itemCount: number;
};

/** How many baskets there are, empty ones included. */
export function basketCount(baskets: Baskets): number {
  return baskets.offsets.length - 1;
}

/**
 * Baskets from rows (basket, item) in any order; a row that repeats counts once.
 *
 * Two counting sorts, by item and then stable by basket: O(rows + baskets + items) time and memory.
 * The result doesn't depend on the order of the rows.
 *
 * @param basketIdx basket of each row, 0 … baskets − 1
 * @param itemIdx item of each row, 0 … itemCount − 1
 * @throws RangeError where the columns differ in length or an index is outside its range
 */
export function fromPairs(
  basketIdx: Int32Array,
  itemIdx: Int32Array,
  baskets: number,
  itemCount: number,
): Baskets {
  if (basketIdx.length !== itemIdx.length) {
    throw new RangeError(
      `basketIdx has ${basketIdx.length} rows and itemIdx ${itemIdx.length}: they must pair up`,
    );
  }
  const byItem = countingSort(itemIdx, itemCount, 'itemIdx');
  const basketsByItem = byItem.order.map((row) => basketIdx[row] as number);
  const byBasket = countingSort(basketsByItem, baskets, 'basketIdx');

  const items = new Int32Array(itemIdx.length);
  const offsets = new Int32Array(baskets + 1);
  let kept = 0;
  for (let basket = 0; basket < baskets; basket++) {
    let previous = -1;
    const end = byBasket.starts[basket + 1] as number;
    for (let at = byBasket.starts[basket] as number; at < end; at++) {
      const row = byItem.order[byBasket.order[at] as number] as number;
      const item = itemIdx[row] as number;
      if (item !== previous) items[kept++] = item;
      previous = item;
    }
    offsets[basket + 1] = kept;
  }
  return { items: items.slice(0, kept), offsets, itemCount };
}

/** For each item its baskets, ascending: `baskets[offsets[i]]` up to, not including, `offsets[i + 1]`. */
export type InvertedBaskets = { baskets: Int32Array; offsets: Int32Array };

/** The inverted index of `baskets`, in memory by `allocate`. An item's count is the length of its range. */
export function invert(
  baskets: Baskets,
  allocate: Allocate = (bytes) => new ArrayBuffer(bytes),
): InvertedBaskets {
  const { items, offsets, itemCount } = baskets;
  const numbers = (count: number) => new Int32Array(allocate(count * Int32Array.BYTES_PER_ELEMENT));
  const starts = numbers(itemCount + 1);
  itemCounts(baskets).forEach((count, item) => {
    starts[item + 1] = (starts[item] as number) + count;
  });
  const next = starts.slice(0, itemCount);
  const inverted = numbers(items.length);
  for (let basket = 0; basket < basketCount(baskets); basket++) {
    const end = offsets[basket + 1] as number;
    for (let row = offsets[basket] as number; row < end; row++) {
      const item = items[row] as number;
      const at = next[item] as number;
      inverted[at] = basket;
      next[item] = at + 1;
    }
  }
  return { baskets: inverted, offsets: starts };
}

/** Makes memory of so many bytes: such as threads share, where several work. */
export type Allocate = (bytes: number) => ArrayBuffer | SharedArrayBuffer;

/** In how many baskets each item is. */
export function itemCounts(baskets: Baskets): Int32Array {
  const counts = new Int32Array(baskets.itemCount);
  for (const item of baskets.items) counts[item] = (counts[item] as number) + 1;
  return counts;
}

/**
 * Stable order of `keys`, all in 0 … keyCount − 1, and where each key's rows start in it
 * (one longer than there are keys).
 */
export function countingSort(
  keys: Int32Array,
  keyCount: number,
  name: string,
): { order: Int32Array; starts: Int32Array } {
  const starts = new Int32Array(keyCount + 1);
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row] as number;
    if (key < 0 || key >= keyCount) {
      throw new RangeError(`${name}[${row}] is ${key}, outside 0 … ${keyCount - 1}`);
    }
    starts[key + 1] = (starts[key + 1] as number) + 1;
  }
  for (let key = 0; key < keyCount; key++) {
    starts[key + 1] = (starts[key + 1] as number) + (starts[key] as number);
  }
  const next = starts.slice(0, keyCount);
  const order = new Int32Array(keys.length);
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row] as number;
    const at = next[key] as number;
    order[at] = row;
    next[key] = at + 1;
  }
  return { order, starts };
}
