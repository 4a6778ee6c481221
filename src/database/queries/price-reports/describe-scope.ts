import { sql } from 'kysely';
import { PublicError } from '../../../contract/errors.ts';
import type { Tx } from '../../database.ts';
import type { PriceScope } from '../prices/months.ts';

/**
 * What a report is of, in words: "Office tower (P-01), Cast concrete". As the person who asks for it.
 * @throws {PublicError} `not_found`, naming the field, for what is not there or may not be seen.
 */
export async function describeScope(tx: Tx, scope: PriceScope): Promise<string> {
  const words: string[] = [];
  for (const { field, table, what } of named) {
    const id = scope[field];
    if (id === undefined) continue;
    const { rows } = await sql<{ name: string }>`
      select name || ' (' || code || ')' as name from ${sql.table(`public.${table}`)} where id = ${id}`.execute(
      tx,
    );
    const [row] = rows;
    if (!row) {
      throw new PublicError('not_found', `There is no ${what} ${id} that you may see.`, {
        field: `request.${field}`,
      });
    }
    words.push(row.name);
  }
  if (scope.items) words.push(await describeItems(tx, scope.items));
  return words.length === 0 ? 'The whole library' : words.join(', ');
}

const named = [
  { field: 'project', table: 'projects', what: 'project' },
  { field: 'division', table: 'divisions', what: 'division' },
  { field: 'section', table: 'sections', what: 'section' },
] as const;

async function describeItems(tx: Tx, items: readonly string[]): Promise<string> {
  const { rows } = await sql<{ known: number; name: string | null }>`
    select count(*)::int as known, min(name || ' (' || code || ')') as name
    from public.library_items where id = any (${items}::uuid[])`.execute(tx);
  const { known, name } = rows[0] ?? { known: 0, name: null };
  if (known < new Set(items).size) {
    throw new PublicError('not_found', `${new Set(items).size - known} of the items are gone.`, {
      field: 'request.items',
    });
  }
  return known === 1 ? (name ?? '') : `${known} chosen items`;
}
