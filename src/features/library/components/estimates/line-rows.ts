import type { EstimateLine, ProjectDetail } from '../../services/types.ts';

/** A row of an estimate's table: a heading with what its lines come to, or a line. */
export type LineRow =
  | { key: string; heading: string; level: 1 | 2; sum: number }
  | { key: string; line: EstimateLine };

/** What lines stand under that are in no element, where others are. */
export const noElement = 'In no element';

/**
 * An estimate's lines under their elements, in the estimate's order, and within each under their sections; an estimate
 * whose lines are in no element has sections alone.
 */
export function lineRows({
  lines,
  elements,
}: Pick<ProjectDetail['estimates'][number], 'lines' | 'elements'>): LineRow[] {
  if (lines.every(({ element_id }) => element_id === null)) return underSections(lines, '');
  const own = Map.groupBy(lines, ({ element_id }) => element_id);
  return [...elements, { id: null, name: noElement }].flatMap(({ id, name }): LineRow[] => {
    const within = own.get(id);
    if (!within) return [];
    const key = `element ${id}`;
    return [
      { key, heading: name, level: 1, sum: sumOf(within) },
      ...underSections(within, `${key}, `),
    ];
  });
}

function underSections(lines: readonly EstimateLine[], prefix: string): LineRow[] {
  const sections = Map.groupBy(lines, (line) => line.section_name);
  return [...sections].flatMap(([name, own]): LineRow[] => [
    { key: `${prefix}section ${name}`, heading: name, level: 2, sum: sumOf(own) },
    ...own.map((line) => ({ key: line.id, line })),
  ]);
}

const sumOf = (lines: readonly EstimateLine[]) =>
  lines.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
