/**
 * The best few of many candidates: a bounded heap with the worst kept candidate on top, so that
 * most candidates cost one comparison. O(n log capacity) time, O(capacity) memory.
 *
 * Order: higher score, then more baskets together, then lower item index; so the result never
 * depends on the order of the offers.
 */
export class Best {
  readonly #scores: Float64Array;
  readonly #together: Int32Array;
  readonly #items: Int32Array;
  #size = 0;

  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(`capacity must be a positive integer, not ${capacity}`);
    }
    this.#scores = new Float64Array(capacity);
    this.#together = new Int32Array(capacity);
    this.#items = new Int32Array(capacity);
  }

  /** The score a candidate has to reach to have a chance; −Infinity while there is room. */
  get threshold(): number {
    return this.#size < this.#items.length ? -Infinity : (this.#scores[0] as number);
  }

  /** Keeps the candidate if it is among the best so far. */
  offer(score: number, together: number, item: number): void {
    if (this.#size < this.#items.length) {
      this.#set(this.#size, score, together, item);
      this.#rise(this.#size++);
    } else if (this.#worse(0, score, together, item)) {
      this.#set(0, score, together, item);
      this.#sink();
    }
  }

  /** Hands out what was kept, best first, and is empty again. */
  drain(take: (item: number, together: number, score: number) => void): void {
    const kept = this.#size;
    // The second half of a heapsort: the worst goes to the end, again and again.
    while (this.#size > 1) {
      this.#swap(0, --this.#size);
      this.#sink();
    }
    this.#size = 0;
    for (let slot = 0; slot < kept; slot++) {
      take(
        this.#items[slot] as number,
        this.#together[slot] as number,
        this.#scores[slot] as number,
      );
    }
  }

  /** Whether the candidate in `slot` ranks behind the given one. */
  #worse(slot: number, score: number, together: number, item: number): boolean {
    const slotScore = this.#scores[slot] as number;
    if (slotScore !== score) return slotScore < score;
    const slotTogether = this.#together[slot] as number;
    if (slotTogether !== together) return slotTogether < together;
    return (this.#items[slot] as number) > item;
  }

  #slotWorse(a: number, b: number): boolean {
    return this.#worse(
      a,
      this.#scores[b] as number,
      this.#together[b] as number,
      this.#items[b] as number,
    );
  }

  #set(slot: number, score: number, together: number, item: number): void {
    this.#scores[slot] = score;
    this.#together[slot] = together;
    this.#items[slot] = item;
  }

  #swap(a: number, b: number): void {
    const score = this.#scores[a] as number;
    const together = this.#together[a] as number;
    const item = this.#items[a] as number;
    this.#set(a, this.#scores[b] as number, this.#together[b] as number, this.#items[b] as number);
    this.#set(b, score, together, item);
  }

  #rise(from: number): void {
    let slot = from;
    while (slot > 0) {
      const parent = (slot - 1) >> 1;
      if (!this.#slotWorse(slot, parent)) return;
      this.#swap(slot, parent);
      slot = parent;
    }
  }

  #sink(): void {
    let slot = 0;
    for (;;) {
      let worst = slot;
      for (let child = 2 * slot + 1; child <= 2 * slot + 2 && child < this.#size; child++) {
        if (this.#slotWorse(child, worst)) worst = child;
      }
      if (worst === slot) return;
      this.#swap(slot, worst);
      slot = worst;
    }
  }
}
