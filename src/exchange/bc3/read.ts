import Big from 'big.js';
import type { ItemRecord, LibraryRecord, ResourceKind, ResourceRecord } from '../records.ts';
import { buildUpOf } from './build-up.ts';
import { codeOf, nameOf, outlineOf, type Place } from './chapters.ts';
import { bc3Line, bc3Text, isPercentage } from './codes.ts';
import type { Bc3File, Concept } from './concepts.ts';
import { hasComma, readBc3Decimal } from './numbers.ts';
import { Pricing } from './pricing.ts';

/** The types the format has for resources, by number and as some programs write them. */
const kinds: Readonly<Record<string, ResourceKind>> = {
  '1': 'labor',
  MO: 'labor',
  H: 'labor',
  '2': 'equipment',
  MQ: 'equipment',
  Q: 'equipment',
  '3': 'material',
  MT: 'material',
  // Residues are paid for like materials.
  '4': 'material',
  '5': 'material',
};

/**
 * A BC3 file as a library: chapters become headings, concepts with a decomposition and those that stand in a chapter
 * without a resource's type become items, the rest resources.
 * @param currency of the rates where the file names none
 */
export function* readBc3(file: Bc3File, currency: string): Generator<LibraryRecord> {
  yield* file.remarks;
  const { headings, places } = outlineOf(file);
  const fallback = fallbackPlace(file);
  yield* headings;
  const items: Concept[] = [];
  let stray = false;
  for (const concept of file.concepts.values()) {
    if (concept.chapter) continue;
    if (isItem(concept, places)) {
      items.push(concept);
      if (!places.has(concept)) stray = true;
    } else {
      yield* resourceOf(file, concept, currency);
    }
  }
  if (stray) yield* fallback.headings;
  const isAnItem = (concept: Concept) => isItem(concept, places);
  const pricing = new Pricing(file);
  for (const concept of items) {
    yield* itemOf(concept, places.get(concept) ?? fallback.place);
    yield* buildUpOf(pricing, concept, isAnItem, (resource) => kindOf(resource).kind);
    yield* otherPrice(file, pricing, concept);
  }
  yield* notesOnNumbers(file);
}

/** By which a price may differ from what the file's own rounding of lines and of prices makes of them. */
const rounding = { share: '0.005', aLine: '0.01' } as const;

/** Tells where the price that stands beside a decomposition is another than its lines come to. */
function* otherPrice(file: Bc3File, pricing: Pricing, concept: Concept): Generator<LibraryRecord> {
  const stated = readBc3Decimal(concept.price || '0') ?? '0';
  const sum = concept.children.length > 0 ? pricing.sum(concept) : null;
  if (sum === null || new Big(stated).eq(0)) return;
  const allowed = new Big(rounding.aLine).times(concept.children.length + 1);
  const share = sum.times(rounding.share);
  // With the indirect costs of the whole file, or without them.
  const meant = [sum, sum.times(new Big(file.indirectPercent).times('0.01').plus(1))];
  if (
    meant.some((one) =>
      one
        .minus(stated)
        .abs()
        .lte(allowed.gt(share) ? allowed : share),
    )
  )
    return;
  yield {
    is: 'note',
    line: Math.abs(concept.line),
    text: 'the price beside a decomposition is another than its lines come to; the lines count',
  };
}

/** What should be known of how numbers were read. */
function* notesOnNumbers(file: Bc3File): Generator<LibraryRecord> {
  const { concepts, indirectPercent, coefficientsLine: line } = file;
  if (!new Big(indirectPercent).eq(0)) {
    const text = `the file adds ${indirectPercent} % of indirect costs to its prices (~K); a build-up has none: add them as a markup`;
    yield { is: 'note', line, text };
  }
  for (const { price, prices, line: at, children } of concepts.values()) {
    if (prices > 1) {
      const text = 'of several prices of a concept the first is taken';
      yield { is: 'note', line: Math.abs(at), text };
    }
    const commas = [
      ...(hasComma(price) ? [at] : []),
      ...children.flatMap((child) =>
        hasComma(child.factor) || hasComma(child.yield) ? [child.line] : [],
      ),
    ];
    const text = 'a comma in a number is its decimal mark';
    for (const where of commas) yield { is: 'note', line: Math.abs(where), text };
  }
}

