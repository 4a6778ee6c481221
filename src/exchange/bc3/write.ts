import {
  type FactorRow,
  type HeadingRow,
  type ItemRow,
  itemsWithParts,
  type LibrarySource,
  type ResourceRow,
  resourcesOf,
} from '../library-source.ts';
import { encodeAnsi } from './charsets.ts';
import { bc3Code, bc3Line, bc3Text, type ConceptKind, escaped } from './codes.ts';
import { besidePrefix } from './concepts.ts';
import { amountsBeside, decompositionOf } from './line-amounts.ts';

/** The root of the file: the library itself. */
const root = '$RATEBOOK';

/** The types of resources in the format. */
const types = { labor: '1', equipment: '2', material: '3' } as const;

/**
 * A library as a BC3 file (FIEBDC-3/2016), in pieces. What the format has no place for stands in `~X` records, which
 * other programs show as technical information or pass over: read by a Ratebook, the library is the same again.
 * @param day stands as the date of the file and its prices
 */
export async function* writeBc3(source: LibrarySource, day: Date): AsyncGenerator<Uint8Array> {
  const encode = source.ansi ? encodeAnsi : (text: string) => new TextEncoder().encode(text);
  for await (const lines of linesOf(source, day)) yield encode(lines);
}

async function* linesOf(source: LibrarySource, day: Date): AsyncGenerator<string> {
  const date = day.toISOString().slice(0, 10).split('-').reverse().join('');
  const charset = source.ansi ? 'ANSI' : 'UTF-8';
  yield record('V', 'Ratebook', `FIEBDC-3/2016\\${date}`, 'Ratebook', '', charset, '', '1');
  // Prices are written in full; two decimals are what other programs show of them.
  yield record('K', `2\\2\\2\\3\\2\\2\\2\\2\\${source.currency}\\`, '0');
  yield record('C', `${root}##`, '', 'Ratebook', '', date, '0');
  const headings = new Headings(date);
  const known = await source.headings();
  for (const row of known) headings.know(row);
  if (source.whole) for (const row of known) yield headings.ensure(row.level, row.code);

  const used = new Set<string>();
  for await (const item of itemsWithParts(source, (id) => used.add(id))) {
    const [level, code] = item.assembly
      ? (['assembly', item.assembly.code] as const)
      : (['section', item.section.code] as const);
    yield headings.ensure(level, code);
    yield itemLines(item, date);
    const itemCode = bc3Code('item', item.code, item.taken);
    yield record('Y', headings.codeOf(level, code), `${itemCode}\\1\\1\\`);
  }
  for await (const resource of resourcesOf(source, used)) {
    yield resourceLines(resource, date, source.currency);
  }
}

/** Writes each heading once, when something first stands under it. */
class Headings {
  readonly #rows = new Map<string, HeadingRow>();
  readonly #written = new Set<string>();
  readonly #date: string;

  constructor(date: string) {
    this.#date = date;
  }

  know(row: HeadingRow): void {
    this.#rows.set(`${row.level} ${row.code}`, row);
  }

  codeOf(level: HeadingRow['level'], code: string): string {
    return `${bc3Code(level, code, this.#rows.get(`${level} ${code}`)?.taken)}#`;
  }

  /** The lines of a heading and of those above it that were not written yet. */
  ensure(level: HeadingRow['level'], code: string): string {
    const key = `${level} ${code}`;
    const row = this.#rows.get(key);
    if (!row || this.#written.has(key)) return '';
    this.#written.add(key);
    const above = level === 'assembly' ? 'section' : 'division';
    const over = row.parent === null ? '' : this.ensure(above, row.parent);
    const parent = row.parent === null ? `${root}##` : this.codeOf(above, row.parent);
    const own = this.codeOf(level, code);
    return [
      over,
      record('C', own, '', bc3Line(row.name), '', this.#date, '0'),
      besideLine(own.slice(0, -1), besides(level, row)),
      record('Y', parent, `${own}\\1\\1\\`),
    ].join('');
  }
}

function resourceLines(row: ResourceRow, date: string, currency: string): string {
  const code = bc3Code('resource', row.code);
  const beside = besides('resource', row);
  if (row.currency !== currency) beside.set('currency', row.currency);
  return (
    record('C', code, bc3Line(row.unit), bc3Line(row.name), row.rate, date, types[row.kind]) +
    besideLine(code, beside)
  );
}

function itemLines(item: ItemRow, date: string): string {
  const code = bc3Code('item', item.code, item.taken);
  const hasBuildUp = item.factors.length > 0;
  const price = hasBuildUp ? item.directCost : item.unitPrice;
  const beside = besides('item', item);
  if (hasBuildUp && item.unitPrice !== null) beside.set('unit_price', item.unitPrice);
  const { description } = item;
  if (description !== null && description !== bc3Text(description).replaceAll('\r\n', '\n')) {
    beside.set('description', description);
  } else if (description === '') {
    beside.set('description', '');
  }
  for (const [at, factor] of item.factors.entries()) {
    const amounts = amountsBeside(factor.kind, factor);
    if (amounts !== null) beside.set(String(at), amounts);
  }
  return [
    record('C', code, bc3Line(item.unit), bc3Line(item.name), price ?? '', date, '0'),
    description ? record('T', code, bc3Text(description)) : '',
    hasBuildUp ? record('D', code, item.factors.map(childOf).join('')) : '',
    besideLine(code, beside),
  ].join('');
}

function childOf(factor: FactorRow): string {
  const { factor: times, yield: amount } = decompositionOf(factor.kind, factor);
  const kind = factor.kind === 'item' ? 'item' : 'resource';
  return `${bc3Code(kind, factor.code, factor.taken)}\\${times}\\${amount}\\`;
}

/** What of a concept's own texts the file cannot hold as it is. */
function besides(
  kind: ConceptKind,
  { code, name, unit, taken }: { code: string; name: string; unit?: string; taken?: boolean },
): Map<string, string> {
  const beside = new Map<string, string>();
  if (bc3Code(kind, code, taken) !== code) beside.set('code', code);
  if (bc3Line(name) !== name) beside.set('name', name);
  if (unit !== undefined && bc3Line(unit) !== unit) beside.set('unit', unit);
  return beside;
}

function besideLine(code: string, beside: ReadonlyMap<string, string>): string {
  if (beside.size === 0) return '';
  const parts = [...beside].map(([name, value]) => `${besidePrefix}${name}\\${escaped(value)}\\`);
  return record('X', code, parts.join(''));
}

function record(letter: string, ...fields: string[]): string {
  return `~${letter}|${fields.join('|')}|\r\n`;
}
