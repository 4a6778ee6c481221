import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../database.ts';

interface Reference {
  schema: string;
  table: string;
  column: string;
  refers_to: string;
}

/**
 * A condition over `t`, a row of `table`, that holds where no row of another table refers to it by a foreign key. Asked
 * of the catalogue, so that a table made later is not forgotten.
 * @param parts tables whose rows are parts of it, and go with it.
 */
export async function unreferenced(
  tx: Tx,
  table: string,
  parts: readonly string[],
): Promise<RawBuilder<unknown>> {
  const { rows } = await sql<Reference>`
    select n.nspname as schema, c.relname as table, a.attname as column, r.attname as refers_to
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    join pg_attribute r on r.attrelid = k.confrelid and r.attnum = k.confkey[1]
    where k.contype = 'f' and k.confrelid = ${`public.${table}`}::regclass and k.conparentid = 0
      and not (n.nspname = 'public' and c.relname = any (${parts}::text[]))
    order by 1, 2, 3`.execute(tx);
  const free = rows.map(
    (reference) => sql`not exists (
      select from ${sql.table(`${reference.schema}.${reference.table}`)} r
      where ${sql.ref(`r.${reference.column}`)} = ${sql.ref(`t.${reference.refers_to}`)})`,
  );
  return free.length > 0 ? sql.join(free, sql` and `) : sql`true`;
}
