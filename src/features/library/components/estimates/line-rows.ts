import type { Estimate, EstimateElement, EstimateLine } from '../../services/types.ts';

/** The heading of an element, with its lines; without an element, of those that are in none. */
export interface ElementRow {
  key: string;
  element: EstimateElement | null;
  /** Its place among the elements, 0 the first. */
  position: number;
  lines: readonly EstimateLine[];
  sum: number;
  open: boolean;
}

/** A row of an estimate's table: a heading with what its lines come to, or a line. */
export type LineRow =
  | ElementRow
  | { key: string; section: string; sum: number }
  | { key: string; line: EstimateLine };

/** What lines stand under that are in no element, where the estimate has any. */
export const noElement = 'In no element';

/** The key of the heading that lines of an element, or of none, stand under. */
export const headingKey = (elementId: string | null) => `element ${elementId}`;

/**
 * An estimate's lines under their elements, in the estimate's order, and within each under their sections; an estimate without
 * elements has sections alone. Of those whose headings are in `closed`, the headings alone.
 */
export function lineRows(
  { lines, elements }: Pick<Estimate, 'lines' | 'elements'>,
  closed: ReadonlySet<string> = new Set(),
): LineRow[] {
  if (elements.length === 0) return underSections(lines, '');
  const own = Map.groupBy(lines, ({ element_id }) => element_id);
  return [...elements, null].flatMap((element, position): LineRow[] => {
    const within = own.get(element?.id ?? null) ?? [];
    if (element === null && within.length === 0) return [];
    const key = headingKey(element?.id ?? null);
    const open = !closed.has(key);
    return [
      { key, element, position, lines: within, sum: sumOf(within), open },
      ...(open ? underSections(within, `${key}, `) : []),
    ];
  });
}

function underSections(lines: readonly EstimateLine[], prefix: string): LineRow[] {
  const sections = Map.groupBy(lines, (line) => line.section_name);
  return [...sections].flatMap(([section, own]): LineRow[] => [
    { key: `${prefix}section ${section}`, section, sum: sumOf(own) },
    ...own.map((line) => ({ key: line.id, line })),
  ]);
}

/** What lines come to, of those that have a price. */
export const sumOf = (lines: readonly EstimateLine[]) =>
  lines.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
