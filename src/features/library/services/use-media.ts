import { useSyncExternalStore } from 'react';

/** Whether a media query holds, as it changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => window.matchMedia(query).matches,
  );
}

/** Whether the window is a phone's, where rows become cards. */
export const useNarrow = () => useMedia('(width < 48rem)');

/** Whether the page is shown dark, by choice or by the machine. */
export const useMachineIsDark = () => useMedia('(prefers-color-scheme: dark)');
