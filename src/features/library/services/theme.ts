import { useSyncExternalStore } from 'react';
import { keep, kept } from './storage.ts';

/** `system` follows the machine. */
export type Theme = 'system' | 'light' | 'dark';

const storageKey = 'ratebook.theme';
const listeners = new Set<() => void>();
const stored = kept(storageKey);
let current: Theme = stored === 'light' || stored === 'dark' ? stored : 'system';

/** The theme this browser was set to. */
export function getTheme(): Theme {
  return current;
}

/** Sets the theme of this browser. */
export function setTheme(theme: Theme): void {
  current = theme;
  keep(storageKey, theme);
  applyTheme();
  for (const listener of listeners) listener();
}

/** Shows the page in the theme it was set to; styles.css does the rest. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = getTheme();
}

/** The theme, as it is at each render. */
export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, getTheme);
}
