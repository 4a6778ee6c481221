import { sql } from 'kysely';
import type pg from 'pg';

const mark = '/* plan kept */';

/**
 * What a long statement begins with that is asked again and again, its text the same each time: every connection keeps its
 * plan (a prepared statement) from the first time on, which may take longer to make than the answer. Not for texts that
 * differ by what is asked for: each would be kept.
 */
export const planKept = sql.raw(mark);

/** By which name connections keep which text. */
const names = new Map<string, string>();

/** Makes a connection keep the plans of the statements that are marked so. */
export function keepPlans(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  const keeping = (text: unknown, values: unknown, ...rest: unknown[]) => {
    if (typeof text !== 'string' || !text.startsWith(mark)) return query(text, values, ...rest);
    const name = names.get(text) ?? `kept-${names.size + 1}`;
    names.set(text, name);
    return query({ name, text, values }, ...rest);
  };
  client.query = keeping as typeof client.query;
}
