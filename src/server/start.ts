import { serve } from '@hono/node-server';
import pg from 'pg';
import type { Config } from '../config.ts';
import { demoPeople } from '../contract/session.ts';
import { listenForChanges } from '../database/changes.ts';
import { connect, type Database } from '../database/database.ts';
import { service } from '../database/identity.ts';
import { openDatabase } from '../database/open.ts';
import { refreshPriceMonths } from '../database/queries/prices/refresh-months.ts';
import { seedDemo } from '../demo/seed.ts';
import { createApp } from '../http/app.ts';
import { createVerifier, type TokenKeys } from '../http/tokens.ts';
import { connectToQueue } from '../jobs/queue.ts';
import { learnInThread } from '../jobs/threads/learn.ts';
import { startQueueInThread } from '../jobs/threads/queue.ts';
import { aggregatePopularity } from '../operations/aggregate-popularity.ts';
import { lookForFirstChanges } from '../operations/look-for-changes-soon.ts';
import { createObserver } from './observe.ts';
import { demoSignIn } from './sign-in.ts';
import { keepSigningKey } from './signing-key.ts';
import { webApp } from './web-app.ts';

/** A running Ratebook. */
export interface RunningServer {
  /** Where it can be opened, such as `http://127.0.0.1:3000`. */
  address: string;
  /** Whom the demo can be tried as; empty where tokens come from elsewhere. */
  signIns: string[];
  /** Answers what it has taken, hands running jobs back, and stops. */
  stop(): Promise<void>;
}

const loopback = new Set(['127.0.0.1', 'localhost', '::1']);

/**
 * Starts everything in this process: the database, where none is given, the API and the web app, and in a thread of their
 * own the workers.
 * @param log is told what happens while it starts, a line at a time.
 */
export async function startServer(
  config: Config,
  log: (line: string) => void,
): Promise<RunningServer> {
  const now = () => new Date();
  const { observe, metrics } = createObserver(config.logLevel);
  const cleanUp: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    // The last thing started is the first to go.
    for (const end of cleanUp.splice(0).reverse()) await end();
  };
  try {
    const opened = await openDatabase(config, { log });
    cleanUp.push(opened.stop);
    const database = connect(opened.url);
    cleanUp.push(database.close);
    await fillWhereEmpty(opened.url, database, now(), log);

    const changes = await listenForChanges(opened.url);
    cleanUp.push(changes.close);
    const jobs = await startQueueInThread(
      { url: opened.url, timeZone: config.timeZone, ownDatabase: config.databaseUrl === null },
      observe,
    );
    cleanUp.push(jobs.stop);
    const queue = await connectToQueue(opened.url, (error) =>
      observe({ type: 'queue trouble', error }),
    );
    cleanUp.push(queue.stop);
    await database.as(service, lookForFirstChanges);

    const { keys, ownSecret } = await signingKeys(config);
    const demo = ownSecret !== null && loopback.has(config.host);
    const app = createApp({
      database,
      now,
      observe,
      learn: learnInThread,
      verify: createVerifier(keys),
      corsOrigins: config.corsOrigins,
      schedules: {
        timeZone: config.timeZone,
        preview: queue.preview,
      },
      control: queue,
      changes,
      health: { check: database.ping, metrics },
      signIn: demo ? demoSignIn(ownSecret, now) : null,
    });
    app.route('/', webApp());
    const listening = await listen(app.fetch, config);
    cleanUp.push(listening.close);
    const signIns = demo ? Object.values(demoPeople).map(({ name }) => name) : [];
    return { address: listening.address, signIns, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** More months than the demo has. */
const demoMonths = 1_200;

/** The demo library at the first start, with what there is to learn from it. */
async function fillWhereEmpty(
  url: string,
  database: Database,
  now: Date,
  log: (line: string) => void,
): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'ratebook demo' });
  await client.connect();
  try {
    const { items, projects } = await seedDemo(client, { now });
    if (items === 0) return;
    log(`Made a demo library of ${items} items and ${projects} projects.`);
  } finally {
    await client.end();
  }
  await database.as(service, async (tx) => {
    await refreshPriceMonths(tx, demoMonths);
    await aggregatePopularity(tx, now);
  });
}

/** The keys tokens are checked with; `ownSecret` where the server made one itself. */
async function signingKeys(config: Config): Promise<{ keys: TokenKeys; ownSecret: string | null }> {
  if (config.jwtSecret !== null) return { keys: { secret: config.jwtSecret }, ownSecret: null };
  if (config.jwksUrl !== null) return { keys: { jwksUrl: config.jwksUrl }, ownSecret: null };
  const secret = await keepSigningKey(config.dataDir);
  return { keys: { secret }, ownSecret: secret };
}

/** The address cannot be listened on; `message` says why and what to do. */
export class ListenError extends Error {
  override name = 'ListenError';
}

function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  { host, port }: Config,
): Promise<{ address: string; close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port }, (info) => {
      const shownHost = info.family === 'IPv6' ? `[${info.address}]` : info.address;
      resolve({
        address: `http://${shownHost}:${info.port}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            // Connections kept open for a next request would hold the server up.
            if ('closeIdleConnections' in server) server.closeIdleConnections();
          }),
      });
    });
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = reasons[error.code ?? '']?.(host, port);
      reject(reason === undefined ? error : new ListenError(reason, { cause: error }));
    });
  });
}

const reasons: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (_, port) => `Port ${port} is taken; stop what uses it, or set PORT to another.`,
  EACCES: (_, port) => `Port ${port} may not be used; set PORT to one above 1023.`,
  EADDRNOTAVAIL: (host) =>
    `HOST ${host} is no address of this machine; leave it out for 127.0.0.1.`,
  ENOTFOUND: (host) => `HOST ${host} is no address of this machine; leave it out for 127.0.0.1.`,
};
