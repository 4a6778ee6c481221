import { createHash } from 'node:crypto';

/** A source of numbers that look like chance and are the same every time. */
export interface Random {
  /** From `low` up to, not including, `high`. */
  between(low: number, high: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One of them. */
  pick<T>(from: readonly T[]): T;
  /** In another order. */
  shuffled<T>(items: readonly T[]): T[];
  /** A factor about 1; two thirds of them lie within `spread` of it. */
  about(spread: number): number;
}

/** A generator (mulberry32) that always starts at the same point for the same seed. */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const random: Random = {
    between: (low, high) => low + (high - low) * next(),
    chance: (probability) => next() < probability,
    pick: (from) => {
      const chosen = from[Math.floor(next() * from.length)];
      if (chosen === undefined) throw new RangeError('There is nothing to pick from.');
      return chosen;
    },
    shuffled: (items) =>
      items
        .map((item) => ({ item, key: next() }))
        .sort((a, b) => a.key - b.key)
        .map(({ item }) => item),
    // Three even draws add up to nearly a bell, and never stray further than twice the spread.
    about: (spread) => 1 + spread * (2 / 3) * (next() + next() + next() - 1.5) * 2,
  };
  return random;
}

/** A row's id from what it is, so that a link into the demo works on every machine: a UUID of version 5's form. */
export function stableId(kind: string, code: string): string {
  const hash = createHash('sha1').update(`ratebook demo ${kind} ${code}`).digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex', 0, 16);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
