import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type JobName, jobNames } from '../src/contract/jobs.ts';
import { connect } from '../src/database/database.ts';
import { connectToRunning } from '../src/database/embedded.ts';
import { importBidTabs } from '../src/import/bid-tabs/import-bid-tabs.ts';
import { type Ground, prepareGround } from '../test/support/every-job.ts';
import { people } from '../test/support/people.ts';
import { startProgram } from '../test/support/program.ts';
import { secret, tokenOf } from '../test/support/tokens.ts';
import { Asker } from './support/asker.ts';
import { generatedBidTabs } from './support/bid-tabs.ts';
import { percentiles } from './support/measure.ts';
import { type Answered, load, type Sent } from './support/requests.ts';

const bidRows = 40_000;
const size = { priced: 5_000, batchSize: 500, calculated: 3_000, imported: 1_000 };
/** Idle and busy take turns so often. */
const rounds = 3;
/** How long one of them is measured, and how long one kind of job alone, in milliseconds. */
const roundMs = 10_000;
const aloneMs = 4_000;
/** Between the starts of two requests, in milliseconds: what some dozens of people ask for who look and think. */
const everyMs = 100;

/**
 * What people wait for the API while nothing runs, while all kinds of jobs do, and while one kind does, each asked for
 * again as soon as it has ended: a server as `npm start` runs it, on the database it brings along, with a library of
 * 40,000 bids beside the demo's. Milliseconds.
 */
export async function run(): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), 'ratebook-bench-'));
  const server = startProgram('server', {
    PORT: '0',
    RATEBOOK_DATA_DIR: folder,
    JWT_SECRET: secret,
    LOG_LEVEL: 'error',
  });
  try {
    const [, address = ''] = await server.says(/Ratebook is at (http:\/\/\S+\d)\./);
    return await measure(address, (await connectToRunning(folder)) ?? '');
  } catch (error) {
    throw new Error(`The measurement broke off; the server said:\n${server.said()}`, {
      cause: error,
    });
  } finally {
    await server.end('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(address: string, databaseUrl: string): Promise<object> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const database = connect(databaseUrl, { max: jobNames.length });
  try {
    const ground = await fill(client);
    const requests = { requests: await requestsOf(client, address), everyMs };
    const asker = new Asker(database, ground);
    const idle = (ms: number) => load(requests, pause(ms));
    const busy = (names: readonly JobName[], ms: number) =>
      load(requests, asker.keepAsking(names, pause(ms)));
    // The nightly runs have learned and summed up once, and every statement was planned: then it is measured.
    await asker.keepAsking(['aggregate-library-popularity', 'refresh-price-months'], pause(0));
    await idle(roundMs);
    const measured = { idle: [] as Answered[][], busy: [] as Answered[][] };
    for (let round = 0; round < rounds; round += 1) {
      measured.idle.push(await idle(roundMs));
      measured.busy.push(await busy(jobNames, roundMs));
    }
    const figures: Record<string, object> = {
      idle: told(measured.idle),
      'every kind of job': told(measured.busy),
    };
    // The library has grown by then: imports and bulk updates were run.
    figures['idle, after these'] = told([await idle(roundMs)]);
    for (const name of jobNames) {
      const times = await busy([name], aloneMs);
      figures[name] = { ...told([times]), runs: asker.runs.get(name) };
    }
    console.table(figures);
    const byRequest = {
      idle: toldByRequest(measured.idle.flat()),
      'every kind of job': toldByRequest(measured.busy.flat()),
    };
    for (const [when, told] of Object.entries(byRequest)) {
      console.log(`By what is asked for, ${when}:`);
      console.table(told);
    }
    return { everyMs, rounds, figures, byRequest };
  } finally {
    await database.close();
    await client.end();
  }
}

/** The percentiles of all, and those of each round. */
function told(all: readonly Answered[][]) {
  const { requests, p50, p99 } = percentiles(timesOf(all.flat()));
  const ofRounds = all.map((one) => Math.round(percentiles(timesOf(one)).p99 ?? Number.NaN));
  return {
    requests,
    p50: Number(p50?.toFixed(1)),
    p99: Number(p99?.toFixed(1)),
    'p99 of the rounds': ofRounds.join(' '),
  };
}

const timesOf = (answers: readonly Answered[]) => answers.map(({ time }) => time);

function toldByRequest(answers: readonly Answered[]) {
  return Object.fromEntries(
    [...Map.groupBy(answers, ({ name }) => name)].map(([name, of]) => {
      const { requests, p50, p99 } = percentiles(timesOf(of));
      return [name, { requests, p50: Number(p50?.toFixed(1)), p99: Number(p99?.toFixed(1)) }];
    }),
  );
}

/** Contracts as they were bid, a hundred of them at work. */
async function fill(client: pg.Client): Promise<Ground> {
  await importBidTabs(client, generatedBidTabs(bidRows));
  await client.query(
    `update public.projects set status = 'active' where id in (select id from public.projects order by code limit 100)`,
  );
  const ground = await prepareGround(client, size);
  await client.query('analyze');
  return { ...ground, items: ground.calculated.slice(0, 20) };
}

/** What pages ask for: a list, an item, its prices, and suggestions for an estimate. */
async function requestsOf(client: pg.Client, address: string): Promise<Sent[]> {
  const headers = { authorization: `Bearer ${await tokenOf(people.estimator)}` };
  const get = (name: string, path: string): Sent => ({
    name,
    url: `${address}/api${path}`,
    init: { headers },
  });
  const post = (name: string, path: string, body: unknown): Sent => ({
    name,
    url: `${address}/api${path}`,
    init: {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    },
  });
  const { rows } = await client.query(
    `select library_item_id as id from public.estimate_items group by 1 order by count(*) desc, 1 limit 60`,
  );
  const ids: string[] = rows.map(({ id }) => id);
  return ids.flatMap((id, at) => [
    get('a search', `/library/items?search=item+${at}`),
    get('an item', `/library/items/${id}`),
    get('prices', `/library/items/${id}/prices`),
    post('suggestions', '/suggestions', { library_item_ids: ids.slice(at % 20, (at % 20) + 30) }),
  ]);
}
