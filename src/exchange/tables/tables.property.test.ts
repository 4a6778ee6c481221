import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FileMapping, LibraryFormat, LibraryTable } from '../../contract/library-files.ts';
import { readDecimal } from '../decimals.ts';
import { lookAtFile, readLibraryFile, writeCsv, writeXlsx } from '../index.ts';
import {
  collected,
  decimal,
  library,
  type MadeLibrary,
  sourceOf,
  word,
} from '../library.testing.ts';
import type { LibraryRecord } from '../records.ts';

const tables: LibraryTable[] = ['items', 'resources', 'build-ups'];

/** A library's table written and read again, by the mapping that is guessed. */
async function again(
  made: MadeLibrary,
  table: LibraryTable,
  format: LibraryFormat,
): Promise<LibraryRecord[]> {
  const write = format === 'csv' ? writeCsv : writeXlsx;
  const bytes = await collected(write(table, sourceOf(made)));
  const { mapping, ...look } = await lookAtFile(bytes, `library.${format}`);
  expect(look.format).toBe(format);
  expect(mapping.sheets.map((sheet) => sheet.table)).toEqual([table]);
  const records = await allOf(bytes, format, { ...mapping, decimal_mark: '.' });
  return records.filter(({ is }) => is !== 'heading');
}

async function allOf(
  bytes: Uint8Array,
  format: LibraryFormat,
  mapping: FileMapping,
): Promise<LibraryRecord[]> {
  const records: LibraryRecord[] = [];
  for await (const { record } of readLibraryFile(bytes, format, mapping)) {
    if (record.is !== 'note') records.push(record);
  }
  return records;
}

/** Cells are read without the blanks around them, and nothing where there is nothing else. */
const trimmed = (text: string | null) => text?.trim() || null;

test.each(['csv', 'xlsx'] as const)(
  'a table written as %s and read by its guessed mapping says the same',
  async (format) => {
    await fc.assert(
      fc.asyncProperty(library, async (made) => {
        const items = await again(made, 'items', format);
        expect(items.map(({ line: _, ...record }) => record)).toEqual(
          made.items.map(({ code, name, unit, description, unitPrice, section, assembly }) => ({
            is: 'item',
            ...{
              code: trimmed(code),
              name: trimmed(name),
              unit: trimmed(unit),
              description: trimmed(description),
              unitPrice,
            },
            ...{ section: trimmed(section.code), assembly: trimmed(assembly?.code ?? null) },
          })),
        );
        const factors = await again(made, 'build-ups', format);
        expect(factors.map(({ line: _, ...record }) => record)).toEqual(
          made.items.flatMap(({ code: item, factors: lines }) =>
            lines.map(({ id: _id, name: _name, unit: _unit, taken: _taken, code, ...rest }) => ({
              is: 'factor',
              ...{ item: trimmed(item), of: trimmed(code) },
              ...rest,
            })),
          ),
        );
        const resources = await again(made, 'resources', format);
        expect(resources.map(({ line: _, ...record }) => record)).toHaveLength(6);
      }),
      { numRuns: format === 'csv' ? 150 : 40 },
    );
  },
  120_000,
);

test('no cell of a CSV is a formula to a spreadsheet, and each is the same again', async () => {
  const formula = fc
    .tuple(fc.constantFrom('=', '+', '-', '@', '\t', "'=", "''+", " '=", ' ='), word(8))
    .map(([a, b]) => a + b);
  await fc.assert(
    fc.asyncProperty(library, formula, async (made, name) => {
      for (const item of made.items) item.name = name;
      const bytes = await collected(writeCsv('items', sourceOf(made)));
      const cells: string[][] = parse(bytes, { bom: true });
      expect(cells.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
      const [first] = await again(made, 'items', 'csv');
      expect(first).toMatchObject({ name: name.trim() });
    }),
    { numRuns: 60 },
  );
});

test('damaged files are refused or read in part, and nothing worse', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...tables),
      fc.constantFrom('csv' as const, 'xlsx' as const),
      library,
      fc.nat({ max: 1_000_000 }),
      fc.array(fc.tuple(fc.nat({ max: 1_000_000 }), fc.nat({ max: 255 })), { maxLength: 5 }),
      async (table, format, made, cut, flips) => {
        const write = format === 'csv' ? writeCsv : writeXlsx;
        const bytes = await collected(write(table, sourceOf(made)));
        const damaged = bytes.subarray(0, cut % 3 === 0 ? cut % bytes.length : bytes.length);
        for (const [at, byte] of flips) if (damaged.length > 0) damaged[at % damaged.length] = byte;
        try {
          const { mapping, format: seen } = await lookAtFile(damaged, 'x');
          await allOf(damaged, seen, mapping);
        } catch (error) {
          expect(error).toMatchObject({ name: 'UnreadableFile' });
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('a decimal is read as it is written, with either mark and with thousands set apart', () => {
  fc.assert(
    fc.property(
      decimal,
      fc.constantFrom('.', ',') as fc.Arbitrary<'.' | ','>,
      fc.boolean(),
      (value, mark, apart) => {
        const [whole = '', fraction] = value.split('.');
        const grouped = apart ? whole.replace(/\B(?=(\d{3})+$)/g, mark === '.' ? ',' : '.') : whole;
        expect(
          readDecimal(fraction === undefined ? grouped : `${grouped}${mark}${fraction}`, mark),
        ).toBe(value);
      },
    ),
  );
});
