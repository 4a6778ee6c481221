import type { RowProblems } from './problems.ts';

/** What an import did; with `dryRun`, what it would have done. */
export interface ImportReport {
  format: 'bid-tabs';
  dryRun: boolean;
  /** Rows of the file, by what became of them. */
  rows: { read: number; imported: number; alreadyThere: number; rejected: number };
  /** A contract that is there already is skipped as a whole. */
  contracts: { read: number; imported: number; alreadyThere: number };
  items: { read: number; added: number; alreadyThere: number };
  /** Prices added to the history: one for each item of each imported contract. */
  prices: number;
  /** Rows that repeated an item of their contract and were summed with it. */
  repeats: number;
  /** Items whose rows came in several units: each further unit became an item of its own. */
  unitVariants: number;
  problems: RowProblems;
  /** Null where there was no demo library to replace, or it was to be kept. */
  demo: ReplacedDemo | null;
  /** Memberships given in the imported projects. */
  members: number;
  /** ISO date of the newest letting in the file; null where no row could be read. */
  newestLetting: string | null;
  seconds: number;
}

/** What of the demo library gave way, and what stayed since something of the user's own refers to it. */
export interface ReplacedDemo {
  projects: number;
  items: number;
  itemsKept: number;
}

/** How many rows with problems are printed; the report holds more. */
const problemsPrinted = 20;

/** The report as lines for a terminal. */
export function renderReport(report: ImportReport): string[] {
  const { rows, contracts, items } = report;
  const seconds = report.seconds.toFixed(report.seconds < 10 ? 1 : 0);
  const speed = report.seconds > 0 ? `, ${number(rows.read / report.seconds)} rows/s` : '';
  return [
    report.dryRun
      ? 'Dry run: nothing was written. An import would have done this:'
      : `Imported bid tabs in ${seconds} s${speed}.`,
    `  read      ${plural(rows.read, 'row')} of ${plural(contracts.read, 'contract')}`,
    `  inserted  ${plural(contracts.imported, 'project')}, ${plural(items.added, 'library item')}, ${plural(report.prices, 'price')}`,
    ...whatWasSummed(report),
    ...whatWasSkipped(report),
    ...whatWasReplaced(report),
  ];
}

function whatWasSummed({ repeats, unitVariants }: ImportReport): string[] {
  return [
    repeats > 0 &&
      `  summed    ${plural(repeats, 'row')} that repeat an item of their contract, at the price weighted by quantity`,
    unitVariants > 0 &&
      `  split     ${plural(unitVariants, 'item')} whose rows came in a further unit, named by it`,
  ].filter((line) => line !== false);
}

function whatWasSkipped({ rows, contracts, problems }: ImportReport): string[] {
  const lines: string[] = [];
  if (contracts.alreadyThere > 0) {
    lines.push(
      `  skipped   ${plural(contracts.alreadyThere, 'contract')} with ${plural(rows.alreadyThere, 'row')}: already imported`,
    );
  }
  for (const [reason, count] of Object.entries(problems.byReason)) {
    lines.push(`  skipped   ${plural(count, 'row')}: ${reason}`);
  }
  for (const { line, field, reason, value } of problems.first.slice(0, problemsPrinted)) {
    const what = field === null ? reason : `${field} ${reason}`;
    lines.push(`    line ${line}: ${what}${value ? ` (${JSON.stringify(value)})` : ''}`);
  }
  const more = problems.total - Math.min(problemsPrinted, problems.first.length);
  if (more > 0) lines.push(`    and ${plural(more, 'row')} more`);
  return lines;
}

function whatWasReplaced({ demo }: ImportReport): string[] {
  if (!demo) return [];
  const gave = `${plural(demo.items, 'item')}, ${plural(demo.projects, 'project')}`;
  const lines = [`  The demo library (${gave}) gave way to your data; --keep-demo keeps both.`];
  if (demo.itemsKept > 0) {
    lines.push(`  ${plural(demo.itemsKept, 'demo item')} stayed, since your own data uses them.`);
  }
  return lines;
}

function number(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** A number with its thing: `1 row`, `1,200 rows`. */
export function plural(count: number, thing: string): string {
  return `${number(count)} ${thing}${count === 1 ? '' : 's'}`;
}
