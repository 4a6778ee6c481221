import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { listenForChanges } from '../../src/database/changes.ts';
import { connect } from '../../src/database/database.ts';
import { createApp } from '../../src/http/app.ts';
import type { AppEvent } from '../../src/http/environment.ts';
import { createVerifier, type TokenKeys } from '../../src/http/tokens.ts';
import { startQueue } from '../../src/jobs/queue.ts';
import { secret } from './tokens.ts';

const root = join(import.meta.dirname, '../..');

/** Something that answers Ratebook's functions over HTTP, on loopback. */
export interface Target {
  url: string;
  /** What it reported as its own mistakes so far. */
  failures(): string[];
  stop(): Promise<void>;
}

/** The whole app on Node, with workers where `queue` is asked for. */
export async function startNode(
  databaseUrl: string,
  { queue = false, keys = { secret } }: { queue?: boolean; keys?: TokenKeys } = {},
): Promise<Target> {
  const database = connect(databaseUrl);
  const failures: string[] = [];
  const observe = (event: AppEvent) => {
    if (event.type === 'request failed') failures.push(String(event.error));
  };
  const now = () => new Date();
  const changes = await listenForChanges(databaseUrl);
  const options = { url: databaseUrl, database, changes, timeZone: 'UTC', now };
  const running = queue ? await startQueue({ ...options, observe: () => {} }) : null;
  const app = createApp({
    database,
    verify: createVerifier(keys),
    now,
    observe,
    corsOrigins: null,
    schedules: {
      timeZone: 'UTC',
      preview: running?.preview ?? (() => []),
    },
    changes,
    control: running ?? noControl,
    health: {
      check: database.ping,
      metrics: async () => ({ contentType: 'text/plain', text: '' }),
    },
    signIn: null,
  });
  const listening = await new Promise<{ port: number; close: () => Promise<void> }>((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
      resolve({
        port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            if ('closeAllConnections' in server) server.closeAllConnections();
          }),
      }),
    );
  });
  return {
    url: `http://127.0.0.1:${listening.port}`,
    failures: () => failures,
    stop: async () => {
      await listening.close();
      await running?.stop();
      await changes.close();
      await database.close();
    },
  };
}

const noQueue = async () => {
  throw new Error('This target has no queue.');
};
const noControl = {
  retry: noQueue,
  cancel: noQueue,
  postpone: noQueue,
  prioritize: noQueue,
  discard: noQueue,
  inputOf: noQueue,
  workers: async () => [],
};

/** The three functions as they are deployed, run by the real Deno with no more rights than they need. */
export async function startDeno(
  databaseUrl: string,
  env: Record<string, string> = { JWT_SECRET: secret },
): Promise<Target> {
  const child = spawn(
    'deno',
    [
      'serve',
      ...['--no-check', '--cached-only', '--node-modules-dir=manual'],
      ...['--config', 'supabase/functions/capture-price-snapshot/deno.json'],
      ...['--allow-env', '--allow-net=127.0.0.1'],
      ...['--host', '127.0.0.1', '--port', '0', 'test/support/edge.ts'],
    ],
    {
      cwd: root,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, SUPABASE_DB_URL: databaseUrl, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let said = '';
  const port = await new Promise<string>((resolve, reject) => {
    const look = (chunk: Buffer) => {
      said += chunk;
      const [, found] = /Listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(said) ?? [];
      if (found) resolve(found);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('error', reject);
    child.once('close', () => reject(new Error(`Deno ended without listening:\n${said}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    failures: () => said.split('\n').filter((line) => line.includes('"level":"error"')),
    stop: async () => {
      const closed = once(child, 'close');
      // It has nothing to save, and told politely it would wait for connections kept open.
      child.kill('SIGKILL');
      await closed;
    },
  };
}
