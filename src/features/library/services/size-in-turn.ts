import type { Rect, Virtualizer } from '@tanstack/react-virtual';
import { startTransition } from 'react';

/**
 * Tells a grid its size once the browser has laid out the page around it, rather than have that done at once to read
 * it: the page is there first, and its rows are drawn in turns of their own, between which it answers.
 * @returns how to be told no more
 */
export function observeSizeInTurn<Row extends Element>(
  { scrollElement }: Virtualizer<HTMLDivElement, Row>,
  tell: (size: Rect) => void,
): (() => void) | undefined {
  if (!scrollElement) return;
  const observer = new ResizeObserver(([entry]) => {
    if (!entry) return;
    const { width, height } = entry.contentRect;
    startTransition(() => tell({ width: Math.round(width), height: Math.round(height) }));
  });
  observer.observe(scrollElement);
  return () => observer.disconnect();
}
