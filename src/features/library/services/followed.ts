import { useSyncExternalStore } from 'react';
import { keep, kept } from './storage.ts';

/** A run somebody asked for in this browser, shown wherever they go until it is over. */
export interface Followed {
  runId: string;
  /** What it does, in words: `Raising 512 prices by 10%`. */
  title: string;
  /** The page that shows what comes of it. */
  link: string;
}

const storageKey = 'ratebook.followed';
const listeners = new Set<() => void>();
let current = read();

function read(): readonly Followed[] {
  try {
    const stored: unknown = JSON.parse(kept(storageKey) ?? '[]');
    return Array.isArray(stored) ? stored : [];
  } catch {
    return [];
  }
}

function set(next: readonly Followed[]): void {
  current = next;
  keep(storageKey, next.length > 0 ? JSON.stringify(next) : null);
  for (const listener of listeners) listener();
}

/** Shows a run in the line of work in the background, also after a reload. */
export function follow(run: Followed): void {
  set([...current.filter(({ runId }) => runId !== run.runId), run]);
}

/** Shows it no longer. */
export function unfollow(runId: string): void {
  set(current.filter((run) => run.runId !== runId));
}

/** The runs that are followed, in the order they were asked for. */
export function useFollowed(): readonly Followed[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
