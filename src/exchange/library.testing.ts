import fc from 'fast-check';
import type {
  FactorRow,
  HeadingRow,
  ItemRow,
  LibrarySource,
  ResourceRow,
} from './library-source.ts';

/** A library of a test, whole and in memory. */
export interface MadeLibrary {
  headings: HeadingRow[];
  resources: ResourceRow[];
  items: ItemRow[];
}

const awkward = [
  '|',
  '\\',
  '~',
  '#',
  '%',
  '&',
  '"',
  "'",
  ';',
  ',',
  '=',
  '\n',
  '\r\n',
  '\t',
  ' ',
  'ñ',
  'é',
  '²',
  '€',
  '漢',
];
const character = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...'abcXYZ019.-_/()') },
  { weight: 2, arbitrary: fc.constantFrom(...awkward) },
);
const notBlank = (text: string) => text.trim() !== '';

/** A code, a name or a unit as a library may have it: anything but nothing. */
export const word = (most: number) =>
  fc
    .array(character, { minLength: 1, maxLength: most })
    .map((parts) => parts.join(''))
    .filter(notBlank);

/** An exact decimal of up to nine digits before and six after the point, without superfluous zeros. */
export const decimal = fc
  .tuple(fc.integer({ min: 0, max: 999_999_999 }), fc.integer({ min: 0, max: 6 }))
  .map(([digits, places]) => {
    const text = String(digits).padStart(places + 1, '0');
    const fraction = text.slice(text.length - places).replace(/0+$/, '');
    const whole = text.slice(0, text.length - places);
    return places === 0 || fraction === '' ? whole : `${whole}.${fraction}`;
  });
const positive = decimal.filter((text) => !/^[0.]+$/.test(text));

const codes = (count: number) =>
  fc.uniqueArray(word(24), { minLength: count, maxLength: count, selector: (code) => code.trim() });

/** Libraries with everything in them: shared codes, headings three deep, build-ups of items of items. */
export const library: fc.Arbitrary<MadeLibrary> = fc
  .record({
    divisions: codes(2),
    sections: codes(3),
    assemblies: codes(2),
    resources: codes(6),
    items: codes(8),
  })
  .chain((named) =>
    fc.record({
      named: fc.constant(named),
      names: fc.array(word(30), { minLength: 21, maxLength: 21 }),
      units: fc.array(word(6), { minLength: 14, maxLength: 14 }),
      currencies: fc.array(fc.constantFrom('USD', 'USD', 'EUR'), { minLength: 6, maxLength: 6 }),
      kinds: fc.array(fc.constantFrom('material', 'labor', 'equipment'), {
        minLength: 6,
        maxLength: 6,
      }),
      rates: fc.array(decimal, { minLength: 6, maxLength: 6 }),
      texts: fc.array(fc.option(fc.oneof(word(60), fc.constant(''))), {
        minLength: 8,
        maxLength: 8,
      }),
      prices: fc.array(fc.option(decimal), { minLength: 8, maxLength: 8 }),
      places: fc.array(fc.nat({ max: 4 }), { minLength: 8, maxLength: 8 }),
      lines: fc.array(
        fc.array(fc.record({ of: fc.nat(), amounts: fc.tuple(decimal, decimal, positive) }), {
          maxLength: 4,
        }),
        { minLength: 8, maxLength: 8 },
      ),
    }),
  )
  .map(made);

interface Drawn {
  named: Record<'divisions' | 'sections' | 'assemblies' | 'resources' | 'items', string[]>;
  names: string[];
  units: string[];
  currencies: string[];
  kinds: ResourceRow['kind'][];
  rates: string[];
  texts: (string | null)[];
  prices: (string | null)[];
  places: number[];
  lines: { of: number; amounts: [string, string, string] }[][];
}

