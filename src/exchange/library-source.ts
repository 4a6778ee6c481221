import type { FactorAmounts } from './bc3/line-amounts.ts';
import type { FactorRecord, HeadingRecord, ResourceKind } from './records.ts';

/** A heading on its way out. */
export type HeadingRow = Pick<HeadingRecord, 'level' | 'code' | 'parent'> & {
  name: string;
  /** In BC3, where codes are unique among all concepts: a concept of another kind has it. */
  taken: boolean;
};

/** A resource on its way out; `rate` is an exact decimal, as text. */
export interface ResourceRow {
  id: string;
  code: string;
  name: string;
  kind: ResourceKind;
  unit: string;
  rate: string;
  currency: string;
}

/** One line of a build-up on its way out. */
export interface FactorRow extends FactorAmounts {
  kind: NonNullable<FactorRecord['kind']>;
  /** Of the resource or the sub-item. */
  id: string;
  code: string;
  name: string;
  unit: string;
  taken: boolean;
}

/** An item on its way out, with its build-up in order. */
export interface ItemRow {
  id: string;
  code: string;
  name: string;
  unit: string;
  description: string | null;
  unitPrice: string | null;
  division: { code: string; name: string };
  section: { code: string; name: string };
  assembly: { code: string; name: string } | null;
  taken: boolean;
  /** What its build-up comes to at the catalogue's rates, exactly; null without one, or in several currencies. */
  directCost: string | null;
  factors: FactorRow[];
}

/**
 * A library to be written, read piece by piece: whoever writes it holds the ids of the items and one piece, and no
 * transaction while a slow reader takes its time.
 */
export interface LibrarySource {
  /** Whether it is all of the library: with what no item names. */
  whole: boolean;
  /** The currency most rates are in. */
  currency: string;
  /** Whether all of it can be written in ANSI. */
  ansi: boolean;
  /** The ids of the items, by code. */
  itemIds: readonly string[];
  headings: () => Promise<HeadingRow[]>;
  items: (ids: readonly string[]) => Promise<ItemRow[]>;
  /** Resources by code, of those ids, or all of them after a code. */
  resources: (of: { ids: readonly string[] } | { after: string | null }) => Promise<ResourceRow[]>;
}

/** Rows read at once. */
export const pieceSize = 500;

/** `values` in pieces. */
export function* pieces<T>(values: readonly T[]): Generator<T[]> {
  for (let at = 0; at < values.length; at += pieceSize) yield values.slice(at, at + pieceSize);
}

/** The items that were asked for, and no others. */
export async function* itemsOf(source: LibrarySource): AsyncGenerator<ItemRow> {
  for (const ids of pieces(source.itemIds)) yield* await source.items(ids);
}

/** The items that were asked for and every item they are built of, each once; told of the resources they name. */
export async function* itemsWithParts(
  source: LibrarySource,
  onResource: (id: string) => void,
): AsyncGenerator<ItemRow> {
  const given = new Set(source.itemIds);
  let waiting: readonly string[] = source.itemIds;
  while (waiting.length > 0) {
    const parts: string[] = [];
    for (const ids of pieces(waiting)) {
      for (const item of await source.items(ids)) {
        yield item;
        for (const { kind, id } of item.factors) {
          if (kind !== 'item') onResource(id);
          else if (!given.has(id)) {
            given.add(id);
            parts.push(id);
          }
        }
      }
    }
    waiting = parts;
  }
}

/** All resources of a whole library, else those of `ids`. */
export async function* resourcesOf(
  source: LibrarySource,
  ids: Iterable<string>,
): AsyncGenerator<ResourceRow> {
  if (!source.whole) {
    for (const some of pieces([...ids])) yield* await source.resources({ ids: some });
    return;
  }
  let after: string | null = null;
  while (true) {
    const rows: ResourceRow[] = await source.resources({ after });
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.code;
  }
}
