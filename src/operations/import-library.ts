import { sql } from 'kysely';
import type { LibraryImportReport } from '../contract/library-files.ts';
import { isSameUnit } from '../core/units.ts';
import type { Tx } from '../database/database.ts';
import { mergeBuildUps } from '../database/queries/library-files/merge-build-ups.ts';
import { mergeHeadings, placeNew } from '../database/queries/library-files/merge-headings.ts';
import { mergeItems } from '../database/queries/library-files/merge-items.ts';
import { mergeResources } from '../database/queries/library-files/merge-resources.ts';
import {
  dropStage,
  indexStage,
  makeStage,
  readOutcome,
  type StagedRow,
  type StagedTable,
  stageRows,
} from '../database/queries/library-files/stage.ts';
import { readUnitPairs, takeKeptUnits } from '../database/queries/library-files/units.ts';
import type { ReadRecord } from '../exchange/index.ts';
import type { Progress } from './progress.ts';

/** How records are imported. */
export interface LibraryImportOptions {
  /** Do everything and take it back, for the report. */
  dryRun: boolean;
  progress?: Progress;
  signal?: AbortSignal;
}

/** Records staged by one statement. */
const batchSize = 1_000;

/**
 * Imports a library's records into the catalogue, in the caller's transaction, which runs as the service: new rows are
 * added, others brought up to date, what cannot be taken is skipped and told with its line. A check does the same, and
 * takes it back.
 */
export async function importLibrary(
  tx: Tx,
  records: AsyncIterable<ReadRecord>,
  { dryRun, progress, signal }: LibraryImportOptions,
): Promise<LibraryImportReport> {
  const started = performance.now();
  await sql`savepoint library_import`.execute(tx);
  await makeStage(tx);
  const stage = new Stage(tx);
  for await (const record of records) {
    signal?.throwIfAborted();
    if (await stage.add(record)) await progress?.({ phase: 'Reading', done: stage.read });
  }
  await stage.end();
  await indexStage(tx);
  stage.notePlaced(await placeNew(tx));
  const phases = [
    ['Headings', mergeHeadings],
    ['Resources', agreed('resources', mergeResources)],
    ['Items', agreed('items', mergeItems)],
    ['Build-ups', mergeBuildUps],
  ] as const;
  for (const [at, [phase, merge]] of phases.entries()) {
    signal?.throwIfAborted();
    await progress?.({ phase, done: at, total: phases.length });
    await merge(tx);
  }
  const outcome = await readOutcome(tx);
  if (dryRun) await sql`rollback to savepoint library_import`.execute(tx);
  else await dropStage(tx);
  return {
    dry_run: dryRun,
    read: stage.read,
    ...outcome,
    notes: stage.notes(),
    seconds: Math.round(performance.now() - started) / 1000,
  };
}

/** Merges rows whose units are taken as the library writes them: m3, M3 and m³ are one. */
function agreed(table: 'resources' | 'items', merge: (tx: Tx) => Promise<void>) {
  return async (tx: Tx) => {
    const pairs = await readUnitPairs(tx, table);
    const same = pairs.filter(({ said, kept }) => isSameUnit(said, kept));
    await takeKeptUnits(tx, table, same);
    await merge(tx);
  };
}

type Note = LibraryImportReport['notes'][number];

/** Collects records by their kind and stages them in batches. */
class Stage {
  readonly #tx: Tx;
  readonly #rows = new Map<StagedTable, StagedRow[]>();
  readonly #notes = new Map<string, Note>();
  readonly #headings = new Set<string>();
  read = 0;

  constructor(tx: Tx) {
    this.#tx = tx;
  }

  /** Whether a batch was staged with it. */
  async add({ sheet, record }: ReadRecord): Promise<boolean> {
    if (record.is === 'note') {
      const { text, line } = record;
      const said = this.#notes.get(text) ?? { text, times: 0, sheet, line };
      this.#notes.set(text, { ...said, times: said.times + 1 });
      return false;
    }
    if (record.is === 'heading') {
      // Rows of a table name the same heading again and again; the first that does is told of.
      const { level, code, name, parent } = record;
      const said = JSON.stringify([level, code, name, parent]);
      if (this.#headings.has(said)) return false;
      this.#headings.add(said);
    } else this.read += 1;
    const [table, row] = staged(record);
    const rows = this.#rows.get(table) ?? [];
    this.#rows.set(table, rows);
    rows.push({ sheet, line: record.line, ...row });
    if (rows.length < batchSize) return false;
    await this.#flush(table);
    return true;
  }

  async end(): Promise<void> {
    for (const table of this.#rows.keys()) await this.#flush(table);
  }

  async #flush(table: StagedTable): Promise<void> {
    // In groups of the same columns: a line that cannot be read has others.
    const groups = Map.groupBy(this.#rows.get(table) ?? [], (row) => Object.keys(row).join());
    for (const rows of groups.values()) await stageRows(this.#tx, table, rows);
    this.#rows.set(table, []);
  }

  /** What the file did not place. */
  notePlaced({ items, sections }: Awaited<ReturnType<typeof placeNew>>): void {
    const tell = (text: string, times: number) => {
      if (times > 0) this.#notes.set(text, { text, times });
    };
    tell('a new item without a section: it stands under Imported until it is given one', items);
    tell('a new section without a division: it stands in one of its own name', sections);
  }

  notes(): LibraryImportReport['notes'] {
    return [...this.#notes.values()].toSorted((a, b) => b.times - a.times);
  }
}

type Staged = Exclude<ReadRecord['record'], { is: 'note' }>;

function staged(record: Staged): [StagedTable, StagedRow] {
  switch (record.is) {
    case 'heading': {
      const { level, code, name, parent } = record;
      return ['headings', { level, code, name, parent }];
    }
    case 'resource': {
      const { code, name, kind, unit, rate, currency } = record;
      return ['resources', { code, name, kind, unit, rate, currency }];
    }
    case 'item': {
      const { code, name, unit, description, unitPrice, section, assembly } = record;
      return ['items', { code, name, unit, description, unit_price: unitPrice, section, assembly }];
    }
    case 'factor': {
      const { item, kind, of, quantity, wastage, hours, productivity, crew, utilization } = record;
      return [
        'factors',
        { item, kind, part: of, quantity, wastage, hours, productivity, crew, utilization },
      ];
    }
    case 'unreadable': {
      const { field, reason, value = null, item, code = null } = record;
      const why = { field, reason, value };
      // A build-up with a line that cannot be read is left alone as a whole.
      return item === undefined ? ['unread', { ...why, code }] : ['factors', { item, ...why }];
    }
  }
}
