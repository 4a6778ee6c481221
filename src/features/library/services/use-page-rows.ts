import { defaultRangeExtractor, useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useState } from 'react';
import { observeSizeInTurn } from './size-in-turn.ts';

const pageOf = () => document.getElementById('page') as HTMLDivElement | null;

/** Rows drawn beyond the window's edges, so that what is scrolled to is there. */
const overscan = 10;

/**
 * Which rows of a table that scrolls with the page are drawn: those near the window, and the one that has the focus, since
 * what is being typed must not go.
 * @returns the rows to draw with the room left before each, that after the last, and what measures a row once it is drawn
 */
export function usePageRows(options: {
  body: RefObject<HTMLElement | null>;
  count: number;
  /** Height of a row, in pixels, until it is drawn. */
  height: number;
  focused: number | null;
}) {
  const { body, count, height, focused } = options;
  const [scrollMargin, setMargin] = useState(0);
  useEffect(() => {
    const page = pageOf();
    if (!page) return;
    // Told of after the layout, when to read where the table begins costs none.
    const observer = new ResizeObserver(() => {
      if (!body.current) return;
      const from = body.current.getBoundingClientRect().top - page.getBoundingClientRect().top;
      setMargin(Math.round(from + page.scrollTop));
    });
    observer.observe(page);
    return () => observer.disconnect();
  }, [body]);
  const virtual = useVirtualizer<HTMLDivElement, HTMLTableRowElement>({
    count,
    getScrollElement: pageOf,
    estimateSize: () => height,
    overscan,
    scrollMargin,
    observeElementRect: observeSizeInTurn,
    rangeExtractor: (range) => {
      const near = defaultRangeExtractor(range);
      if (focused === null || focused >= count || near.includes(focused)) return near;
      return [...near, focused].sort((a, b) => a - b);
    },
  });
  const items = virtual.getVirtualItems();
  const ends = [scrollMargin, ...items.map(({ end }) => end)];
  const rows = items.map((item: VirtualItem, at) => ({
    index: item.index,
    before: item.start - (ends[at] ?? 0),
  }));
  const after = virtual.getTotalSize() + scrollMargin - (ends.at(-1) ?? 0);
  return { rows, after, measure: virtual.measureElement };
}
