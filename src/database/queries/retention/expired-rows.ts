import { type RawBuilder, sql } from 'kysely';
import type { Removal } from '../../../contract/retention.ts';
import type { Tx } from '../../database.ts';

/** How a kind of data is looked at and removed by its age. */
export interface Expiry {
  /** What would be removed that is older than `before`. */
  preview(tx: Tx, before: Date): Promise<Removal>;
  /** Removes at most `limit` of it, the oldest first; returns how many. */
  remove(tx: Tx, before: Date, limit: number): Promise<number>;
}

/** Rows of a table that go once they are old enough. */
export interface ExpiringRows {
  /** In the schema `public`. */
  table: string;
  /** What tells two of its rows apart. */
  key: readonly string[];
  /** The column their age is counted from; where it is null the row stays. */
  age: string;
  /** An expression over `t` that says in a few words which row it is. */
  example: RawBuilder<unknown>;
  /** A condition over `t` of those that may go of what is older than `before`; all where left out. */
  where?: (tx: Tx, before: Date) => Promise<RawBuilder<unknown>>;
}

/** A kind of data whose rows go by the age of a column. */
export function expiringRows({ table, key, age, example, where }: ExpiringRows): Expiry {
  const from = sql`${sql.table(`public.${table}`)} t`;
  const moment = sql.ref(`t.${age}`);
  const expired = async (tx: Tx, before: Date) =>
    sql`${moment} < ${before.toISOString()}::timestamptz and ${where ? await where(tx, before) : sql`true`}`;
  return {
    preview: async (tx, before) => {
      const condition = await expired(tx, before);
      const { rows } = await sql<Removal>`
        select count(*)::int as rows, min(${moment}) as oldest, max(${moment}) as newest,
          array(select ${example} from ${from} where ${condition} order by ${moment} limit 3) as examples
        from ${from} where ${condition}`.execute(tx);
      return rows[0] ?? { rows: 0, oldest: null, newest: null, examples: [] };
    },
    remove: async (tx, before, limit) => {
      const condition = await expired(tx, before);
      const columns = sql.join(key.map((column) => sql.ref(`t.${column}`)));
      // Those that somebody is at go the next time.
      const { rows } = await sql`
        delete from ${from} where (${columns}) in (
          select ${columns} from ${from} where ${condition}
          order by ${moment} limit ${limit} for update skip locked)
        returning 1 as removed`.execute(tx);
      return rows.length;
    },
  };
}
