/**
 * A library on its way in or out, record by record, whatever the file's format is. Amounts are exact decimals, as text.
 * Null is what a file does not say: of a row that is in the library already it stays as it is.
 */
export type LibraryRecord =
  | HeadingRecord
  | ResourceRecord
  | ItemRecord
  | FactorRecord
  | UnreadableRecord
  | NoteRecord;

/** A division, a section of one, or an assembly of a section. `line` is the line of the file, here and below. */
export interface HeadingRecord {
  is: 'heading';
  line: number;
  level: 'division' | 'section' | 'assembly';
  code: string;
  name: string | null;
  /** Code of the heading above; null of a division, and where the file does not say. */
  parent: string | null;
}

/** A material, a trade or a machine with its catalogue rate. */
export interface ResourceRecord {
  is: 'resource';
  line: number;
  code: string;
  name: string | null;
  kind: ResourceKind | null;
  unit: string | null;
  rate: string | null;
  currency: string | null;
}

/** The kinds of resources. */
export type ResourceKind = 'material' | 'labor' | 'equipment';

/** A library item without its build-up. */
export interface ItemRecord {
  is: 'item';
  line: number;
  code: string;
  name: string | null;
  unit: string | null;
  description: string | null;
  unitPrice: string | null;
  section: string | null;
  assembly: string | null;
}

/** One line of an item's build-up, in the order of the file. A file that has any of an item has all of them. */
export interface FactorRecord {
  is: 'factor';
  line: number;
  /** Code of the item it is a line of. */
  item: string;
  /** Null where the file does not say: what the code is tells it. */
  kind: ResourceKind | 'item' | null;
  /** Code of the resource or the sub-item. */
  of: string;
  quantity: string | null;
  wastage: string | null;
  hours: string | null;
  productivity: string | null;
  crew: string | null;
  utilization: string | null;
}

/** What cannot be read, and why. With `item` it is a line of that item's build-up, which then is left alone as a whole. */
export interface UnreadableRecord {
  is: 'unreadable';
  line: number;
  field: string | null;
  reason: string;
  value?: string;
  item?: string;
  /** Code of the item or resource it is, where it is told. */
  code?: string;
}

/** Something the reader of the report should know that stopped nothing; notes of the same text are counted. */
export interface NoteRecord {
  is: 'note';
  line: number;
  text: string;
}

/** The file cannot be read at all; `message` is one sentence that says what it is or lacks. */
export class UnreadableFile extends Error {
  override name = 'UnreadableFile';
}
