import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Tx } from '../../src/database/database.ts';
import { service } from '../../src/database/identity.ts';
import { writeBc3 } from '../../src/exchange/bc3/index.ts';
import { type ReadRecord, readLibraryFile } from '../../src/exchange/index.ts';
import { collected, library, sourceOf } from '../../src/exchange/library.testing.ts';
import { exportLibrary } from '../../src/operations/export-library.ts';
import { importLibrary } from '../../src/operations/import-library.ts';
import { ownDatabase } from '../support/database.ts';

const database = ownDatabase();

const day = new Date('2026-11-25T00:00:00Z');
const mapping = { sheets: [], decimal_mark: '.', currency: 'USD' } as const;
const bc3Of = (bytes: Uint8Array): AsyncGenerator<ReadRecord> =>
  readLibraryFile(bytes, 'bc3', { ...mapping, sheets: [] });

/** Everything the library is, but for ids and moments. */
async function libraryOf(tx: Tx): Promise<unknown> {
  const { rows } = await sql<{ library: unknown }>`select jsonb_build_object(
    'divisions', (select jsonb_agg(jsonb_build_array(code, name) order by code) from public.divisions),
    'sections', (select jsonb_agg(jsonb_build_array(s.code, s.name, d.code) order by s.code)
      from public.sections s join public.divisions d on d.id = s.division_id),
    'assemblies', (select jsonb_agg(jsonb_build_array(a.code, a.name, s.code) order by a.code)
      from public.assemblies a join public.sections s on s.id = a.section_id),
    'resources', (select jsonb_agg(jsonb_build_array(code, name, kind, unit, trim_scale(rate), currency) order by code) from public.resources),
    'items', (select jsonb_agg(jsonb_build_array(i.code, i.name, i.unit, i.description, trim_scale(i.unit_price), s.code, a.code) order by i.code)
      from public.library_items i join public.sections s on s.id = i.section_id left join public.assemblies a on a.id = i.assembly_id),
    'factors', (select jsonb_agg(jsonb_build_array(i.code, f.position, f.kind, r.code, p.code, trim_scale(quantity_per_unit),
        trim_scale(wastage_percent), trim_scale(hours_per_unit), trim_scale(productivity_factor), trim_scale(crew_size),
        trim_scale(utilization_factor)) order by i.code, f.position)
      from public.factors f join public.library_items i on i.id = f.library_item_id
      left join public.resources r on r.id = f.resource_id left join public.library_items p on p.id = f.sub_item_id),
    'costs', (select jsonb_agg(c order by c) from (
      select jsonb_build_array(i.code, l.kind, trim_scale(sum(l.cost))) as c
      from public.library_items i, ratebook.direct_cost_lines(array[i.id], null, now()) l group by i.code, l.kind) costs)
  ) as library`.execute(tx);
  return rows[0]?.library;
}

const empty = async (tx: Tx) => {
  await sql`truncate public.factors, public.library_items, public.resources, public.assemblies, public.sections, public.divisions cascade`.execute(
    tx,
  );
};

/** Runs in a transaction that is taken back. */
async function trying(work: (tx: Tx) => Promise<void>): Promise<void> {
  const done = new Error('taken back');
  await expect(
    database.as({ ...service, role: 'postgres' } as never, async (tx) => {
      await work(tx);
      throw done;
    }),
  ).rejects.toBe(done);
}

const exported = async (tx: Tx) => {
  const filter = { search: '' };
  const stream = await exportLibrary(
    (query) => query(tx),
    { filter, format: 'bc3', table: 'items' },
    day,
  );
  return collected(stream);
};

test('library → BC3 → library is the same, whatever is in it, and so is what it costs', async () => {
  await fc.assert(
    fc.asyncProperty(library, async (made) => {
      await trying(async (tx) => {
        await empty(tx);
        const first = await importLibrary(
          tx,
          bc3Of(await collected(writeBc3(sourceOf(made), day))),
          { dryRun: false },
        );
        expect(first.skipped).toEqual([]);
        expect(first.items).toMatchObject({ inserted: 8 });
        const before = await libraryOf(tx);
        const file = await exported(tx);
        const none = { inserted: 0, changed: 0, skipped: 0 };
        // Into itself: nothing changes.
        const again = await importLibrary(tx, bc3Of(file), { dryRun: false });
        for (const counts of [again.headings, again.resources, again.items, again.build_ups]) {
          expect(counts).toMatchObject(none);
        }
        await empty(tx);
        await importLibrary(tx, bc3Of(file), { dryRun: false });
        expect(await libraryOf(tx)).toEqual(before);
      });
    }),
    { numRuns: 25, endOnFailure: true },
  );
}, 300_000);

test('a check tells what an import does, and writes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(library, async (made) => {
      await trying(async (tx) => {
        await empty(tx);
        const bytes = await collected(writeBc3(sourceOf(made), day));
        const { seconds: _, ...check } = await importLibrary(tx, bc3Of(bytes), { dryRun: true });
        expect(JSON.stringify(await libraryOf(tx))).not.toContain('[[');
        const { seconds: __, ...done } = await importLibrary(tx, bc3Of(bytes), { dryRun: false });
        expect({ ...done, dry_run: true }).toEqual(check);
      });
    }),
    { numRuns: 10, endOnFailure: true },
  );
});
