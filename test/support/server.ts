import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { lockHolder } from '../../src/database/embedded/lock.ts';
import { serverProcess } from '../../src/database/embedded/postmaster.ts';
import { processStart } from '../../src/database/embedded/process.ts';
import { startEmbedded } from '../../src/database/embedded.ts';
import { findChromium } from './chromium.ts';
import { findPoppler } from './poppler.ts';
import { makeTemplate } from './template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser's address of an empty database in the run's own server: `inject('databaseUrl')`. */
    databaseUrl: string;
    /** The browser of the browser tests; null where there is none, which is what they then report. */
    chromium: string | null;
    /** Whether PDFs can be opened here. */
    poppler: boolean;
  }
}

const prefix = 'ratebook-test-server-';

/**
 * Vitest `globalSetup`: starts one PostgreSQL for the run in a temporary folder and provides its address to the
 * tests as `databaseUrl`.
 * @returns what stops it and removes the folder.
 */
export default async function startServer(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftBehind();
  const dataDir = await mkdtemp(join(tmpdir(), prefix));
  const server = await startEmbedded({
    dataDir,
    // Nothing here need outlive a power cut.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  });
  // A run that is interrupted may end without the teardown below.
  const atExit = () => endAtOnce(dataDir);
  const hangUp = () => process.exit(129);
  process.once('exit', atExit);
  process.once('SIGHUP', hangUp);
  await makeTemplate(server.url);
  project.provide('databaseUrl', server.url);
  project.provide('chromium', chromiumOrNull());
  project.provide('poppler', findPoppler());
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    process.off('exit', atExit);
    process.off('SIGHUP', hangUp);
  };
}

/** Synchronous, as everything must be that runs while a process exits. */
function endAtOnce(dataDir: string): void {
  try {
    const pid = Number.parseInt(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10);
    process.kill(pid, 'SIGQUIT');
    // While it lives it writes into the folder that is to go.
    const pause = new Int32Array(new SharedArrayBuffer(4));
    for (let waited = 0; waited < 2_000 && processStart(pid) !== null; waited += 10) {
      Atomics.wait(pause, 0, 0, 10);
    }
  } catch {
    // It has stopped already.
  }
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
}

/** Ends the servers and removes the folders of earlier runs that were killed. */
async function removeLeftBehind(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const dataDir = join(tmpdir(), name);
    try {
      // A fresh folder may be that of a run which has yet to take its lock.
      const fresh = Date.now() - (await stat(dataDir)).mtimeMs < 30_000;
      if (fresh || (await lockHolder(dataDir)) !== null) continue;
      const pid = await serverProcess(join(dataDir, 'postgres'));
      if (pid !== null) process.kill(pid, 'SIGQUIT');
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    } catch {
      // Another user's, or removed by another run just now.
    }
  }
}

function chromiumOrNull(): string | null {
  try {
    return findChromium();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return null;
  }
}
