import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { type DemoPerson, type Look, lookThrough, makeWebScene } from '../support/web-scene.ts';

/** The web app of a fresh Ratebook, in a real Chromium. */
const scene = makeWebScene({ width: 1280, height: 800 });
const { forgive } = scene;

/** A page of a fresh browser at `path`, signed in by the button for them. */
const open = (path: string, as: DemoPerson, look: Look = {}) => scene.open(path, { ...look, as });

const grid = (page: Page) => page.getByRole('grid', { name: 'Library items' });

describe('the library', () => {
  test('is searched as one types, and the address keeps the search', async () => {
    const page = await open('/', 'Erin, estimator');
    await page.getByText('310 items', { exact: true }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('concrete c25');
    await page.waitForURL(/q=concrete/);
    await page.getByText(/^[1-9] items$/).waitFor();
    const names = await grid(page).getByRole('link').allTextContents();
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(name.toLowerCase()).toContain('c25');
    await page.reload();
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('concrete c25');
    await page.getByRole('searchbox').fill('no such thing');
    await page.getByText('Nothing is called that').waitFor();
  });

  test('is walked and opened with the keyboard alone', async () => {
    const page = await open('/?sort=usage', 'Erin, estimator');
    const first = grid(page).getByRole('link').first();
    const name = await first.textContent();
    await grid(page).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: name ?? '' }).waitFor();
  });

  test('fetches the rows one scrolls to', async () => {
    const page = await open('/?sort=code', 'Erin, estimator');
    await grid(page).focus();
    await expect
      .poll(async () => {
        await page.keyboard.press('End');
        return grid(page).getByRole('row').last().getAttribute('aria-rowindex');
      })
      .toBe('311');
  });
});

