import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { jobNames } from '../src/contract/jobs.ts';
import { demoPeople } from '../src/contract/session.ts';
import { connect } from '../src/database/database.ts';
import { connectToRunning } from '../src/database/embedded.ts';
import { findChromium, launchChromium } from '../test/support/chromium.ts';
import { prepareGround } from '../test/support/every-job.ts';
import { startProgram } from '../test/support/program.ts';
import { Asker } from './support/asker.ts';
import { percentiles } from './support/measure.ts';

const size = { priced: 5_000, batchSize: 500, calculated: 3_000, imported: 1_000 };
/** How often each change is made while nothing runs, and while every kind of job does. */
const rounds = 20;
/** A change that is not seen by then is counted as seen then, in milliseconds. */
const longest = 15_000;

/** Makes the n-th change of a kind; gives the text by which a page shows it. */
type Change = (client: pg.Client, n: number) => Promise<string>;

const runId = '00000000-0000-4000-8000-00000000be9c';

/** What others do, as it comes into the database. */
const changes: Record<string, Change> = {
  'how far a run is': async (client, n) => {
    const phase = `Part ${n} of the measurement`;
    // Of the future, so that it stays the first of the history.
    await client.query(
      `insert into public.background_job_logs (id, job_name, trigger, status, attempt, queued_at, started_at, phase, done, total)
       values ($1, 'bulk-update', 'service', 'running', 1, now() + interval '1 day', now(), $2, $3, 1000)
       on conflict (id) do update set status = 'running', finished_at = null, output = null, phase = excluded.phase`,
      [runId, phase, n],
    );
    return phase;
  },
  'the end of a run': async (client, n) => {
    const message = `Measured ${n} times.`;
    await client.query(
      `update public.background_job_logs set status = 'completed', finished_at = now(), phase = null,
         output = jsonb_build_object('message', $2::text) where id = $1`,
      [runId, message],
    );
    return message;
  },
  'a schedule edited': async (client, n) => {
    const minute = n % 60;
    await client.query(
      `update public.job_schedules set cron = $1 where job_name = 'capture-price-snapshots'`,
      [`${minute} 5 * * *`],
    );
    return `Daily at 05:${String(minute).padStart(2, '0')}`;
  },
  'an alert': async (client, n) => {
    const message = `Nothing is wrong but number ${n}.`;
    await client.query(
      `insert into public.job_alerts (rule, subject, message) values ('age', 'measurement', $1)
       on conflict (rule, subject) where resolved_at is null do update set message = excluded.message`,
      [message],
    );
    return message;
  },
  'a notice': async (client) => {
    const { rows } = await client.query(
      `insert into public.notices (user_id, outcome, title, body, link) values ($1, 'completed', 'bulk-update', '', '/jobs')
       returning (select count(*) + 1 from public.notices where user_id = $1 and read_at is null)::int as unread`,
      [demoPeople.administrator.id],
    );
    return `${rows[0].unread} unread`;
  },
};

/**
 * How long it takes from a change somebody else makes until the page of an administrator shows it, in milliseconds: from
 * before its statement is sent to the frame that shows it, while nothing runs and while every kind of job does. A server
 * as `npm start` runs it, a real Chromium without a GPU.
 */
export async function run(): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), 'ratebook-bench-'));
  const server = startProgram('server', {
    PORT: '0',
    RATEBOOK_DATA_DIR: folder,
    LOG_LEVEL: 'silent',
  });
  let browser: Browser | null = null;
  try {
    const [, address = ''] = await server.says(/Ratebook is at (http:\/\/\S+\d)\./);
    browser = await launchChromium(findChromium());
    const page = await (
      await browser.newContext({ viewport: { width: 1440, height: 900 } })
    ).newPage();
    await page.goto(`${address}/jobs`);
    await page.getByRole('button', { name: demoPeople.administrator.name }).click();
    await page.getByRole('heading', { name: 'History' }).waitFor();
    return await measure(page, (await connectToRunning(folder)) ?? '');
  } finally {
    await browser?.close();
    await server.end('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(page: Page, databaseUrl: string): Promise<object> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const database = connect(databaseUrl, { max: jobNames.length });
  try {
    const asker = new Asker(database, await prepareGround(client, size));
    await makeAll(page, client, 0);
    const idle = await makeAll(page, client, rounds);
    const done = Promise.withResolvers<void>();
    const asking = asker.keepAsking(jobNames, done.promise);
    const busy = await makeAll(page, client, 2 * rounds).finally(done.resolve);
    await asking;
    const measured = { ...told('', idle), ...told(', every kind of job at work', busy) };
    console.table(measured);
    return measured;
  } finally {
    await database.close();
    await client.end();
  }
}

/** Makes each change so often, and tells how long each took to be seen; `from` on, so that each text is a new one. */
async function makeAll(page: Page, client: pg.Client, from: number) {
  const times = new Map<string, number[]>(Object.keys(changes).map((name) => [name, []]));
  for (let n = from; n < from + rounds; n += 1) {
    for (const [name, change] of Object.entries(changes)) {
      const begun = Date.now();
      const seen = await shown(page, await change(client, n));
      times.get(name)?.push(Math.min(seen - begun, longest));
      await pause(100);
    }
  }
  return times;
}

/** The moment of the first frame in which a page shows a text. */
function shown(page: Page, text: string): Promise<number> {
  return page.evaluate(
    ([wanted, patience]) =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (!document.body.textContent?.includes(wanted)) return;
          watcher.disconnect();
          requestAnimationFrame(() => resolve(Date.now()));
        };
        const watcher = new MutationObserver(look);
        watcher.observe(document.body, { subtree: true, childList: true, characterData: true });
        setTimeout(() => resolve(Date.now()), patience);
        look();
      }),
    [text, longest] as const,
  );
}

function told(when: string, times: Map<string, number[]>) {
  return Object.fromEntries(
    [...times].map(([name, of]) => {
      const { p50, longest: most } = percentiles(of);
      const late = of.filter((time) => time > 1_000).length;
      return [`${name}${when}`, { changes: of.length, p50, longest: most, 'over a second': late }];
    }),
  );
}
