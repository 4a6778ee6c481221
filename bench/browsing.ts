import type { Browser, Page } from 'playwright-core';
import { findChromium, launchChromium } from '../test/support/chromium.ts';
import { startProgram } from '../test/support/program.ts';
import { withFreshDatabase } from './support/fresh-database.ts';
import { percentiles } from './support/measure.ts';
import { addNestedLibrary } from './support/nested-library.ts';
import { pageTasks, tracedCategories } from './support/page-tasks.ts';

const items = 10_000;
/** Times the way through the pages is gone while nothing else runs. */
const idleRounds = 5;

/**
 * How a page answers while 10,000 items are calculated for one who goes on browsing, while one looks at what they cost, and
 * while nothing runs: tasks of the page's main thread of more than 50 ms, what they worked themselves (on a busy machine they wait for a processor as
 * well), and how long it took from an input to what it changed on the screen (Event Timing, which tells of 16 ms and
 * more). A server of its own, a real Chromium without a GPU. Milliseconds.
 */
export async function run({ databaseUrl }: { databaseUrl: string }): Promise<object> {
  return withFreshDatabase(databaseUrl, async (client, url) => {
    const server = startProgram('server', { PORT: '0', DATABASE_URL: url, LOG_LEVEL: 'silent' });
    let browser: Browser | null = null;
    try {
      const [, address = ''] = await server.says(/Ratebook is at (http:\/\/\S+\d)\./);
      await addNestedLibrary(client, items);
      browser = await launchChromium(findChromium());
      const page = await (await browser.newContext({ viewport })).newPage();
      await page.addInitScript(observe);
      await page.goto(address);
      await page.getByRole('button', { name: 'Erin, estimator' }).click();
      await lookAround(page);
      const idle = await observed(browser, page, async () => {
        for (let round = 0; round < idleRounds; round += 1) await lookAround(page);
      });
      let rounds = 0;
      let costs = '';
      const busy = await observed(browser, page, async () => {
        costs = await calculateAll(page);
        const work = page.getByRole('region', { name: 'Work in the background' });
        do {
          await lookAround(page);
          rounds += 1;
        } while (await work.isVisible());
      });
      const looking = await observed(browser, page, () => lookAtCosts(page, costs));
      const measured = { idle, calculating: busy, looking };
      console.table(measured);
      console.log(`Went the way ${rounds} times meanwhile.`);
      return measured;
    } finally {
      await browser?.close();
      await server.end('SIGTERM');
    }
  });
}

const viewport = { width: 1440, height: 900 };

/** Searches the library, opens an item, and looks at the market and the projects. */
async function lookAround(page: Page): Promise<void> {
  const menu = page.getByRole('navigation').first();
  await menu.getByRole('link', { name: 'Library' }).click();
  const found = page.getByRole('grid', { name: 'Library items' });
  await page.getByRole('searchbox').first().fill('');
  await page.getByRole('searchbox').first().pressSequentially('item 1077', { delay: 30 });
  await found
    .getByRole('link', { name: /Item 1077/ })
    .first()
    .click();
  await page.getByRole('heading', { level: 1, name: /Item 1077/ }).waitFor();
  await menu.getByRole('link', { name: 'Market' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await menu.getByRole('link', { name: 'Projects' }).click();
  await page.getByRole('grid', { name: 'Projects' }).getByRole('row').nth(1).waitFor();
}

/** Has all items calculated in the background. Gives the address of what comes of it. */
async function calculateAll(page: Page): Promise<string> {
  await page.getByRole('navigation').first().getByRole('link', { name: 'Library' }).click();
  await page.getByRole('searchbox').first().fill('item');
  // What is chosen before the search is another list's.
  await page.waitForURL(/[?&]q=item$/);
  await page.getByText(/^10,\d\d\d items$/).waitFor();
  await page.getByRole('checkbox', { name: /^Choose all/ }).check();
  await page.getByRole('button', { name: 'Calculate costs' }).click();
  await page.getByRole('region', { name: 'Work in the background' }).waitFor();
  await page.waitForURL(/\/costs\/[^/]+$/);
  return page.url();
}

/** Opens what was calculated: goes down the items, and puts other markups beside the usual ones. */
async function lookAtCosts(page: Page, costs: string): Promise<void> {
  await page.goto(costs);
  const items = page.getByRole('grid', { name: 'Items calculated' });
  await items.getByRole('row').nth(10).waitFor();
  await items.focus();
  for (let times = 0; times < 40; times += 1) await page.keyboard.press('PageDown');
  const options = page.getByRole('region', { name: 'Options' });
  for (const name of ['Usual', 'Usual 2', 'Usual 2 2']) {
    await options.getByRole('button', { name: `Copy ${name} beside it` }).click();
    const indirect = options.getByRole('spinbutton', { name: `Indirect of ${name} 2, in percent` });
    await indirect.fill('');
    await indirect.pressSequentially('12.5', { delay: 30 });
  }
  await options
    .getByText(/against Usual/)
    .nth(2)
    .waitFor();
}

/** In the page, before all else: keeps what the browser says of slow events. */
function observe(): void {
  const kept: number[] = [];
  Object.assign(globalThis, { kept });
  new PerformanceObserver((list) => {
    kept.push(...list.getEntries().map(({ duration }) => duration));
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
}

/** What was observed of the page while `work` was done. */
async function observed(browser: Browser, page: Page, work: () => Promise<unknown>) {
  const take = () =>
    page.evaluate(() => (globalThis as unknown as { kept: number[] }).kept.splice(0));
  await take();
  await browser.startTracing(page, { categories: tracedCategories });
  await work();
  const trace = await browser.stopTracing();
  const events = await take();
  const tasks = pageTasks(trace.toString());
  const took = tasks.map((task) => task.took);
  const worked = tasks.map((task) => task.worked);
  const { p50, p99, longest } = percentiles(events);
  return {
    'long tasks': took.filter((time) => time > 50).length,
    'of them over 100': took.filter((time) => time > 100).length,
    'longest task': Math.round(Math.max(0, ...took)),
    'worked over 50': worked.filter((time) => time > 50).length,
    'worked over 100': worked.filter((time) => time > 100).length,
    'most worked': Math.round(Math.max(0, ...worked)),
    'slow events': events.length,
    'event p50': p50,
    'event p99': p99,
    'longest event': longest,
  };
}
