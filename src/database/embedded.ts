import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { chooseAccount } from './embedded/account.ts';
import { findBinaries } from './embedded/binaries.ts';
import {
  type Cluster,
  clusterExists,
  createCluster,
  startCluster,
  stopCluster,
} from './embedded/cluster.ts';
import { DatabaseStartError } from './embedded/errors.ts';
import { lockHolder, takeLock } from './embedded/lock.ts';
import { createDatabase, findRunning, serverUrl } from './embedded/postmaster.ts';

export { DatabaseStartError };

/** The PostgreSQL that Ratebook brings along, running. */
export interface EmbeddedServer {
  /** Address of the database `ratebook`, as its superuser. Holds the password: not for logs. */
  url: string;
  /** Whether it ran already, left by a Ratebook that was killed. */
  adopted: boolean;
  /** Stops the server, adopted or not, and gives the data folder free. May be called more than once. */
  stop(): Promise<void>;
}

/** Where and how to start it. */
export interface EmbeddedOptions {
  /** Folder for the data (`postgres/`), the password (`postgres-password`) and the lock (`ratebook.pid`). */
  dataDir: string;
  /** PostgreSQL settings on top of ours, such as `{ fsync: 'off' }` in tests. An adopted server keeps its own. */
  settings?: Readonly<Record<string, string>>;
  /** Is told what happens, a line at a time. */
  log?: (line: string) => void;
}

/** How long `connectToRunning` waits for a Ratebook that is starting. */
const startingMs = 60_000;

/**
 * Starts the embedded server of `dataDir`, making its data first if there is none, or takes over one that
 * outlived its Ratebook. It listens on loopback only and runs on its own: `kill -9` of this process leaves it
 * running, and Ctrl+C reaches this process alone.
 * @throws {DatabaseStartError} where another Ratebook uses the folder or the server can't be used.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { log = () => {}, settings = {} } = options;
  const binaries = await findBinaries();
  try {
    await mkdir(options.dataDir, { recursive: true });
    const dataDir = await realpath(options.dataDir);
    const lock = await takeLock(dataDir);
    if (typeof lock === 'number') {
      throw new DatabaseStartError(
        `Another Ratebook (process ${lock}) is using ${options.dataDir}; stop it, or set RATEBOOK_DATA_DIR to another folder.`,
      );
    }
    try {
      const dir = join(dataDir, 'postgres');
      const exists = await clusterExists(dir, binaries);
      const account = await chooseAccount(binaries.postgres, dataDir, dir);
      const password = await keepPassword(dataDir, exists);
      const cluster: Cluster = { dir, binaries, account };
      const { port, adopted } = await run(cluster, { exists, password, settings, log });
      const stop = async () => {
        await stopCluster(cluster);
        await lock.release();
      };
      let stopped: Promise<void> | null = null;
      return {
        url: serverUrl(port, password),
        adopted,
        stop: () => {
          stopped ??= stop();
          return stopped;
        },
      };
    } catch (error) {
      await lock.release();
      throw error;
    }
  } catch (error) {
    throw explain(error, options.dataDir);
  }
}

/**
 * The address of the server that runs on `dataDir`, or null where none does. Takes no lock and stops nothing:
 * for programs beside a running Ratebook. Waits for one that is just starting.
 * @throws {DatabaseStartError} where a server runs but can't be used.
 */
export async function connectToRunning(dataDir: string): Promise<string | null> {
  const deadline = performance.now() + startingMs;
  try {
    const home = await realpath(dataDir).catch(() => null);
    if (home === null) return null;
    for (;;) {
      const password = await readPassword(home);
      const port = password && (await findRunning(join(home, 'postgres'), password));
      if (password && port) {
        await createDatabase(port, password);
        return serverUrl(port, password);
      }
      if ((await lockHolder(home)) === null || performance.now() > deadline) return null;
      await delay(50);
    }
  } catch (error) {
    throw explain(error, dataDir);
  }
}

interface RunOptions {
  exists: boolean;
  password: string;
  settings: Readonly<Record<string, string>>;
  log: (line: string) => void;
}

async function run(
  cluster: Cluster,
  { exists, password, settings, log }: RunOptions,
): Promise<{ port: number; adopted: boolean }> {
  const running = exists ? await findRunning(cluster.dir, password) : null;
  if (running !== null) {
    log(`Found the database in ${cluster.dir} running, on port ${running}.`);
    await createDatabase(running, password);
    return { port: running, adopted: true };
  }
  if (!exists) {
    log(`Making the database in ${cluster.dir}.`);
    await createCluster(cluster, password);
  }
  const port = await startCluster(cluster, settings);
  log(`Started the database in ${cluster.dir}, on port ${port}.`);
  try {
    await createDatabase(port, password);
  } catch (error) {
    await stopCluster(cluster);
    throw error;
  }
  return { port, adopted: false };
}

const passwordFile = 'postgres-password';

async function readPassword(dataDir: string): Promise<string | null> {
  try {
    return (await readFile(join(dataDir, passwordFile), 'utf8')).trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** The superuser's password; a new one where there is no database yet that would know another. */
async function keepPassword(dataDir: string, exists: boolean): Promise<string> {
  const kept = await readPassword(dataDir);
  if (kept) return kept;
  const path = join(dataDir, passwordFile);
  if (exists) {
    throw new DatabaseStartError(
      `${path} is gone, and the database beside it can't be opened without: put it back from a copy, or set RATEBOOK_DATA_DIR to another folder.`,
    );
  }
  // On the disk before the database that needs it.
  const password = randomBytes(24).toString('base64url');
  const fresh = `${path}.new`;
  await rm(fresh, { force: true });
  const handle = await open(fresh, 'wx', 0o600);
  await handle.writeFile(`${password}\n`);
  await handle.sync().finally(() => handle.close());
  await rename(fresh, path);
  return password;
}

/** What the file system or the network said, as a sentence; our own errors as they are. */
function explain(error: unknown, dataDir: string): unknown {
  if (error instanceof DatabaseStartError || !(error instanceof Error)) return error;
  const code = codeOf(error);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new DatabaseStartError(
      `Ratebook may not use its data folder ${dataDir} (${error.message}): run it as the folder's owner, or set RATEBOOK_DATA_DIR to another folder.`,
      { cause: error },
    );
  }
  return new DatabaseStartError(
    `The database in ${dataDir} could not be started: ${error.message}.`,
    {
      cause: error,
    },
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
