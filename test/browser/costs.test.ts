import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFaults, complaintsOf, startBrowser } from '../support/browser.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type Program, startProgram } from '../support/program.ts';

/** Costs of a project as an estimator looks at them, in a real Chromium, on the demo with a thousand more items. */
let dataDir: string;
let testDatabase: TestDatabase;
let server: Program;
let browser: Browser;
let address: string;
let context: BrowserContext | null = null;
let complaints: string[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ratebook-costs-'));
  testDatabase = await createTestDatabase();
  server = startProgram('server', {
    PORT: '0',
    DATABASE_URL: testDatabase.url,
    RATEBOOK_DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
  });
  browser = await startBrowser();
  [, address = ''] = await server.says(/Ratebook is at (http:\/\/\S+\d)\./);
  const client = new pg.Client({ connectionString: testDatabase.url });
  await client.connect();
  await client.query(`
    with added as (
      insert into public.library_items (section_id, code, name, unit)
      select (select id from public.sections order by code limit 1), 'tn-' || lpad(n::text, 4, '0'), 'Tunnel class ' || n, 'm'
      from generate_series(1, 1000) n returning id, code)
    insert into public.factors (library_item_id, kind, resource_id, quantity_per_unit)
    select a.id, r.kind, r.id, right(a.code, 4)::int from added a,
      (select id, kind from public.resources where kind = 'material' order by code limit 1) r`);
  await client.end();
});

afterEach(async () => {
  await context?.close();
  context = null;
  expect(complaints).toEqual([]);
});

afterAll(async () => {
  await browser?.close();
  expect(await server.end('SIGTERM')).toBe(0);
  await testDatabase.drop();
  await rm(dataDir, { recursive: true, force: true });
});

interface Look {
  theme?: 'light' | 'dark';
  width?: number;
}

async function open(path: string, { theme = 'light', width = 1440 }: Look = {}): Promise<Page> {
  context = await browser.newContext({ colorScheme: theme, viewport: { width, height: 900 } });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  complaints = complaintsOf(page);
  await page.goto(address + path);
  await page.getByRole('button', { name: 'Erin, estimator' }).click();
  return page;
}

/** Calculates the estimate of a project of the estimator's. */
async function calculated(look: Look = {}): Promise<Page> {
  const page = await open('/projects', look);
  const mine = page.getByRole('grid', { name: 'Projects' }).getByRole('row');
  await mine
    .filter({ hasText: /member/i })
    .first()
    .click();
  await page.getByRole('link', { name: 'Costs', exact: true }).click();
  await page.getByRole('button', { name: /^Calculate Estimate/ }).click();
  await page.getByRole('region', { name: 'Options' }).waitFor();
  return page;
}

const money = (text: string | null) =>
  Number(/\$([\d,.]+)/.exec(text ?? '')?.[1]?.replaceAll(',', ''));

describe('the costs of an estimate', () => {
  test('stand with other markups beside them; what is kept is there the next time', async () => {
    const page = await calculated();
    const options = page.getByRole('region', { name: 'Options' });
    const row = (name: string) => options.getByRole('row', { name: new RegExp(`^${name}`) });
    await row('Total').getByText('$').first().waitFor();
    const direct = money(await row('Direct cost').getByRole('cell').first().textContent());
    const usual = money(await row('Total').getByRole('cell').first().textContent());
    expect(usual).toBeCloseTo(direct * 1.15 * 1.1 * 1.05, 1);

    // What if indirect were 12 %?
    await options.getByRole('button', { name: 'Copy Usual beside it' }).click();
    await options.getByRole('textbox').nth(1).fill('Lean');
    await options.getByRole('spinbutton', { name: 'Indirect of Lean, in percent' }).fill('12');
    await row('Total')
      .getByText(/against Usual/)
      .waitFor();
    await expect
      .poll(async () => money(await row('Total').getByRole('cell').nth(1).textContent()))
      .toBeCloseTo(direct * 1.12 * 1.1 * 1.05, 1);
    const step = await row('Indirect').getByRole('cell').nth(1).textContent();
    expect(step).toContain(
      ` of ${await row('Direct cost').getByRole('cell').first().textContent()}`,
    );
    await page
      .getByRole('grid', { name: 'Items calculated' })
      .getByRole('columnheader', { name: 'Lean' })
      .waitFor();

    await options.getByRole('button', { name: 'Keep “Lean”' }).click();
    await page.getByText('Kept “Lean” for this project.').waitFor();
    await page.reload();
    await options.getByRole('spinbutton', { name: 'Indirect of Lean, in percent' }).waitFor();
    expect(await options.getByRole('textbox').count()).toBe(1);
  });

  test('of many items go to the background; one goes on browsing, and is led to the result', async () => {
    const page = await open('/?q=tunnel+class');
    await page.getByText('1,000 items', { exact: true }).waitFor();
    await page.getByRole('checkbox', { name: /^Choose all/ }).check();
    await page.getByRole('button', { name: 'Calculate costs' }).click();
    await page.getByRole('heading', { level: 1, name: 'Items like “tunnel class”' }).waitFor();
    await page.getByRole('link', { name: 'Library' }).click();
    await page.getByRole('grid', { name: 'Library items' }).getByRole('link').first().waitFor();
    await page.getByText('Calculated the cost of 1000 items.').waitFor();
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByRole('grid', { name: 'Items calculated' }).getByText('tn-0001').waitFor();
  });
});

describe.each([
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 390 },
] as const)('in $theme at $width pixels', (look) => {
  test('no page of costs has a fault of accessibility, or is wider than its window', async () => {
    const page = await calculated(look);
    const faults: string[] = [];
    const check = async (name: string) => {
      await expect
        .poll(() => page.getByRole('status').filter({ hasText: 'Loading' }).count())
        .toBe(0);
      faults.push(...(await accessibilityFaults(page)).map((fault) => `${name}: ${fault}`));
      const beyond = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      if (beyond > 0) faults.push(`${name} is ${beyond} pixels wider than the window`);
    };
    await check('a calculation');
    await page.getByRole('link', { name: 'Costs', exact: true }).click();
    await page.getByRole('region', { name: 'Calculations' }).waitFor();
    await check('costs');
    expect(faults).toEqual([]);
  });
});
