import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { accessibilityFaults, complaintsOf, startBrowser } from './browser.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { type Program, startProgram } from './program.ts';

/**
 * How long a page may take for one thing, in milliseconds: on a busy machine jobs take long, as they stand back for all
 * else.
 */
const patience = 45_000;

/** Who signs in by the button of the demo. */
export type DemoPerson = 'Erin, estimator' | 'Ada, administrator';

/** How a page is looked at. */
export interface Look {
  theme?: 'light' | 'dark';
  width?: number;
}

/** What differs of a scene. */
interface WebSceneOptions {
  /** Where its data are: in a PostgreSQL it brings along, or in a database of the tests'. */
  database?: 'brought along' | 'of the tests';
  /** Adds to the demo, in a database of the tests'. */
  fill?: (client: pg.Client) => Promise<unknown>;
  /** Who signs in where a test does not say. */
  as?: DemoPerson;
  width?: number;
  height?: number;
  timeZone?: string;
}

/**
 * The web app of a fresh Ratebook with its demo, in a real Chromium, for the tests of a file. No page may complain in its
 * console, but for what a test forgives.
 */
export function makeWebScene(options: WebSceneOptions = {}) {
  const { fill, timeZone } = options;
  let dataDir: string;
  let testDatabase: TestDatabase | null = null;
  let client: pg.Client | null = null;
  let server: Program;
  let browser: Browser;
  let address: string;
  let context: BrowserContext | null = null;
  let complaints: string[] = [];

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'ratebook-web-'));
    if (options.database === 'of the tests') testDatabase = await createTestDatabase();
    server = startProgram('server', {
      PORT: '0',
      RATEBOOK_DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
      ...(testDatabase && { DATABASE_URL: testDatabase.url }),
    });
    browser = await startBrowser();
    [, address = ''] = await server.says(/Ratebook is at (http:\/\/\S+\d)\./);
    if (!testDatabase) return;
    client = new pg.Client({ connectionString: testDatabase.url });
    await client.connect();
    await fill?.(client);
  });

  afterEach(async () => {
    await context?.close();
    context = null;
    expect(complaints).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await client?.end();
    expect(await server.end('SIGTERM')).toBe(0);
    await testDatabase?.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  return {
    address: () => address,
    browser: () => browser,
    /** Of the tests' database. */
    databaseUrl: () => {
      if (!testDatabase) throw new Error('This scene has no database of the tests.');
      return testDatabase.url;
    },
    query: async (sql: string, values: unknown[] = []) => {
      if (!client) throw new Error('This scene has no database of the tests.');
      return (await client.query(sql, values)).rows;
    },
    /** A page of a fresh browser at `path`, signed in by the button for them. */
    open: async (
      path: string,
      {
        as = options.as,
        theme = 'light',
        width = options.width ?? 1440,
      }: Look & { as?: DemoPerson | undefined } = {},
    ): Promise<Page> => {
      context = await browser.newContext({
        colorScheme: theme,
        viewport: { width, height: options.height ?? 900 },
        ...(timeZone && { timezoneId: timeZone }),
      });
      context.setDefaultTimeout(patience);
      const page = await context.newPage();
      complaints = complaintsOf(page);
      await page.goto(address + path);
      await page.getByRole('button', { name: as ?? 'Erin, estimator' }).click();
      return page;
    },
    /** Forgets what the page complained of so far: the browser itself notes each refused request. */
    forgive: () => {
      complaints.length = 0;
    },
  };
}

/** Opens, in the list of projects, the `nth` active one that the reader is a member of. */
export function openOwnProject(page: Page, nth = 0): Promise<void> {
  const rows = page.getByRole('grid', { name: 'Projects' }).getByRole('row');
  return rows
    .filter({ hasText: /member/i })
    .filter({ hasText: /Active|you are/ })
    .nth(nth)
    .click();
}

/** Opens what can be done with the rows chosen where it is closed, as on a phone, by keyboard. */
export async function openActions(bar: Locator): Promise<void> {
  const actions = bar.getByRole('button', { name: 'Actions' });
  if (!(await actions.isVisible())) return;
  if ((await actions.getAttribute('aria-expanded')) === 'false') await actions.press('Enter');
}

/**
 * Looks through a page as it stands, under a name: for faults of accessibility, and whether it is wider than its window.
 * `faults` is what was found so far.
 */
export function lookThrough(page: Page) {
  const faults: string[] = [];
  const check = async (name: string) => {
    // What is being fetched is shown as a status; the stream of changes keeps the network busy for good.
    await expect
      .poll(() => page.getByRole('status').filter({ hasText: 'Loading' }).count())
      .toBe(0);
    faults.push(...(await accessibilityFaults(page)).map((fault) => `${name}: ${fault}`));
    const wide = await page.evaluate(widest);
    if (wide) faults.push(`${name} is ${wide.by} pixels wider than the window: ${wide.what}`);
  };
  return { check, faults };
}

/**
 * In the page: by how many pixels its contents are wider than what they stand in, which may scroll and so hide it, and what
 * reaches farthest; null where all fits.
 */
function widest(): { by: number; what: string } | null {
  const around = [document.documentElement, ...document.querySelectorAll('main')];
  const by = Math.max(...around.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth));
  if (by <= 0) return null;
  const parts = [...document.querySelectorAll('main *')];
  const ends = parts.map((part) => part.getBoundingClientRect().right);
  const part = parts[ends.indexOf(Math.max(...ends))];
  return { by, what: part?.outerHTML.slice(0, 200) ?? '' };
}
