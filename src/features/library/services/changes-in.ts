import type { LibraryImportReport } from './types.ts';

/** How much of the library an import changed or would change: headings, resources, items and build-ups. */
export const changesIn = ({ headings, resources, items, build_ups }: LibraryImportReport): number =>
  [headings, resources, items, build_ups].reduce(
    (sum, { inserted, changed }) => sum + inserted + changed,
    0,
  );
