import { type Baskets, fromPairs } from './baskets.ts';

/**
 * Collects rows (basket, item) under the keys they have outside, such as ids, as they arrive from a
 * stream in any order, and numbers both in order of first sight.
 *
 * @example
 * const builder = new BasketBuilder<string>();
 * for await (const row of rows) builder.add(row.estimate_id, row.library_item_id);
 * const { baskets, itemKeys } = builder.build();
 */
export class BasketBuilder<Key extends string | number> {
  readonly #basketIndex = new Map<Key, number>();
  readonly #itemIndex = new Map<Key, number>();
  #basketIdx = new Int32Array(1024);
  #itemIdx = new Int32Array(1024);
  #rows = 0;

  /** One use of an item in a basket; a repeat counts once in `build`. */
  add(basket: Key, item: Key): void {
    if (this.#rows === this.#basketIdx.length) {
      this.#basketIdx = doubled(this.#basketIdx);
      this.#itemIdx = doubled(this.#itemIdx);
    }
    this.#basketIdx[this.#rows] = numbered(this.#basketIndex, basket);
    this.#itemIdx[this.#rows] = numbered(this.#itemIndex, item);
    this.#rows++;
  }

  /** The rows added so far, repeats included. */
  get rows(): number {
    return this.#rows;
  }

  /** The baskets, and for each item index the key it was added under. */
  build(): { baskets: Baskets; itemKeys: Key[] } {
    return {
      baskets: fromPairs(
        this.#basketIdx.subarray(0, this.#rows),
        this.#itemIdx.subarray(0, this.#rows),
        this.#basketIndex.size,
        this.#itemIndex.size,
      ),
      itemKeys: [...this.#itemIndex.keys()],
    };
  }
}

function numbered<Key>(index: Map<Key, number>, key: Key): number {
  const known = index.get(key);
  if (known !== undefined) return known;
  index.set(key, index.size);
  return index.size - 1;
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