describe('an item', () => {
  test('shows its use, its companions, its prices as chart and table, and what it is made of', async () => {
    const page = await open('/?q=strip+footing&sort=usage', 'Erin, estimator');
    await grid(page).getByRole('link').first().click();
    await page.getByRole('heading', { name: 'Price history' }).waitFor();
    await page.locator('svg[width] path').first().waitFor();

    const job = page.getByRole('region', { name: 'Price for a job' });
    await job.getByText(/^Four of five such prices lie between/).waitFor();
    await job.getByRole('spinbutton').fill('0');
    await job.getByText('Give a quantity above 0.').waitFor();

    const pairs = page.getByRole('region', { name: 'Used with' }).getByRole('row');
    await expect.poll(() => pairs.count()).toBeGreaterThan(5);
    await expect.poll(() => pairs.nth(1).textContent()).toMatch(/\d+%\d+\d+\.\d ×/);

    const history = page.getByRole('region', { name: 'Price history' });
    const labels = () => history.locator('svg text').allTextContents();
    const whole = await labels();
    await history.locator('[_echarts_instance_]').hover();
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -400);
    await page.keyboard.up('Control');
    await expect.poll(labels).not.toEqual(whole);

    await page.getByText('Table', { exact: true }).click();
    const months = page.getByRole('region', { name: 'Prices by month' }).getByRole('row');
    const shown = await months.count();
    expect(shown).toBeGreaterThan(3);
    await page.getByText('All', { exact: true }).click();
    await page.waitForURL(/range=all/);
    await expect.poll(() => months.count()).toBeGreaterThan(shown);

    await page.getByRole('button', { name: 'Other months' }).click();
    await page.getByLabel('From', { exact: true }).fill('2026-08');
    await page.waitForURL(/from=2026-08/);
    await page.getByLabel('To', { exact: true }).fill('2026-09');
    await expect.poll(() => months.count()).toBe(3);

    await page.getByRole('button', { name: 'Export' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Month by month, CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^price-months-[\w-]+\.csv$/);
    const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
    expect(lines.map((line) => line.slice(0, 7))).toEqual([
      expect.stringContaining('month'),
      '2026-08',
      '2026-09',
    ]);

    await page.getByRole('button', { name: 'Why: Popularity' }).click();
    await page.getByText(/min\(100, 100 × log/).waitFor();
    await page.keyboard.press('Escape');
    await expect
      .poll(() => page.getByRole('region', { name: /^Build-up of one/ }).textContent())
      .toMatch(/Direct cost\$\d/);
  });
});

describe('the market', () => {
  test('shows an index and the strongest movers; one leads to what moved it, and is compared with another', async () => {
    const page = await open('/market?over=3&minimum=1&range=1y', 'Erin, estimator');
    const market = page.getByRole('grid', { name: 'Market' });
    await market.getByRole('link').first().waitFor();
    const index = page.getByRole('region', { name: 'Price index' });
    await index.getByLabel(/is 100: Every item alike/).waitFor();
    await expect
      .poll(() => index.textContent())
      .toMatch(/Every item alike\d+\.\d.*Basket\d+ items/);

    const moves = async () =>
      (await market.getByRole('row').allTextContents())
        .slice(1, 6)
        .map((row) => Number(/([−+]\d+(\.\d)?)%/.exec(row)?.[1]?.replace('−', '-')));
    const strongest = (await moves()).map(Math.abs);
    expect(strongest).toEqual(strongest.toSorted((a, b) => b - a));
    await page.getByRole('combobox', { name: 'Sort' }).selectOption('Strongest falls');
    await page.waitForURL(/sort=fall/);
    await expect.poll(async () => (await moves()).every((move) => move < 0)).toBe(true);

    await market.getByRole('link').first().click();
    const trend = page.getByRole('region', { name: 'How it moves' });
    await trend.getByText(/What moved it in/).waitFor();
    await expect.poll(() => trend.textContent()).toMatch(/3 months.*−\d/);
    await page.getByRole('button', { name: 'Why: How it moves' }).click();
    await page.getByText(/Each line compares the median/).waitFor();
    await page.keyboard.press('Escape');

    const compare = page.getByRole('region', { name: 'Compared with' });
    await compare.getByRole('combobox').fill('concrete');
    await compare.getByRole('option').first().click();
    await page.waitForURL(/compare=/);
    await compare.getByText(/is 100/).waitFor();
    await compare.locator('svg[width] path').first().waitFor();
    await compare.getByRole('button', { name: /compare no more/ }).click();
    await compare.getByText(/Search for an item/).waitFor();
  });
});

describe('what changed', () => {
  test('is found by the nightly run, stands on the market and on the item with where it goes, and is settled', async () => {
    const page = await open('/jobs', 'Ada, administrator');
    const nightly = page.getByRole('listitem').filter({ hasText: 'Detect price changes' }).first();
    await nightly.getByRole('button', { name: 'Run now' }).click();
    await page.goto(`${scene.address()}/market`);
    const changed = page.getByRole('region', { name: 'What changed' });
    // Found in a moment; the page is told of the run, not of each change.
    await expect
      .poll(async () => {
        await page.reload();
        await changed
          .getByText(/No open changes|since/)
          .first()
          .waitFor();
        return changed.getByRole('listitem').count();
      })
      .toBeGreaterThan(0);
    const first = changed.getByRole('listitem').first();
    await expect
      .poll(() => first.textContent())
      .toMatch(/\+\d.*% since .* in D-\d+, now \$.*dearer in 1 open estimate/);
    const name = (await first.getByRole('link').first().textContent()) ?? '';
    await first.getByRole('button', { name: /^Why/ }).click();
    await page.getByText(/standard errors off, with the quantity’s effect taken out/).waitFor();
    await page.keyboard.press('Escape');

    // The demo has new levels alone.
    const chosen = await changed.getByRole('listitem').count();
    await changed.getByText('Single prices', { exact: true }).click();
    await changed.getByText('No open changes').waitFor();
    expect(page.url()).toContain('kind=outlier');
    await changed.getByText('New levels', { exact: true }).click();
    await expect.poll(() => changed.getByRole('listitem').count()).toBe(chosen);

    const limits = page.getByRole('region', { name: 'Told from' });
    await limits.getByLabel('Least change, %').fill('12');
    await limits.getByRole('button', { name: 'Set for the whole library' }).click();
    await limits.getByText('The library12%').waitFor();
    await limits.getByRole('button', { name: /^Remove/ }).click();
    await expect.poll(() => limits.getByText('The library').count()).toBe(0);

    await first.getByRole('link').first().click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    const goes = page.getByRole('region', { name: 'Where it goes' });
    await goes.getByRole('row').nth(3).waitFor();
    await goes.getByRole('button', { name: /^Why/ }).click();
    await page.getByText(/The range is what its own errors/).waitFor();
    await page.keyboard.press('Escape');
    await page.getByLabel(/Changed: \+\d.*% since/).waitFor();
    await page.getByText('Table', { exact: true }).click();
    await page.getByRole('cell', { name: 'expected' }).first().waitFor();
    const own = page.getByRole('region', { name: 'What changed' });
    const left = await own.getByRole('listitem').count();
    await own
      .getByRole('button', { name: /^Settle/ })
      .first()
      .click();
    await page.getByText(`The change of ${name} is settled.`).waitFor();
    await expect.poll(() => own.getByRole('listitem').count()).toBe(left - 1);
  });
});

describe('a project', () => {
  test('takes in what is suggested, with the quantity asked for', async () => {
    const page = await open('/projects', 'Erin, estimator');
    const projects = page.getByRole('grid', { name: 'Projects' });
    await projects
      .getByRole('row')
      .filter({ hasText: 'Member' })
      .filter({ hasText: 'Active' })
      .first()
      .click();
    const suggested = page.getByRole('region', { name: 'Others also add' });
    const item = suggested.getByRole('listitem').first();
    await expect.poll(() => item.textContent()).toMatch(/In \d+ of \d+ estimates with .+/);
    const name = (await item.getByRole('link').textContent()) ?? '';
    await page.getByRole('button', { name: `Add ${name}` }).click();
    await page.getByRole('spinbutton').fill('12.5');
    await page.keyboard.press('Enter');
    await page.getByText(`Added ${name} to`).waitFor();
    const line = page.getByRole('region', { name: /^Estimate/ }).getByRole('row', { name });
    // Of an estimate's lines those near the window are drawn.
    for (let top = 0; (await line.count()) === 0; top += 400) {
      await page.evaluate((to) => document.getElementById('page')?.scrollTo({ top: to }), top);
    }
    await expect.poll(() => line.first().textContent()).toContain('12.5');
    await expect.poll(() => suggested.getByRole('link', { name, exact: true }).count()).toBe(0);
  });

  test('sinks what is dismissed, which comes back when put back; administrators see how useful it all is', async () => {
    const page = await open('/projects', 'Erin, estimator');
    const projects = page.getByRole('grid', { name: 'Projects' });
    await projects
      .getByRole('row')
      .filter({ hasText: 'Member' })
      .filter({ hasText: 'Active' })
      .nth(1)
      .click();
    const suggested = page.getByRole('region', { name: 'Others also add' });
    const first = suggested.getByRole('listitem').first().getByRole('link');
    const name = (await first.textContent()) ?? '';
    await page.getByRole('button', { name: `Dismiss ${name}` }).click();
    await page.getByText(`${name} is not suggested here any more.`).waitFor();
    await expect.poll(() => suggested.getByRole('link', { name, exact: true }).count()).toBe(0);
    await suggested.getByText('1 dismissed').click();
    await suggested.getByRole('button', { name: `Put ${name} back` }).click();
    await suggested.getByRole('link', { name, exact: true }).waitFor();
    await page.getByRole('button', { name: `Dismiss ${name}` }).click();
    await suggested.getByText('1 dismissed').waitFor();
    await expect.poll(() => page.getByRole('link', { name: 'Suggestions' }).count()).toBe(0);

    const admins = await open('/suggestions', 'Ada, administrator');
    await admins.getByText('aimed at 80%').waitFor();
    const most = admins.getByRole('region', { name: 'Dismissed most' });
    await expect.poll(() => most.textContent()).toContain(name);
  });

  test('has its prices captured in the background, and the notice leads to the run', async () => {
    const page = await open('/projects', 'Ada, administrator');
    await page.getByRole('grid', { name: 'Projects' }).getByRole('link').first().click();
    await page.getByRole('button', { name: 'Capture prices' }).click();
    await page.getByRole('button', { name: 'Show the run' }).click();
    await page
      .getByText(/^Captured the prices of \d+ items/)
      .first()
      .waitFor();
  });
});

describe('jobs', () => {
  test('are started by hand, and the page tells what they did', async () => {
    const page = await open('/jobs', 'Ada, administrator');
    const schedule = page
      .getByRole('listitem')
      .filter({ hasText: 'Aggregate popularity and pairs' });
    await schedule.getByRole('button', { name: 'Run now' }).click();
    await page
      .getByRole('region', { name: 'History' })
      .getByRole('row')
      .filter({ hasText: 'Aggregate popularity' })
      .filter({ hasText: 'Completed' })
      .first()
      .waitFor();
    await page
      .getByText(/^Counted the use of \d+ items/)
      .first()
      .waitFor();
    await page.getByLabel('Status').selectOption('failed');
    await page.waitForURL(/status=failed/);
    await page.getByText('No run fits this filter').waitFor();
  });

  test('are rescheduled; what cannot be a schedule is refused with the reason', async () => {
    const page = await open('/jobs', 'Ada, administrator');
    const schedule = page.getByRole('listitem').filter({ hasText: 'Capture prices of all' });
    await schedule.getByRole('button', { name: 'Edit the schedule' }).click();
    await page.getByLabel('Cron').fill('61 3 * * 0');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect
      .poll(() => page.getByRole('alert').textContent())
      .toMatch(/^"61 3 \* \* 0" cannot be used/);
    forgive();
    await page.getByLabel('Cron').fill('30 5 * * 1');
    await page.getByLabel('Time zone').fill('Europe/Berlin');
    await page.getByRole('button', { name: 'Save' }).click();
    await schedule.getByText('Mondays at 05:30, Europe/Berlin').waitFor();

    await schedule.getByRole('switch').click();
    await schedule.getByText('Switched off').waitFor();
    await page.reload();
    await schedule.getByText('Switched off').waitFor();
    await expect.poll(() => schedule.getByRole('switch').isChecked()).toBe(false);
  });

  test('leave what is kept to administrators, who see what would go before it does', async () => {
    const page = await open('/jobs', 'Ada, administrator');
    const kept = page.getByRole('region', { name: 'What is kept how long' });
    const alerts = kept.getByRole('listitem').filter({ hasText: /^Alerts/ });
    await alerts.getByText(/days after they resolved themselves/).waitFor();
    await alerts.getByRole('button', { name: 'Change how long alerts are kept' }).click();
    await alerts.getByLabel('Keep for').fill('45');
    await alerts.getByText('Nothing is that old yet.').waitFor();
    await alerts.getByRole('button', { name: 'Save' }).click();
    await alerts.getByText(/^45 days after/).waitFor();
    const audit = page.getByRole('region', { name: 'What was done here' });
    const acts = audit.getByRole('listitem');
    await acts.filter({ hasText: 'changed how long something is kept' }).first().waitFor();
  });

  test('are only looked at by estimators, who are told so', async () => {
    const page = await open('/jobs', 'Erin, estimator');
    await page.getByText('Administrators change and start them.').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Run now' }).count()).toBe(0);
    await expect.poll(() => page.getByRole('switch').count()).toBe(0);
  });
});

describe('a run that failed for good', () => {
  /** A run that fails: its project is removed before it begins. */
  async function failedRun(token: string): Promise<{ id: string; project: string }> {
    const ask = async (method: string, path: string, body?: object) => {
      const answer = await fetch(scene.address() + path, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      });
      return answer.json();
    };
    const { projects } = await ask('GET', '/api/projects');
    const [{ id: project }] = projects;
    await ask('POST', '/api/jobs/queues/capture-price-snapshot', { paused: true });
    // Until the pause is heard a worker may be quicker.
    let asked = { job_id: '' };
    for (let cancelled = 0; cancelled === 0; ) {
      asked = await ask('POST', '/functions/v1/capture-price-snapshot', {
        projectId: project,
        background: true,
      });
      const answer = await ask('POST', '/api/jobs/runs/cancel', { ids: [asked.job_id] });
      cancelled = answer.changed;
    }
    // Edited, as an administrator may, into what cannot be done.
    await ask('POST', '/api/jobs/runs/retry', {
      ids: [asked.job_id],
      input: { projectId: '00000000-0000-4000-8000-000000000000', includeAllItems: false },
    });
    await ask('POST', '/api/jobs/queues/capture-price-snapshot', { paused: false });
    return { id: asked.job_id, project };
  }

  test('is told of, shows its attempts, is edited, tried again and done; a second browser sees it live', async () => {
    const page = await open('/jobs', 'Ada, administrator');
    await page.getByRole('region', { name: 'History' }).waitFor();
    const token = await page.evaluate(
      () => JSON.parse(localStorage.getItem('ratebook.session') ?? '{}').access_token,
    );
    const { id, project } = await failedRun(token);

    const other = await scene.browser().newContext();
    const second = await other.newPage();
    await second.goto(`${scene.address()}/jobs?status=failed`);
    await second.getByRole('button', { name: 'Ada, administrator' }).click();
    const row = second
      .getByRole('region', { name: 'History' })
      .getByRole('row')
      .filter({ hasText: 'Capture prices of a project' });
    await row.waitFor();

    // Told by the bell, which leads to the run.
    await page.getByRole('button', { name: /^Notices\s*[1-9]/ }).click();
    await page.getByRole('link', { name: /Capture prices of a project failed/ }).click();
    await page.waitForURL(new RegExp(id));
    const attempts = page.getByRole('region', { name: 'Attempts' });
    await attempts.getByText(/^There is no project 0000/).waitFor();

    await page.getByRole('button', { name: 'Edit and try again' }).click();
    await page.getByLabel('Input, as JSON').fill('{ "projectId": "mine" }');
    await page.getByRole('button', { name: 'Try again with this' }).click();
    await page.getByRole('alert').filter({ hasText: 'projectId' }).waitFor();
    forgive();
    await page
      .getByLabel('Input, as JSON')
      .fill(JSON.stringify({ projectId: project, includeAllItems: false }));
    await page.getByRole('button', { name: 'Try again with this' }).click();
    await attempts.getByText('Attempt 2').waitFor();
    await page
      .getByText(/^Captured the prices of \d+ items/)
      .first()
      .waitFor();
    await attempts.getByText('Completed').waitFor();

    await expect.poll(() => row.count()).toBe(0);
    await other.close();
  });

  test('is discarded with a reason among others, and that is kept', async () => {
    const page = await open('/jobs', 'Ada, administrator');
    await page.getByRole('region', { name: 'History' }).waitFor();
    const token = await page.evaluate(
      () => JSON.parse(localStorage.getItem('ratebook.session') ?? '{}').access_token,
    );
    await failedRun(token);
    await page.getByLabel('Status').selectOption('failed');
    // Until the filter's answer is there, the first row is one of another status.
    const history = page.getByRole('region', { name: 'History' });
    await expect.poll(() => history.getByRole('row', { name: 'Completed' }).count()).toBe(0);
    await page
      .getByRole('checkbox', { name: /Choose Capture prices/ })
      .first()
      .check();
    const bar = page.getByRole('toolbar', { name: 'Chosen runs' });
    await bar.getByRole('button', { name: 'Discard' }).click();
    await page.getByLabel('Reason').fill('a try-out');
    await page.getByRole('button', { name: 'Discard this run' }).click();
    await page.getByText('No run fits this filter').waitFor();
    const audit = page.getByRole('region', { name: 'What was done here' });
    await audit.getByText('a try-out').waitFor();
  });
});

