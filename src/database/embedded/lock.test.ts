import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockHolder, takeLock } from './lock.ts';

let dataDir: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ratebook-lock-'));
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

/** Tries for the lock 20 times in a process of its own, which then stays; how many tries got it. */
async function tries(): Promise<string> {
  const code = `
    import { takeLock } from './lock.ts';
    const own = await Promise.all(
      Array.from({ length: 20 }, () => takeLock(${JSON.stringify(dataDir)})));
    console.log(own.filter((lock) => typeof lock !== 'number').length);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return line;
}

test('of many processes that find a stale lock exactly one takes it over', async () => {
  // The number lives, and is another program's than the one that took the lock.
  await writeFile(join(dataDir, 'ratebook.pid'), `${process.pid}\nsome other start\nx\n`);
  const counts = await Promise.all(Array.from({ length: 5 }, tries));
  expect(counts.sort()).toEqual(['0', '0', '0', '0', '1']);
  expect(await readdir(dataDir)).toEqual(['ratebook.pid']);
});

test('who died while taking over a stale lock hinders nobody', async () => {
  const stale = '999999999\nsome start\nx\n';
  await writeFile(join(dataDir, 'ratebook.pid'), stale);
  const { createHash } = await import('node:crypto');
  const turn = createHash('sha256').update(stale).digest('hex').slice(0, 12);
  await writeFile(join(dataDir, `ratebook.pid.${turn}`), '999999998\nsome start\ny\n');
  expect(typeof (await takeLock(dataDir))).not.toBe('number');
  expect(await lockHolder(dataDir)).toBe(process.pid);
});

test('a lock is free after its release, and a second release robs no later holder', async () => {
  const first = await takeLock(dataDir);
  if (typeof first === 'number') throw new Error('the lock of a new folder was taken');
  expect(await lockHolder(dataDir)).toBe(process.pid);
  await first.release();
  expect(await lockHolder(dataDir)).toBeNull();
  expect(typeof (await takeLock(dataDir))).not.toBe('number');
  await first.release();
  expect(await takeLock(dataDir)).toBe(process.pid);
});
