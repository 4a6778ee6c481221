import type { Config } from '../config.ts';
import { connectToRunning, DatabaseStartError, startEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';

/** A database, up to date, and what to call when it is no longer needed. */
export interface OpenedDatabase {
  /** Its address. Holds a password: not for logs. */
  url: string;
  /** Stops the server, where it was started for this. */
  stop(): Promise<void>;
}

/**
 * The one place that tells the server of `DATABASE_URL` from the one Ratebook brings along: opens it, starting it
 * where it has to be, and brings it up to date.
 * @param options.beside for programs that work beside a running Ratebook: they use its server.
 * @throws {DatabaseStartError | MigrationError} with a sentence for whoever started us.
 */
export async function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  { beside = false, log = () => {} }: { beside?: boolean; log?: (line: string) => void } = {},
): Promise<OpenedDatabase> {
  const { databaseUrl, dataDir } = config;
  const running = databaseUrl ?? (beside ? await connectToRunning(dataDir) : null);
  const opened =
    running === null
      ? await startEmbedded({ dataDir, log })
      : { url: running, stop: async () => {} };
  try {
    const applied = await migrate(opened.url);
    if (applied.length > 0) log(`Applied ${applied.length} migrations.`);
    return opened;
  } catch (error) {
    await opened.stop();
    throw databaseUrl === null ? error : explainConnection(error, databaseUrl);
  }
}

const networkErrors = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EAI_AGAIN',
]);

/** What the network says of an address, in a sentence; the address without its password. */
function explainConnection(error: unknown, databaseUrl: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const { host, pathname } = new URL(databaseUrl);
  const where = `the database of DATABASE_URL (${host}${pathname})`;
  if (networkErrors.has(code)) {
    return new DatabaseStartError(
      `Nothing answers at ${where}: ${code}. Start it, or correct the address; without DATABASE_URL Ratebook starts one of its own.`,
      { cause: error },
    );
  }
  // Class 28: the server refuses the login; 3D000: there is no such database.
  if (/^(28|3D000)/.test(code) && error instanceof Error) {
    return new DatabaseStartError(`${where} refuses the connection: ${error.message}.`, {
      cause: error,
    });
  }
  return error;
}