test('everything is reached from the command palette', async () => {
  const page = await open('/', 'Ada, administrator');
  await grid(page).getByRole('link').first().waitFor();
  const palette = page.getByRole('combobox', { name: 'Go to' });
  await page.keyboard.press('Control+k');
  await palette.fill('jobs');
  await page.getByRole('option', { name: 'Jobs', exact: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor();
  await page.keyboard.press('Control+k');
  await palette.fill('sign out');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Erin, estimator' }).waitFor();
});

describe.each([
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 1440 },
  { theme: 'light', width: 390 },
  { theme: 'dark', width: 390 },
] as const)('in $theme at $width pixels', (look) => {
  test('no page has a fault of accessibility, or is wider than its window', async () => {
    const page = await open('/', 'Ada, administrator', look);
    const { check, faults } = lookThrough(page);
    await grid(page).getByRole('link').first().waitFor();
    await check('library');
    await grid(page).getByRole('link').first().click();
    await page.locator('svg[width] path').first().waitFor();
    await check('item');
    await page.goto(`${scene.address()}/market`);
    await page.getByRole('grid', { name: 'Market' }).getByRole('link').first().waitFor();
    await page.locator('svg[width] path').first().waitFor();
    await check('market');
    await page.goto(`${scene.address()}/projects`);
    await page.getByRole('grid', { name: 'Projects' }).getByRole('link').first().waitFor();
    await check('projects');
    await page.getByRole('grid', { name: 'Projects' }).getByRole('link').first().click();
    await page.getByRole('region', { name: 'Others also add' }).waitFor();
    await check('project');
    await page.goto(`${scene.address()}/suggestions`);
    await page.getByRole('region', { name: 'By week' }).waitFor();
    await check('suggestions');
    await page.goto(`${scene.address()}/jobs`);
    await page.getByRole('region', { name: 'History' }).waitFor();
    await check('jobs');
    expect(faults).toEqual([]);
  });
});
