import {
  chown,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Account, execute } from './account.ts';
import type { Binaries } from './binaries.ts';
import { DatabaseStartError } from './errors.ts';
import { removeStalePidFile, serverProcess } from './postmaster.ts';

/** One PostgreSQL data folder and what is needed to run a server on it. */
export interface Cluster {
  /** Absolute, with no symbolic link in it. */
  dir: string;
  binaries: Binaries;
  account: Account;
}

/** Written at each start over what was there; a setting of one's own belongs in `alter system`, which wins. */
const settingsFile = 'ratebook.conf';

/** What the server says goes here, inside the data folder. */
const logFile = 'server.log';

const standardSettings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  fsync: 'on',
  // The disks of today read anywhere nearly as fast as in order; PostgreSQL takes them for spinning ones.
  random_page_cost: '1.1',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Statements that fail are reported by who sent them. The rest is rare, so the log needs no rotation.
  log_min_messages: 'log',
  log_checkpoints: 'off',
};

/**
 * Whether `dir` holds a data folder the programs can use; false where there is none yet.
 * @throws {DatabaseStartError} where it is another version's, or something else.
 */
export async function clusterExists(dir: string, binaries: Binaries): Promise<boolean> {
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (names.length === 0) return false;
  if (!names.includes('PG_VERSION')) {
    throw new DatabaseStartError(
      `${dir} is not a PostgreSQL data folder: move it away, or set RATEBOOK_DATA_DIR to another folder.`,
    );
  }
  const made = (await readFile(join(dir, 'PG_VERSION'), 'utf8')).trim();
  const ours = await majorVersion(binaries);
  if (made !== ours) {
    throw new DatabaseStartError(
      `${dir} was made by PostgreSQL ${made} and this Ratebook brings ${ours}: move the data over with pg_dump and pg_restore, or set RATEBOOK_DATA_DIR to another folder.`,
    );
  }
  return true;
}

/**
 * Makes the data folder. It appears under its name only when it is whole; what a killed attempt left is removed.
 * @throws {DatabaseStartError} with what initdb said.
 */
export async function createCluster(cluster: Cluster, password: string): Promise<void> {
  const home = dirname(cluster.dir);
  const prefix = `${basename(cluster.dir)}.new-`;
  for (const name of await readdir(home)) {
    if (name.startsWith(prefix)) {
      await rm(join(home, name), { recursive: true, force: true, maxRetries: 5 });
    }
  }
  const fresh = join(home, `${prefix}${process.pid}`);
  const passwordFile = `${fresh}.password`;
  await mkdir(fresh, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' });
  await giveAway(cluster.account, fresh, passwordFile);
  const { ok, output } = await execute(
    cluster.account,
    cluster.binaries.initdb,
    [
      `--pgdata=${fresh}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Sorts by code point and knows the letters of all scripts, the same on every machine.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--data-checksums',
      '--no-instructions',
    ],
    home,
  );
  await rm(passwordFile, { force: true });
  if (!ok) {
    await rm(fresh, { recursive: true, force: true });
    throw new DatabaseStartError(
      `The database could not be made in ${home}: ${lastSentence(output)}`,
    );
  }
  await writeFile(
    join(fresh, 'postgresql.conf'),
    `\n# Ratebook's own settings; it writes the file at each start.\ninclude_if_exists = '${settingsFile}'\n`,
    { flag: 'a' },
  );
  await rename(fresh, cluster.dir);
  await flush(home);
}

/**
 * Starts the server, which from then on lives on its own, and waits until it accepts connections.
 * @returns its port: the one it had last time, if that is free.
 * @throws {DatabaseStartError} with what the server said.
 */
export async function startCluster(
  cluster: Cluster,
  settings: Readonly<Record<string, string>>,
): Promise<number> {
  const log = join(cluster.dir, logFile);
  await removeStalePidFile(cluster.dir);
  for (let attempt = 1; ; attempt++) {
    const port = await choosePort(cluster.dir);
    await writeSettings(cluster, { ...standardSettings, ...settings, port: String(port) });
    const said = await sizeOf(log);
    const { ok, output } = await execute(
      cluster.account,
      cluster.binaries.pgCtl,
      ['start', '-D', cluster.dir, '-l', log, '-w', '-t', '300', '-s'],
      dirname(cluster.dir),
    );
    if (ok) return port;
    const reason = await logSince(log, said).catch(() => '');
    // The port was taken in between, or processes of a server that was killed are not gone yet.
    const passes = /could not bind|shared memory block/i.test(reason);
    if (!passes || attempt === 6) {
      throw new DatabaseStartError(
        `PostgreSQL did not start (its log is ${log}): ${lastSentence(reason || output)}`,
      );
    }
    await delay(100 * attempt);
  }
}

/** Stops the server, if it runs: open transactions are rolled back, all that was committed is written down. */
export async function stopCluster({ dir, binaries, account }: Cluster): Promise<void> {
  for (const mode of ['fast', 'immediate']) {
    if ((await serverProcess(dir)) === null) return;
    const args = ['stop', '-D', dir, '-m', mode, '-w', '-t', '60', '-s'];
    const { ok } = await execute(account, binaries.pgCtl, args, dirname(dir));
    if (ok) return;
  }
}

async function majorVersion(binaries: Binaries): Promise<string> {
  const { output } = await execute(
    { user: null, prefix: [] },
    binaries.postgres,
    ['--version'],
    '/',
  );
  const [, major] = /PostgreSQL\) (\d+)/.exec(output) ?? [];
  if (major) return major;
  throw new DatabaseStartError(
    `The PostgreSQL that came with Ratebook does not run on this machine: ${lastSentence(output)}`,
  );
}

async function choosePort(dir: string): Promise<number> {
  const before = await readFile(join(dir, settingsFile), 'utf8').catch(() => '');
  const [, last = '0'] = /^port = '(\d+)'$/m.exec(before) ?? [];
  return (await freePort(Number(last))) ?? (await freePort(0)) ?? 0;
}

/** `wanted`, or any for 0, if it is free on loopback. */
function freePort(wanted: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : null;
      server.close(() => resolve(port));
    });
  });
}

async function writeSettings(
  { dir, account }: Cluster,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const lines = Object.entries(settings).map(
    ([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`,
  );
  const fresh = join(dir, `${settingsFile}.new`);
  await rm(fresh, { force: true });
  await writeFile(fresh, lines.join(''), { mode: 0o600, flag: 'wx' });
  await giveAway(account, fresh);
  await rename(fresh, join(dir, settingsFile));
}

async function giveAway({ user }: Account, ...paths: string[]): Promise<void> {
  if (user) for (const path of paths) await chown(path, user.uid, user.gid);
}

/** Writes a folder's own entries down, so that a rename in it outlives a power cut. */
async function flush(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dir);
  await handle.sync().finally(() => handle.close());
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

async function logSince(path: string, offset: number): Promise<string> {
  return (await readFile(path)).subarray(offset).toString('utf8');
}

/** Of what a program said, the line that tells why it gave up, as the end of a sentence. */
function lastSentence(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.find((line) => /(FATAL|PANIC|error):/.test(line)) ?? lines.at(-1) ?? '';
  const reason = telling.replace(/^.*?(FATAL|PANIC|error): */, '').trim() || 'it gave no reason';
  return reason.endsWith('.') ? reason : `${reason}.`;
}
