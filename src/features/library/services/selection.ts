import { useMemo, useState } from 'react';

/** Rows chosen in a grid: some by their keys, or all that match, also those not fetched yet. */
export interface Selection {
  /** How many are chosen. */
  count: number;
  /** Whether all that match are, rather than some one by one. */
  all: boolean;
  /** The keys of those chosen one by one, in the order they were chosen in. */
  keys: readonly string[];
  has(key: string): boolean;
  /** Chooses the row at a place, or no longer; with `range` all rows from the last one that was to this one. */
  toggle(place: number, options?: { range?: boolean }): void;
  chooseAll(): void;
  /** Chooses these rows, and no others. */
  chooseThese(keys: readonly string[]): void;
  clear(): void;
}

/** What is chosen: all that match, or rows by their keys, with the one a range begins at. */
export type Chosen = { all: true } | { all: false; keys: ReadonlySet<string>; from?: string };

/** Nothing. */
export const nothing: Chosen = { all: false, keys: new Set() };

/**
 * What is chosen of a grid's rows. `keys` are those of the rows fetched so far, `total` counts all that match
 * `filter`; with another filter nothing is chosen, for one would not see what is.
 */
export function useSelection(keys: readonly string[], total: number, filter: string): Selection {
  const [state, setState] = useState({ filter, chosen: nothing });
  const chosen = state.filter === filter ? state.chosen : nothing;
  return useMemo(() => {
    const set = (next: Chosen) => setState({ filter, chosen: next });
    return {
      count: chosen.all ? total : chosen.keys.size,
      all: chosen.all,
      keys: chosen.all ? [] : [...chosen.keys],
      has: (key) => chosen.all || chosen.keys.has(key),
      toggle: (place, { range = false } = {}) => set(toggled(chosen, keys, place, range)),
      chooseAll: () => set({ all: true }),
      chooseThese: (these) => set({ all: false, keys: new Set(these) }),
      clear: () => set(nothing),
    };
  }, [chosen, keys, total, filter]);
}

/**
 * What is chosen after the row at `place` was pointed at, of rows with these keys. Of all that match, those fetched stay
 * chosen but this one: what is chosen one by one is always what one has seen.
 */
export function toggled(
  chosen: Chosen,
  keys: readonly string[],
  place: number,
  range: boolean,
): Chosen {
  const key = keys[place];
  if (key === undefined) return chosen;
  const next = new Set(chosen.all ? keys : chosen.keys);
  const from = chosen.all || chosen.from === undefined ? -1 : keys.indexOf(chosen.from);
  if (range && from >= 0) {
    const between = keys.slice(Math.min(from, place), Math.max(from, place) + 1);
    for (const each of between) next.add(each);
  } else if (!next.delete(key)) {
    next.add(key);
  }
  return { all: false, keys: next, from: key };
}
