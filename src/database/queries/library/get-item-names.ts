import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** What an item is called and measured in. */
export interface ItemName {
  id: string;
  code: string;
  name: string;
  unit: string;
}

/** The items that exist among `ids`, by id. */
export async function getItemNames(tx: Tx, ids: readonly string[]): Promise<Map<string, ItemName>> {
  const { rows } = await sql<ItemName>`
    select id, code, name, unit from public.library_items where id = any (${ids}::uuid[])`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.id, row]));
}
