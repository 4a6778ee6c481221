/** What this browser keeps under a key; null for nothing, also where keeping is forbidden, as in some private windows. */
export function kept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps a text over a reload, or forgets it with null. Where keeping is forbidden, it lasts as long as the page. */
export function keep(key: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // The page goes on with what it holds itself.
  }
}
