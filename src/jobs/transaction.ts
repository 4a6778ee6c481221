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
import { RunTakenOver } from '../database/queries/jobs/write-log.ts';
import type { DB } from '../database/schema.gen.ts';
import type { Processor } from './processors.ts';

/** What pg-boss hands a transactional worker: statements in the transaction that completes the job. */
export interface BossTransaction {
  // biome-ignore lint/suspicious/noExplicitAny: pg-boss's own type.
  executeSql(text: string, values?: unknown[]): Promise<{ rows: any[] }>;
}

/**
 * Runs `work` as the service in pg-boss's own transaction, so that what it writes commits with the job's
 * completion, and gives the transaction back under the role pg-boss had it in. Once `work` has ended, no statement gets through any more: pg-boss may have taken the transaction back by then, and what came
 * after would be written outside of it.
 */
export async function inBossTransaction<T>(
  boss: BossTransaction,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  await boss.executeSql(`select ${asService}`, [service.role, JSON.stringify(service.claims)]);
  return handingBack(boss, work);
}

/** An attempt as its transaction begins. */
export interface Turn {
  runId: string;
  /** 1 for the first. */
  attempt: number;
  /** Runs that share one wait for each other; null for a run of none. */
  group: string | null;
  /** How long the transaction may last, in milliseconds: past it the database ends it, whatever this process does. */
  timeoutMs: number;
  /** Is told which of the database's processes serves the transaction. */
  servedBy?: ((processId: number) => void) | undefined;
  /** By which its statements are done. */
  processor: Processor;
}

/**
 * The same for a run, whose turn begins with one statement: it waits for a run of its group that another worker took at
 * the same moment, bounds the transaction, and reads the checkpoint of the last step.
 * @throws {RunTakenOver} where it was cancelled, or another attempt has taken it over.
 */
export async function inTurn<T>(
  boss: BossTransaction,
  turn: Turn,
  work: (tx: Tx, checkpoint: unknown) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  // What the run wrote is on disk when it is over, although its claim need not have been.
  const { rows } = await boss.executeSql(
    `select ${asService}, set_config('synchronous_commit', 'on', true),
      set_config(case when current_setting('transaction_timeout', true) is null
        then 'idle_in_transaction_session_timeout' else 'transaction_timeout' end, $3, true),
      case when $4::text is not null then pg_advisory_xact_lock(hashtextextended($4, 0))::text end,
      (select jsonb_build_array(checkpoint) from public.background_job_logs
        where id = $5 and attempt = $6 and status = 'running') as begun,
      pg_backend_pid() as process_id`,
    [
      service.role,
      JSON.stringify(service.claims),
      String(turn.timeoutMs),
      turn.group,
      turn.runId,
      turn.attempt,
    ],
  );
  const begun: [unknown] | null = rows[0].begun;
  turn.servedBy?.(rows[0].process_id);
  if (!begun)
    throw new RunTakenOver('The run was cancelled, or another attempt has taken it over.');
  return handingBack(boss, (tx) => work(tx, begun[0]), { signal, processor: turn.processor });
}

const asService = `set_config('role', $1, true), set_config('request.jwt.claims', $2, true)`;

/** Of which run the statements are. */
interface RunOf {
  signal: AbortSignal;
  processor: Processor;
}

/** Does `work` in a transaction that runs as the service, and then takes that role off it. */
async function handingBack<T>(
  boss: BossTransaction,
  work: (tx: Tx) => Promise<T>,
  of?: RunOf,
): Promise<T> {
  const driver = new BossDriver(boss, of);
  const kysely = new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  const running = kysely.transaction().execute(async (tx) => {
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

  constructor(boss: BossTransaction, of: RunOf | undefined) {
    const execute = (query: CompiledQuery) => {
      of?.signal.throwIfAborted();
      if (this.#closed) throw new Error('The transaction of this run has ended.');
      return boss.executeSql(query.sql, [...query.parameters]);
    };
    this.#connection = {
      executeQuery: async <Row>(query: CompiledQuery): Promise<QueryResult<Row>> => {
        const { rows } = await (of ? of.processor.use(async () => execute(query)) : execute(query));
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
