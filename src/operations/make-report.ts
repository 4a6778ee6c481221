import { counted } from '../contract/counted.ts';
import {
  mostChanges,
  mostItems,
  type ReportContent,
  type ReportLine,
  type ReportRequest,
} from '../contract/price-reports.ts';
import type { Tx } from '../database/database.ts';
import { listChangesAtStake } from '../database/queries/price-changes/list-changes.ts';
import { describeScope } from '../database/queries/price-reports/describe-scope.ts';
import { getPriceIndex } from '../database/queries/prices/get-index.ts';
import { listItemMonths } from '../database/queries/prices/list-item-months.ts';
import { listTrends } from '../database/queries/prices/list-trends.ts';
import { monthsAsked, monthsBefore } from '../database/queries/prices/months.ts';

/** How a report is called, by its scope in words. */
export const titleOf = (scope: string) => `Prices: ${scope}`;

/**
 * How a report that is asked for will be called.
 * @throws {PublicError} as `makeReport`.
 */
export async function titleReport(tx: Tx, request: ReportRequest): Promise<string> {
  return titleOf(await describeScope(tx, request));
}

/**
 * What a report says, read as the person the transaction runs as: a report holds nothing they may not see.
 * @throws {PublicError} `not_found` for a project, section, division or item that is gone or may not be seen.
 */
export async function makeReport(
  tx: Tx,
  request: ReportRequest,
  madeAt: Date,
): Promise<ReportContent> {
  const scope = await describeScope(tx, request);
  const newest = await monthsAsked(tx, request, { to: request.until });
  const period = newest && { from: monthsBefore(newest.to, request.months), to: newest.to };
  const told = {
    title: 'Prices and how they changed',
    scope,
    months: period ? monthsFrom(period) : [],
    over: request.over,
    minimum: request.minimum,
    paper: request.paper,
    madeAt,
  };
  const notes = notesOn(request);
  if (!period) {
    return {
      ...told,
      index: noIndex,
      lines: [],
      more: false,
      changes: [],
      moreChanges: false,
      notes,
    };
  }
  const index = await getPriceIndex(tx, { ...request, ...period, lump_sums: 'without' });
  const { trends } = await listTrends(tx, {
    ...request,
    ...period,
    minimum: undefined,
    lump_sums: 'with',
    sort: 'observations',
    limit: mostItems + 1,
  });
  const items = trends.slice(0, mostItems);
  const known = monthsBefore(period.to, learnedFrom);
  const months = await listItemMonths(
    tx,
    { project: request.project, items: items.map((item) => item.library_item_id) },
    period,
    monthsBefore(period.to, Math.max(learnedFrom, request.months)),
  );
  const lines = items.map(({ touches: { estimates, amount }, ...item }): ReportLine => {
    const of = months.get(item.library_item_id) ?? [];
    const told = of.filter(({ month }) => month >= period.from);
    return {
      ...item,
      touches: { estimates, amount },
      months: new Map(told.map(({ month, median }) => [month, median])),
      past: of.filter(({ month }) => month >= known),
    };
  });
  lines.sort((a, b) => byCode.compare(a.code, b.code));
  const found = await listChangesAtStake(tx, request, period, mostChanges + 1);
  return {
    ...told,
    index,
    lines,
    more: trends.length > mostItems,
    changes: found.slice(0, mostChanges),
    moreChanges: found.length > mostChanges,
    notes,
  };
}

/** Months of the past that forecasts are learned from, as `forecastItem` takes them. */
const learnedFrom = 48;

const byCode = new Intl.Collator('en', { numeric: true });
const noIndex = { base: null, currency: null, items: 0, left_out: 0, lump_sums: 0, months: [] };

/** The first days of the months from one to another, both included. */
function monthsFrom({ from, to }: { from: string; to: string }): string[] {
  const months: string[] = [];
  for (let month = from; month <= to; month = monthsBefore(month, -1)) months.push(month);
  return months;
}

/** How the figures came about. */
function notesOn({ over, minimum }: ReportRequest): string[] {
  return [
    'A month’s price of an item is the median of all prices of that calendar month (UTC) which whoever asked for this report may see.',
    'Prices in another currency or unit than an item’s commonest are left out and counted; they mix with nothing.',
    'A change is between the medians of two months: the newest with prices, and the newest at least so many months before it, at most a third of that longer.',
    `Movers are items with at least ${minimum} prices in both months of their change over ${counted(over, 'month')}, and no lump sums. Where different quantities explain a part of a change by the item’s elasticity (least squares of ln price on ln quantity, from ten prices on), it is told beside it.`,
    'Volatility is the standard deviation of the monthly changes of the median, as logarithms: 5% is about 5% a month.',
    'The index is over a fixed basket: items seen in at least a quarter of the months with prices of the year up to the base month. Jevons: every item counts alike. Laspeyres: items count by what was spent on them in that year. An item not seen in a month keeps its last price; one beyond three times its usual price of that year, or below a third, counts as no farther off. Lump sums are left out: their unit says so, or most of their prices are for exactly one and lie far apart; they move by what each comprised.',
    'Changes are those found among the bids of public records and among the captured prices of projects which whoever asked may read: a level shift, that prices stay at, or an outlier, that stood alone. A shift’s range holds nine of ten such. At stake: what the change comes to on the lines of open estimates that they may read.',
    'A forecast is of an item’s monthly median, by what is known at the end of the report’s months: the method that did better on the item’s own past than the plain one (the median of twelve months; the last month’s where each keeps to the one before it) by more than chance, else the plain one. Its range is what its errors on the past stayed within, four times of five. It reaches six months beyond the item’s newest price.',
    'Money touched: the lines of open estimates in active projects that whoever asked may read, at the newest median.',
  ];
}