function isItem(concept: Concept, places: ReadonlyMap<Concept, Place>): boolean {
  if (concept.chapter || isPercentage(concept.code)) return false;
  if (concept.children.length > 0) return true;
  return places.has(concept) && kinds[concept.type.toUpperCase()] === undefined;
}

/** For items that neither a chapter nor another item names. */
function fallbackPlace(file: Bc3File) {
  const root = [...file.concepts.values()].find((concept) => concept.root);
  const code = root ? codeOf(root) : 'BC3';
  const name = (root && nameOf(root)) || 'Imported';
  const line = root?.line ?? 1;
  return {
    place: { section: code, assembly: null },
    headings: [
      { is: 'heading', line, level: 'division', code, name, parent: null },
      { is: 'heading', line, level: 'section', code, name, parent: code },
    ] as const,
  };
}

/** By its type; without one, by the codes that the field's price bases give to trades and machines. */
function kindOf({ code, type }: Concept): { kind: ResourceKind; guessed: boolean } {
  const told = kinds[type.toUpperCase()];
  if (told) return { kind: told, guessed: false };
  if (isPercentage(code)) return { kind: 'material', guessed: false };
  const prefix = code.slice(0, 2).toLowerCase();
  const kind = prefix === 'mo' ? 'labor' : prefix === 'mq' ? 'equipment' : 'material';
  return { kind, guessed: true };
}

const unpriced = (concept: Concept, value: string): LibraryRecord => ({
  is: 'unreadable',
  line: Math.abs(concept.line),
  code: codeOf(concept),
  field: 'price',
  reason: 'is no number',
  value,
});

function* resourceOf(file: Bc3File, concept: Concept, currency: string): Generator<LibraryRecord> {
  const { line, code, unit, price, beside } = concept;
  // What is named and never described is told where it is named; a percentage has no rate of its own.
  if (line < 0) return;
  const { kind, guessed } = kindOf(concept);
  if (guessed) {
    const text =
      'a concept without a type counts as labor or equipment by its code (mo…, mq…), else as a material';
    yield { is: 'note', line, text };
  }
  const percentage = isPercentage(code);
  const rate = percentage ? '1' : price === '' ? null : readBc3Decimal(price);
  if (price !== '' && rate === null) {
    yield unpriced(concept, price);
    return;
  }
  const made: ResourceRecord = {
    is: 'resource',
    line,
    code: codeOf(concept),
    name: nameOf(concept) ?? (percentage ? code : null),
    kind,
    unit: percentage ? '%' : unitOf(unit, beside),
    rate,
    // Of no rate there is no currency: one that stays keeps the one it has.
    currency: rate === null ? null : (beside.get('currency') ?? file.currency ?? currency),
  };
  yield made;
}

function* itemOf(concept: Concept, place: Place): Generator<LibraryRecord> {
  const { price, beside, children } = concept;
  // A file that brings something up to date may say nothing of an item but its decomposition.
  const described = concept.line > 0;
  const line = Math.abs(concept.line);
  const given = children.length > 0 ? (beside.get('unit_price') ?? '') : price;
  const unitPrice = given === '' ? null : readBc3Decimal(given);
  if (given !== '' && unitPrice === null) {
    yield unpriced(concept, given);
    return;
  }
  const made: ItemRecord = {
    is: 'item',
    line,
    code: codeOf(concept),
    name: nameOf(concept),
    unit: described ? unitOf(concept.unit, beside) : null,
    description: descriptionOf(concept),
    unitPrice,
    ...place,
  };
  yield made;
}

/** Concepts without a unit are counted in pieces. */
function unitOf(unit: string, beside: ReadonlyMap<string, string>): string {
  const whole = beside.get('unit');
  if (whole !== undefined && bc3Line(whole) === unit) return whole;
  return unit === '' ? 'u' : unit;
}

function descriptionOf({ text, beside }: Concept): string | null {
  const whole = beside.get('description');
  if (whole !== undefined && bc3Text(whole) === (text ?? '')) return whole;
  return text?.replaceAll('\r\n', '\n') || null;
}
