import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collected, library, type MadeLibrary, sourceOf } from '../library.testing.ts';
import type { LibraryRecord } from '../records.ts';
import { fitsAnsi, readBc3, readBc3File, writeBc3 } from './index.ts';

const day = new Date('2026-11-25T00:00:00Z');

async function throughBc3(made: MadeLibrary, ansi: boolean): Promise<LibraryRecord[]> {
  const file = readBc3File(await collected(writeBc3(sourceOf(made, ansi), day)));
  return [...readBc3(file, 'USD')].map((record) => ({ ...record, line: 0 }));
}

const sorted = (records: unknown[]) => records.map((record) => JSON.stringify(record)).sort();

/** What the library is, as records. */
function recordsOf({ headings, resources, items }: MadeLibrary): LibraryRecord[] {
  return [
    ...headings.map(({ taken: _, level, code, name, parent }) => ({
      ...({ is: 'heading', line: 0, level, code, name, parent } as const),
    })),
    ...resources.map(({ code, name, kind, unit, rate, currency }) => ({
      ...({ is: 'resource', line: 0, code, name, kind, unit, rate, currency } as const),
    })),
    ...items.map(({ code, name, unit, description, unitPrice, section, assembly }) => ({
      ...({ is: 'item', line: 0, code, name, unit, description, unitPrice } as const),
      section: section.code,
      assembly: assembly?.code ?? null,
    })),
    ...items.flatMap(({ code, factors }) =>
      factors.map(
        ({ id: _id, taken: _taken, name: _name, unit: _unit, code: of, kind, ...amounts }) => ({
          ...({ is: 'factor', line: 0, item: code, of, kind } as const),
          ...amounts,
        }),
      ),
    ),
  ];
}

const withSortedKeys = (record: object) =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

test('a library is the same again after BC3, whatever its codes, names and amounts are', async () => {
  await fc.assert(
    fc.asyncProperty(library, async (made) => {
      const ansi = fitsAnsi(JSON.stringify(made));
      const back = await throughBc3(made, ansi);
      expect(sorted(back.map(withSortedKeys))).toEqual(sorted(recordsOf(made).map(withSortedKeys)));
    }),
    { numRuns: 400 },
  );
});

test('the lines of a build-up keep their order', async () => {
  await fc.assert(
    fc.asyncProperty(library, async (made) => {
      const back = await throughBc3(made, false);
      for (const { code, factors } of made.items) {
        const lines = back.flatMap((record) =>
          record.is === 'factor' && record.item === code ? [record.of] : [],
        );
        expect(lines).toEqual(factors.map(({ code: of }) => of));
      }
    }),
    { numRuns: 100 },
  );
});

test('no file, however damaged, does more than be refused or be read in part', async () => {
  await fc.assert(
    fc.asyncProperty(
      library,
      fc.nat(),
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 }))),
      async (made, cut, flips) => {
        const bytes = await collected(writeBc3(sourceOf(made), day));
        const damaged = bytes.subarray(0, cut % (bytes.length + 1));
        for (const [at, byte] of flips) if (damaged.length > 0) damaged[at % damaged.length] = byte;
        try {
          expect([...readBc3(readBc3File(damaged), 'USD')].every(({ line }) => line >= 0)).toBe(
            true,
          );
        } catch (error) {
          expect(error).toMatchObject({ name: 'UnreadableFile' });
        }
      },
    ),
    { numRuns: 300 },
  );
});
