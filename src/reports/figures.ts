import type { ReportContent, ReportLine } from '../contract/price-reports.ts';
import type { changeSpans } from '../contract/price-trends.ts';
import type { ForeseenReport } from './forecasts.ts';

/** A change of one item, over some of the spans. */
export type Change = ReportLine['changes'][number];

/** An item with the change it is a mover by. */
export interface Mover {
  line: ReportLine;
  change: Change;
}

/** The change of an item over so many months; undefined where it has none. */
export function changeOver(
  { changes }: Pick<ReportLine, 'changes'>,
  over: (typeof changeSpans)[number] | number,
): Change | undefined {
  return changes.find((change) => change.over === over);
}

/**
 * The items with enough prices in both months of their change, the strongest first: −50% is as strong as +100%. A lump
 * sum is none: it moves by what it comprised.
 */
export function moversOf({ lines, over, minimum }: ReportContent): Mover[] {
  const strength = ({ change }: Mover) => Math.abs(Math.log1p(change.change));
  return lines
    .flatMap((line): Mover[] => {
      const change = changeOver(line, over);
      const enough =
        change &&
        !line.is_lump_sum &&
        change.from.observations >= minimum &&
        change.to.observations >= minimum;
      return enough ? [{ line, change }] : [];
    })
    .sort((a, b) => strength(b) - strength(a));
}

/** What a found change is called. */
export const kindNames = { shift: 'level shift', outlier: 'outlier' } as const;

/** Lines a chart can tell apart. */
const charted = 6;

/** The items drawn: all of them where they are few, else the strongest movers. */
export function itemsToDraw(content: ReportContent): ReportLine[] {
  if (content.lines.length <= charted) return [...content.lines];
  return moversOf(content)
    .slice(0, charted)
    .map(({ line }) => line);
}

/** Every item, the strongest movers first and then the others as they stand. */
export function strongestFirst(content: ReportContent): ReportLine[] {
  return [...new Set([...moversOf(content).map(({ line }) => line), ...content.lines])];
}

/** An item's medians as levels, its first month of the report with prices being 100; null for months without. */
export function levelsOf(line: ReportLine, months: readonly string[]): (number | null)[] {
  const first = months.map((month) => line.months.get(month)).find((median) => median);
  return months.map((month) => {
    const median = line.months.get(month);
    return first && median !== undefined ? (100 * median) / first : null;
  });
}

/** How many prices were left out for their currency or unit. */
export function leftOut({ lines }: ReportContent): number {
  return lines.reduce((sum, line) => sum + line.left_out, 0);
}

const monthForm = new Intl.DateTimeFormat('en', {
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const momentForm = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
});
const dayForm = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const amountForm = new Intl.NumberFormat('en', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});
const countForm = new Intl.NumberFormat('en');
const shareForm = new Intl.NumberFormat('en', {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});

/** "8 Sept 2026". */
export const dayName = (moment: string) => dayForm.format(new Date(moment));
/** "Nov 2026". */
export const monthName = (month: string) => monthForm.format(new Date(`${month}T00:00:00Z`));
/** "25 Nov 2026, 14:05 UTC". */
export const momentName = (moment: Date) => `${momentForm.format(moment)} UTC`;
/** "1,234.50"; nothing for none. */
export const amount = (value: number | null | undefined) =>
  value === null || value === undefined ? '' : amountForm.format(value);
/** "1,234". */
export const count = (value: number) => countForm.format(value);
/** "+12.5%"; nothing for none. */
export const share = (value: number | null | undefined) =>
  value === null || value === undefined ? '' : shareForm.format(value).replace('-', '−');

/** What was found and what is expected, likewise. */
export function foundFacts(content: ForeseenReport): [name: string, value: string | number][] {
  const { changes, moreChanges } = content;
  const open = changes.filter(({ state }) => state === 'open').length;
  return [
    [moreChanges ? 'Changes found, of more' : 'Changes found', changes.length],
    ['Of these open', open],
    ['Forecasts', content.forecasts.length],
    [
      'Better than the plain method',
      content.forecasts.filter(({ beatsPlain }) => beatsPlain).length,
    ],
  ];
}

/** What a report says of itself, a name and a figure each. */
export function factsOf(content: ReportContent): [name: string, value: string | number][] {
  const { months, index, lines } = content;
  const movers = moversOf(content);
  const [first] = months;
  const last = months.at(-1);
  return [
    ['Of', content.scope],
    ['Period', first && last ? `${monthName(first)} to ${monthName(last)}` : 'no prices'],
    ['Made', momentName(content.madeAt)],
    ['Items with prices', lines.length],
    ['Prices', lines.reduce((sum, line) => sum + line.observations, 0)],
    ['Prices left out', leftOut(content)],
    ['Rose', movers.filter(({ change }) => change.change > 0).length],
    ['Fell', movers.filter(({ change }) => change.change < 0).length],
    ['Items of the index', index.items],
    ['Lump sums left out of the index', index.lump_sums],
    ['Other items left out of it', index.left_out],
    ...(content.more
      ? ([['Not told', `only the ${count(lines.length)} items with the most prices`]] as [
          string,
          string,
        ][])
      : []),
  ];
}
