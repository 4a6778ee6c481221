import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  sql,
} from 'kysely';
import type { Tx } from '../database/database.ts';
import { service } from '../database/identity.ts';
import type { DB } from '../database/schema.gen.ts';

/** What pg-boss hands a transactional worker: statements in the transaction that completes the job. */
export interface BossTransaction {
  // biome-ignore lint/suspicious/noExplicitAny: pg-boss's own type.
  executeSql(text: string, values?: unknown[]): Promise<{ rows: any[] }>;
}

/**
 * Runs `work` as the service in pg-boss's own transaction, so that what it writes commits with the job's
 * completion, and gives the transaction back under the role pg-boss had it in. Once `signal` aborts, or `work` has
 * ended, no statement gets through any more: pg-boss may have taken the transaction back by then, and what came
 * after would be written outside of it.
 */
export async function inBossTransaction<T>(
  boss: BossTransaction,
  work: (tx: Tx) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const driver = new BossDriver(boss, signal);
  const kysely = new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  const running = kysely.transaction().execute(async (tx) => {
    await sql`select set_config('role', ${service.role}, true),
      set_config('request.jwt.claims', ${JSON.stringify(service.claims)}, true)`.execute(tx);
    const result = await work(tx);
    await sql`select set_config('role', 'none', true), set_config('request.jwt.claims', '', true)`.execute(
      tx,
    );
    return result;
  });
  return running.finally(() => driver.close());
}

/** One connection, whose transaction pg-boss begins and ends. */
class BossDriver implements Driver {
  readonly #connection: DatabaseConnection;
  #closed = false;

  constructor(boss: BossTransaction, signal: AbortSignal | undefined) {
    this.#connection = {
      executeQuery: async <Row>(query: CompiledQuery): Promise<QueryResult<Row>> => {
        signal?.throwIfAborted();
        if (this.#closed) throw new Error('The transaction of this run has ended.');
        const { rows } = await boss.executeSql(query.sql, [...query.parameters]);
        return { rows: rows.map((row) => withTextMoments(row) as Row) };
      },
      streamQuery: () => {
        throw new Error('A job reads in batches; it has no stream.');
      },
    };
  }

  /** Lets no statement through any more. */
  close(): void {
    this.#closed = true;
  }

  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }
  async beginTransaction(): Promise<void> {}
  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}

/** pg-boss's connection reads moments as `Date`; everywhere else of ours they are ISO 8601 texts. */
function withTextMoments(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row;
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      value instanceof Date ? value.toISOString() : value,
    ]),
  );
}
