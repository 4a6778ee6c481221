import {
  Kysely,
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type Transaction,
} from 'kysely';
import pg from 'pg';
import { type Identity, service } from './identity.ts';
import { keepPlans } from './kept-plans.ts';
import type { DB } from './schema.gen.ts';

/** A transaction on Ratebook's own tables. */
export type Tx = Transaction<DB>;

/** How a transaction may be limited. */
export interface TransactionOptions {
  /** Refuse writes, as PostgREST does for functions that are not volatile. */
  readOnly?: boolean;
}

/** The database, which hands out transactions and nothing else: each runs as somebody. */
export interface Database {
  /** Runs `work` in one transaction as `identity`: its role, and its claims for `auth.jwt()`. */
  as<T>(identity: Identity, work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Resolves if the database answers; rejects with what it or the network said. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

const { DATE, TIMESTAMPTZ } = pg.types.builtins;

/**
 * Moments are ISO 8601 texts in UTC, as in every answer; a `date` stays the text it is, which as a `Date`
 * would move with the time zone of the process. `numeric` stays text as well: it is exact, a number is not.
 */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === DATE) return (text: string) => text;
    const parse = pg.types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text');
    return oid === TIMESTAMPTZ ? (text: string) => parse(text).toISOString() : parse;
  },
};

/** How a database is connected to. */
export interface ConnectOptions {
  /** Connections kept. */
  max?: number;
  /** Who finds no connection free within so many milliseconds is told so. */
  patience?: number;
  /** Is told of each connection which of the database's processes serves it. */
  servedBy?: ((processId: number) => void) | undefined;
}

/** Connects to a migrated database. */
export function connect(
  url: string,
  { max = 10, patience = 10_000, servedBy }: ConnectOptions = {},
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types,
    application_name: 'ratebook',
    connectionTimeoutMillis: patience,
  });
  // A connection lost with the server must not end the process, neither an idle one nor one between two statements
  // of a transaction, which the pool does not watch; the next statement reports it.
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    client.on('error', () => {});
    keepPlans(client);
    // The types leave out what the server says of itself.
    const { processID } = client as pg.PoolClient & { processID?: number };
    if (processID) servedBy?.(processID);
  });
  const kysely = new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new LateDriver({ pool }),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });

  return {
    as: (identity, work, options = {}) =>
      kysely.transaction().execute(async (tx) => {
        await begin(tx, identity, options);
        return work(tx);
      }),
    ping: async () => {
      await sql`select 1`.execute(kysely);
    },
    close: () => kysely.destroy(),
  };
}

/** Leaves it to `begin` to begin a transaction. */
class LateDriver extends PostgresDriver {
  override async beginTransaction(): Promise<void> {}
}

/** Begins a transaction that runs as `identity`, in one message: every request and every run pays for each more. */
async function begin(tx: Tx, identity: Identity, options: TransactionOptions): Promise<void> {
  const role = pg.escapeLiteral(identity.role);
  const claims = pg.escapeLiteral(JSON.stringify(identity.claims));
  await sql
    .raw(
      `start transaction ${options.readOnly ? 'read only' : 'read write'};
       select set_config('role', ${role}, true), set_config('request.jwt.claims', ${claims}, true)`,
    )
    .execute(tx);
}

/** Makes the rest of a transaction run as `identity`. */
async function assume(tx: Tx, identity: Identity): Promise<void> {
  await sql`select set_config('role', ${identity.role}, true),
    set_config('request.jwt.claims', ${JSON.stringify(identity.claims)}, true)`.execute(tx);
}

/**
 * Runs `work` as the service within a transaction that runs as `identity`: for Ratebook's own
 * book-keeping, such as a job's log row, that must commit with what was done for the user.
 */
export async function asService<T>(
  tx: Tx,
  identity: Identity,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  await assume(tx, service);
  const result = await work(tx);
  await assume(tx, identity);
  return result;
}

/**
 * Runs `work` as a person within a transaction of the service: row-level security decides what it sees, so that a job
 * made for somebody holds nothing they may not see.
 */
export async function asPerson<T>(
  tx: Tx,
  { userId, administrator }: { userId: string; administrator: boolean },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  await assume(tx, {
    role: 'authenticated',
    userId,
    admin: administrator,
    claims: {
      role: 'authenticated',
      sub: userId,
      ...(administrator && { app_metadata: { role: 'admin' } }),
    },
  });
  const result = await work(tx);
  await assume(tx, service);
  return result;
}
