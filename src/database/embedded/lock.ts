import { createHash, randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processStart } from './process.ts';

/** A lock that is held; `release` may be called more than once. */
export interface Lock {
  release(): Promise<void>;
}

/** The file in the data folder that says which process uses it. */
const lockFile = 'ratebook.pid';

/**
 * Takes `dataDir` for this process. A lock left by a process that died is taken over, also when its number
 * belongs to another program by now: the file holds the start time too. Of several that try at once exactly
 * one gets it.
 * @returns the lock, or the number of the live process that holds it.
 */
export async function takeLock(dataDir: string): Promise<Lock | number> {
  const path = join(dataDir, lockFile);
  return take(path);
}

/** The live process that holds the lock of `dataDir`, or null. Takes nothing. */
export async function lockHolder(dataDir: string): Promise<number | null> {
  const held = await read(join(dataDir, lockFile));
  return held === null ? null : liveHolder(held);
}

async function take(path: string): Promise<Lock | number> {
  // The last line makes each lock unlike all others, so that a stale one, once seen, can't come back.
  const mine = `${process.pid}\n${processStart(process.pid) ?? ''}\n${randomUUID()}\n`;
  const prepared = `${path}.${randomUUID()}`;
  await writeFile(prepared, mine, { mode: 0o644, flag: 'wx' });
  try {
    for (;;) {
      if (await claim(prepared, path)) return { release: () => release(path, mine) };
      const held = await read(path);
      if (held === null) continue;
      const holder = liveHolder(held);
      if (holder !== null) return holder;
      if (await replaceStale(path, held, prepared)) return { release: () => release(path, mine) };
    }
  } finally {
    await rm(prepared, { force: true });
  }
}

/** Makes `path` a second name of the file `prepared`: whole from the first moment, and only if free. */
async function claim(prepared: string, path: string): Promise<boolean> {
  try {
    await link(prepared, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Puts `prepared` in the place of the stale lock. Two that both saw it stale must not both replace it (the
 * second would remove the first one's fresh lock), so that is done under a lock of its own, named after what
 * is replaced; taken the same way, in case its holder dies as well.
 */
async function replaceStale(path: string, stale: string, prepared: string): Promise<boolean> {
  const name = createHash('sha256').update(stale).digest('hex').slice(0, 12);
  const turn = await take(`${path}.${name}`);
  if (typeof turn === 'number') {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return false;
  }
  try {
    if ((await read(path)) !== stale) return false;
    const copy = `${prepared}.put`;
    await link(prepared, copy);
    await rename(copy, path);
    return true;
  } finally {
    await turn.release();
  }
}

async function release(path: string, mine: string): Promise<void> {
  if ((await read(path)) === mine) await rm(path, { force: true });
}

async function read(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function liveHolder(held: string): number | null {
  const [pid, start] = held.split('\n');
  const number = Number(pid);
  if (!Number.isInteger(number) || number <= 0) return null;
  const running = processStart(number);
  if (running === null) return null;
  // Where the system tells no start times, the number alone has to do.
  return !start || running === '' || running === start ? number : null;
}
