import type { BuildUpTree } from '../../services/types.ts';

/** A row of a build-up with its place among the rows it stands with, as a tree is told to those who cannot see it. */
export type PlacedRow = BuildUpTree['rows'][number] & {
  /** The row's index in the whole build-up. */
  index: number;
  /** The index of the sub-item it is in; null on level 1. */
  parent: number | null;
  /** Its place among those of its parent, from 1, and how many these are. */
  position: number;
  size: number;
  /** A sub-item that has rows under it, which can be shown. */
  opens: boolean;
};

/** The rows of a build-up, each with its place among those beside it. */
export function placed(rows: BuildUpTree['rows']): PlacedRow[] {
  /** The newest row of each level, on the way down to the row at hand. */
  const above: number[] = [];
  const parents = rows.map(({ level }, index) => {
    above[level] = index;
    return above[level - 1] ?? null;
  });
  const families = Map.groupBy(rows.keys(), (index) => parents[index] ?? null);
  return rows.map((row, index) => {
    const parent = parents[index] ?? null;
    const family = families.get(parent) ?? [];
    return {
      ...{ ...row, index, parent, size: family.length, opens: families.has(index) },
      position: family.indexOf(index) + 1,
    };
  });
}

/** The rows that are seen where the sub-items of `open`, by their index, are opened. */
export function seen(rows: readonly PlacedRow[], open: ReadonlySet<number>): PlacedRow[] {
  const shown = new Set<number>();
  return rows.filter(({ index, parent }) => {
    const visible = parent === null || (open.has(parent) && shown.has(parent));
    if (visible) shown.add(index);
    return visible;
  });
}

/** Where a key leads in a tree, and what it opens or closes; null where it does nothing there. */
export interface TreeMove {
  to: number;
  open?: number;
  close?: number;
}

/**
 * What a key does on the active row of a tree (W3C, ARIA Authoring Practices, treegrid): up and down, Home and End go from
 * row to row; right opens a sub-item, or goes into one that is open; left closes it, or goes to the one it is in; Enter and
 * Space open or close.
 */
export function moveBy(
  key: string,
  active: number,
  rows: readonly PlacedRow[],
  open: ReadonlySet<number>,
): TreeMove | null {
  const at = rows.findIndex(({ index }) => index === active);
  const row = rows[at];
  if (!row) return null;
  const goTo = (place: number): TreeMove => {
    const to = rows[Math.min(Math.max(place, 0), rows.length - 1)];
    return { to: to?.index ?? active };
  };
  const isOpen = open.has(active);
  switch (key) {
    case 'ArrowDown':
      return goTo(at + 1);
    case 'ArrowUp':
      return goTo(at - 1);
    case 'Home':
      return goTo(0);
    case 'End':
      return goTo(rows.length - 1);
    case 'ArrowRight':
      if (!row.opens) return null;
      return isOpen ? goTo(at + 1) : { to: active, open: active };
    case 'ArrowLeft':
      if (row.opens && isOpen) return { to: active, close: active };
      return row.parent === null ? null : { to: row.parent };
    case 'Enter':
    case ' ':
      if (!row.opens) return null;
      return isOpen ? { to: active, close: active } : { to: active, open: active };
    default:
      return null;
  }
}
