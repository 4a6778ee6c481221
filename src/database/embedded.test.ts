import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { processStart } from './embedded/process.ts';
import { connectToRunning, DatabaseStartError, startEmbedded } from './embedded.ts';

const children: ChildProcess[] = [];
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ratebook-embedded-'));
});

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const name of await readdir(root)) await end(join(root, name));
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
});

/** Ends whatever server a test left on `dataDir`. */
async function end(dataDir: string): Promise<void> {
  if (await connectToRunning(dataDir).catch(() => null)) {
    await (await startEmbedded({ dataDir })).stop();
  }
}

/** A Ratebook in a process of its own: starts the server, prints its address and stays. */
function ratebook(dataDir: string): ChildProcess & { stdout: Readable } {
  const code = `
    import { startEmbedded } from './embedded.ts';
    const server = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)} });
    console.log(server.url);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function postmaster(dataDir: string): Promise<number> {
  const text = await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8');
  return Number(text.split('\n')[0]);
}

describe('one data folder over its life', () => {
  let dataDir: string;
  beforeAll(() => {
    dataDir = join(root, 'life');
  });

  test('nothing runs before the first start', async () => {
    expect(await connectToRunning(dataDir)).toBeNull();
  });

  test('the first start makes a UTF-8 database that is safe on disk and on loopback only', async () => {
    const lines: string[] = [];
    const server = await startEmbedded({ dataDir, log: (line) => lines.push(line) });
    expect(server.adopted).toBe(false);
    expect(lines).toHaveLength(2);
    const [settings] = await query(
      server.url,
      `select current_database() as database, current_user as "user",
              current_setting('server_encoding') as encoding, current_setting('fsync') as fsync,
              current_setting('listen_addresses') as addresses,
              current_setting('unix_socket_directories') as sockets, lower('ÄÉ') as lower,
              current_setting('max_connections') as connections`,
    );
    expect(settings).toEqual({
      database: 'ratebook',
      user: 'postgres',
      encoding: 'UTF8',
      fsync: 'on',
      addresses: '127.0.0.1',
      sockets: '',
      lower: 'äé',
      connections: '200',
    });
    await query(server.url, 'create table kept as select 42 as answer');
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    expect(await connectToRunning(dataDir)).toBeNull();
  });

  test('the password is for its owner only, and asked for', async () => {
    expect((await stat(join(dataDir, 'postgres-password'))).mode & 0o777).toBe(0o600);
    const server = await startEmbedded({ dataDir });
    const wrong = new URL(server.url);
    wrong.password = 'guessed';
    await expect(query(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    await server.stop();
  });

  test('what was stored is there after a restart, at the same address', async () => {
    const first = await startEmbedded({ dataDir });
    await first.stop();
    const second = await startEmbedded({ dataDir });
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  test('a second Ratebook is refused with a line that names the first, and may connect', async () => {
    const child = ratebook(dataDir);
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    await expect(startEmbedded({ dataDir })).rejects.toThrow(
      new DatabaseStartError(
        `Another Ratebook (process ${child.pid}) is using ${dataDir}; stop it, or set RATEBOOK_DATA_DIR to another folder.`,
      ),
    );
    expect(await connectToRunning(dataDir)).toBe(line);
    await kill(child);
  });

  test('a server that outlived its killed Ratebook is taken over, and stopped in the end', async () => {
    const before = await postmaster(dataDir);
    const server = await startEmbedded({ dataDir });
    expect(server.adopted).toBe(true);
    expect(await postmaster(dataDir)).toBe(before);
    expect(await query(server.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await server.stop();
    expect(processStart(before)).toBeNull();
    expect(await readdir(dataDir)).not.toContain('ratebook.pid');
  });

  test('a server that was killed itself recovers what was committed', async () => {
    const server = await startEmbedded({ dataDir });
    await query(server.url, 'update kept set answer = 43');
    process.kill(await postmaster(dataDir), 'SIGKILL');
    await server.stop();
    const again = await startEmbedded({ dataDir });
    expect(again.adopted).toBe(false);
    expect(await query(again.url, 'select answer from kept')).toEqual([{ answer: 43 }]);
    await again.stop();
  });

  test('a postmaster.pid whose number another program got since does not hinder', async () => {
    const path = join(dataDir, 'postgres/postmaster.pid');
    const now = Math.floor(Date.now() / 1000);
    const stale = [process.pid, `${dataDir}/postgres`, now, 1, '', '127.0.0.1', '0 0', 'ready'];
    await writeFile(path, `${stale.join('\n')}\n`);
    expect(await connectToRunning(dataDir)).toBeNull();
    const server = await startEmbedded({ dataDir });
    expect(server.adopted).toBe(false);
    await server.stop();
  });

  test('a lock whose number another program got since does not hinder', async () => {
    await writeFile(join(dataDir, 'ratebook.pid'), `${process.ppid}\nsome other start\nx\n`);
    const server = await startEmbedded({ dataDir });
    expect(await readFile(join(dataDir, 'ratebook.pid'), 'utf8')).toContain(`${process.pid}\n`);
    await server.stop();
  });

  test('a last port that is taken by now is replaced', async () => {
    const conf = await readFile(join(dataDir, 'postgres/ratebook.conf'), 'utf8');
    const port = Number(/^port = '(\d+)'$/m.exec(conf)?.[1]);
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const server = await startEmbedded({ dataDir });
    expect(new URL(server.url).port).not.toBe(String(port));
    await server.stop();
    other.close();
  });

  test('a setting PostgreSQL refuses is reported in its words, and the folder is free again', async () => {
    const settings = { shared_buffers: 'plenty' };
    await expect(startEmbedded({ dataDir, settings })).rejects.toThrow(
      /^PostgreSQL did not start \(its log is .*server\.log\): .*ratebook\.conf" contains errors/,
    );
    await (await startEmbedded({ dataDir })).stop();
  });

  test('data of another major version is refused by name', async () => {
    const path = join(dataDir, 'postgres/PG_VERSION');
    const ours = await readFile(path, 'utf8');
    await writeFile(path, '15\n');
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/was made by PostgreSQL 15 and/);
    await writeFile(path, ours);
  });

  test('a lost password is reported as such', async () => {
    const path = join(dataDir, 'postgres-password');
    await rename(path, `${path}.away`);
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/postgres-password is gone/);
    await rename(`${path}.away`, path);
  });
});

describe('starting', () => {
  test('of two that start at once on a new folder one gets it', async () => {
    const dataDir = join(root, 'race');
    const both = await Promise.allSettled([startEmbedded({ dataDir }), startEmbedded({ dataDir })]);
    const won = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const lost = both.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(won).toHaveLength(1);
    expect(lost).toEqual([expect.any(DatabaseStartError)]);
    await won[0]?.stop();
  });

  test('a Ratebook killed while it made the database leaves a folder that can be started', async () => {
    const dataDir = join(root, 'interrupted');
    await mkdir(dataDir);
    const child = ratebook(dataDir);
    const begun = async () =>
      (await readdir(dataDir)).some((name) => /^postgres\.new-\d+$/.test(name));
    while (!(await begun())) await delay(2);
    await kill(child);
    expect(await readdir(dataDir)).not.toContain('postgres');
    const server = await startEmbedded({ dataDir });
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
    expect((await readdir(dataDir)).sort()).toEqual(['postgres', 'postgres-password']);
  });

  test('a folder with other things in it is left alone', async () => {
    const dataDir = join(root, 'other');
    await mkdir(join(dataDir, 'postgres'), { recursive: true });
    await writeFile(join(dataDir, 'postgres/letter.txt'), 'Dear …');
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/is not a PostgreSQL data folder/);
    expect(await readdir(join(dataDir, 'postgres'))).toEqual(['letter.txt']);
  });
});