function made(drawn: Drawn): MadeLibrary {
  const {
    divisions,
    sections,
    assemblies,
    resources: resourceCodes,
    items: itemCodes,
  } = drawn.named;
  const name = (at: number) => drawn.names[at] as string;
  const has =
    (...lists: string[][]) =>
    (code: string) =>
      lists.some((list) => list.includes(code));
  const headings: HeadingRow[] = [
    ...divisions.map((code, at) =>
      heading('division', code, name(at), null, has(resourceCodes, itemCodes)),
    ),
    ...sections.map((code, at) =>
      heading(
        'section',
        code,
        name(2 + at),
        divisions[at % 2] as string,
        has(resourceCodes, itemCodes, divisions),
      ),
    ),
    ...assemblies.map((code, at) =>
      heading(
        'assembly',
        code,
        name(5 + at),
        sections[at] as string,
        has(resourceCodes, itemCodes, divisions, sections),
      ),
    ),
  ];
  const resources = resourceCodes.map(
    (code, at): ResourceRow => ({
      id: `r${at}`,
      code,
      name: name(7 + at),
      kind: drawn.kinds[at] as ResourceRow['kind'],
      unit: drawn.units[at] as string,
      rate: drawn.rates[at] as string,
      currency: drawn.currencies[at] as string,
    }),
  );
  const items = itemCodes.map((code, at): ItemRow => {
    // Places 3 and 4 are the two assemblies, which stand in the first two sections.
    const place = drawn.places[at] as number;
    const section = place < 3 ? place : place - 3;
    return {
      id: `i${at}`,
      code,
      name: name(13 + at),
      unit: drawn.units[6 + at] as string,
      description: drawn.texts[at] ?? null,
      unitPrice: drawn.prices[at] ?? null,
      division: { code: divisions[section % 2] as string, name: name(section % 2) },
      section: { code: sections[section] as string, name: name(2 + section) },
      assembly: place < 3 ? null : { code: assemblies[section] as string, name: name(5 + section) },
      taken: resourceCodes.includes(code),
      directCost: null,
      factors: [],
    };
  });
  for (const [at, item] of items.entries()) {
    // Of later items only, so that none contains itself.
    const parts = [...resources, ...items.slice(at + 1)];
    item.factors = (drawn.lines[at] ?? []).map(({ of, amounts }) =>
      factor(parts[of % parts.length] as ResourceRow | ItemRow, amounts),
    );
  }
  return { headings, resources, items };
}

function heading(
  level: HeadingRow['level'],
  code: string,
  name: string,
  parent: string | null,
  has: (code: string) => boolean,
): HeadingRow {
  return { level, code, name, parent, taken: has(code) };
}

function factor(part: ResourceRow | ItemRow, [a, b, c]: [string, string, string]): FactorRow {
  const none = {
    quantity: null,
    wastage: null,
    hours: null,
    productivity: null,
    crew: null,
    utilization: null,
  };
  const { id, code, name, unit } = part;
  const same = { ...none, id, code, name, unit, taken: 'taken' in part && part.taken };
  if (!('kind' in part)) return { ...same, kind: 'item', quantity: a };
  if (part.kind === 'material') return { ...same, kind: part.kind, quantity: a, wastage: b };
  if (part.kind === 'labor')
    return { ...same, kind: part.kind, hours: a, productivity: c, crew: b };
  return { ...same, kind: part.kind, hours: a, utilization: b };
}

/** A made library as a source of a file, given in small pieces as a database gives them. */
export function sourceOf({ headings, resources, items }: MadeLibrary, ansi = false): LibrarySource {
  const byCode = resources.toSorted((a, b) => (a.code < b.code ? -1 : 1));
  return {
    whole: true,
    currency: 'USD',
    ansi,
    itemIds: items.map(({ id }) => id),
    headings: async () => headings,
    items: async (ids) => items.filter(({ id }) => ids.includes(id)),
    resources: async (of) =>
      'ids' in of
        ? resources.filter(({ id }) => of.ids.includes(id))
        : byCode.filter(({ code }) => of.after === null || code > of.after).slice(0, 2),
  };
}

/** All bytes of a file that is written in pieces. */
export async function collected(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}
