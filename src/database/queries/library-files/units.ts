import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** The unit of a staged row and that of the row in the library, where they are written otherwise. */
export interface UnitPair {
  said: string;
  kept: string;
}

/** Every two units of staged and kept rows of one code that are written otherwise. */
export async function readUnitPairs(tx: Tx, table: 'resources' | 'items'): Promise<UnitPair[]> {
  const { rows } = await sql<UnitPair>`select distinct s.unit as said, t.unit as kept
    from ${sql.raw(`import_${table}`)} s join ${sql.raw(libraryTable[table])} t on t.code = s.code
    where s.unit <> t.unit`.execute(tx);
  return rows;
}

/** Writes the units of staged rows as the library does, where they are one of the pairs. */
export async function takeKeptUnits(
  tx: Tx,
  table: 'resources' | 'items',
  pairs: readonly UnitPair[],
): Promise<void> {
  await sql`update ${sql.raw(`import_${table}`)} s set unit = t.unit
    from ${sql.raw(libraryTable[table])} t, jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as p (said text, kept text)
    where t.code = s.code and s.unit = p.said and t.unit = p.kept`.execute(tx);
}

const libraryTable = { resources: 'public.resources', items: 'public.library_items' } as const;
