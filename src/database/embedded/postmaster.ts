import { readFile, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { DatabaseStartError } from './errors.ts';
import { commandLine, processStart } from './process.ts';

/** The database in the embedded server that Ratebook's tables are in. */
export const databaseName = 'ratebook';

/** How long a server that is starting (recovering after a crash, say) or stopping is waited for. */
const patienceMs = 300_000;

/** What a server writes into `postmaster.pid` about itself. */
interface Postmaster {
  pid: number;
  port: number;
  status: string;
}

/** The address of `database` in the server on `port`. The server is on loopback and has no TLS to ask for. */
export function serverUrl(port: number, password: string, database = databaseName): string {
  return `postgresql://postgres:${password}@127.0.0.1:${port}/${database}?sslmode=disable`;
}

/**
 * The port of the server that runs on `clusterDir`, once it accepts `password`; null where none runs: no
 * `postmaster.pid`, or one whose process is gone or another program by now.
 * @throws {DatabaseStartError} where one runs that is not ours to use, or that doesn't get ready.
 */
export async function findRunning(clusterDir: string, password: string): Promise<number | null> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const found = await readPostmaster(clusterDir);
    if (!found || processStart(found.pid) === null) return null;
    const answer = await ask(found.port, password);
    if (answer.kind === 'ready') {
      if (await isSameFolder(answer.dataDirectory, clusterDir)) return found.port;
      return null;
    }
    if (!isServerOf(found.pid, clusterDir)) return null;
    if (answer.kind === 'refused') {
      throw new DatabaseStartError(
        `PostgreSQL (process ${found.pid}) runs on ${clusterDir} but refused Ratebook: ${answer.reason}; stop it, and start Ratebook again.`,
      );
    }
    if (performance.now() > deadline) {
      throw new DatabaseStartError(
        `PostgreSQL (process ${found.pid}) on ${clusterDir} has been ${found.status || 'starting'} for ${patienceMs / 1000} s: wait for it or stop it, and start Ratebook again.`,
      );
    }
    await delay(50);
  }
}

/**
 * Takes away a `postmaster.pid` that `findRunning` found to be nobody's. PostgreSQL itself does so only if no
 * process at all has the number in it, and would refuse to start over any other program that got it.
 */
export async function removeStalePidFile(clusterDir: string): Promise<void> {
  const found = await readPostmaster(clusterDir);
  if (found && !isServerOf(found.pid, clusterDir)) {
    await rm(join(clusterDir, 'postmaster.pid'), { force: true });
  }
}

/** The server's process, or null where `postmaster.pid` names none that lives. */
export async function serverProcess(clusterDir: string): Promise<number | null> {
  const found = await readPostmaster(clusterDir);
  return found && isServerOf(found.pid, clusterDir) ? found.pid : null;
}

/** Makes the database `ratebook` in the server on `port`, where it is missing. */
export async function createDatabase(port: number, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl(port, password, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [
      databaseName,
    ]);
    if (rowCount === 0) await client.query(`create database ${databaseName}`);
  } finally {
    await client.end();
  }
}

async function readPostmaster(clusterDir: string): Promise<Postmaster | null> {
  const text = await readFile(join(clusterDir, 'postmaster.pid'), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    },
  );
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Math.abs(Number(lines[0]));
  return Number.isInteger(pid) && pid > 0
    ? { pid, port: Number(lines[3] ?? 0), status: lines[7] ?? '' }
    : null;
}

/** Whether `pid` lives and is a server on `clusterDir`, as its command line says: `postgres -D <folder> …`. */
function isServerOf(pid: number, clusterDir: string): boolean {
  if (processStart(pid) === null) return false;
  const words = commandLine(pid);
  // Where a system doesn't tell, believe the file.
  if (words === null) return process.platform === 'win32';
  return /postgres/.test(words) && words.includes(clusterDir);
}

type Answer =
  | { kind: 'ready'; dataDirectory: string }
  | { kind: 'busy' }
  | { kind: 'refused'; reason: string };

async function ask(port: number, password: string): Promise<Answer> {
  if (!(port > 0)) return { kind: 'busy' };
  const client = new pg.Client({
    connectionString: serverUrl(port, password, 'postgres'),
    connectionTimeoutMillis: 5_000,
  });
  try {
    await client.connect();
    const { rows } = await client.query<{ dir: string }>(
      `select current_setting('data_directory') as dir`,
    );
    return { kind: 'ready', dataDirectory: rows[0]?.dir ?? '' };
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string };
    // 57P03: starting up or shutting down. 53300: all connections taken, for now. Others: not (yet) listening.
    return /^(28|3D|42)/.test(code) ? { kind: 'refused', reason: message } : { kind: 'busy' };
  } finally {
    await client.end().catch(() => {});
  }
}

async function isSameFolder(one: string, other: string): Promise<boolean> {
  return (await realpath(one).catch(() => one)) === (await realpath(other));
}
