import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { lookAtFile } from '../../src/exchange/index.ts';
import { accessibilityFaults } from '../support/browser.ts';
import { makeWebScene } from '../support/web-scene.ts';

/** The library in and out of files as a person does it, in a real Chromium, on the demo. */
const scene = makeWebScene({ database: 'of the tests', as: 'Ada, administrator' });
const { open } = scene;

/** Prices in the German manner, with a column whose name says nothing. */
const priceList = [
  'Price list;;;;',
  'Code;Bezeichnung;Unit;Unit price;Section code',
  'xf-1;Bored pile 600 mm;m;185,50;xf',
  'xf-2;Bored pile 900 mm;m;a lot;xf',
  'xf-3;Pile cap;m3;240,00;none',
].join('\r\n');
const groundworks =
  'Section code,Section,Division code,Division,Code,Name,Unit\nxf,Piling,xg,Deep foundations,xf-0,Piling rig to site,u\n';

const give = (page: Page, name: string, text: string) =>
  page
    .getByLabel('Choose a file, or drop it here')
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text, 'latin1') });

describe('a price list', () => {
  test('is corrected, checked, imported in the background, and found in the library', async () => {
    const page = await open('/imports');
    await give(page, 'groundworks.csv', groundworks);
    await page.getByRole('button', { name: 'Check the file' }).click();
    await page.getByRole('button', { name: 'Import 3 changes' }).click();
    await page.getByRole('heading', { name: 'What was imported' }).waitFor();

    await page.getByRole('link', { name: 'Import', exact: true }).first().click();
    await give(page, 'prices.csv', priceList);
    await page.getByRole('heading', { level: 1, name: 'prices.csv' }).waitFor();
    await expect.poll(() => page.getByLabel('Decimal mark').inputValue()).toBe(',');
    const names = page.getByLabel('Column Bezeichnung is');
    await expect.poll(() => names.inputValue()).toBe('');
    await page.getByRole('button', { name: 'Check the file' }).click();
    await page.getByText('Name is missing: a new item needs one').first().waitFor();
    await expect
      .poll(() => page.getByRole('button', { name: 'Nothing to import' }).isDisabled())
      .toBe(true);

    await names.selectOption('Name');
    await page.getByText('Check again to see what it does now.').waitFor();
    await page.getByRole('button', { name: 'Check again' }).click();
    const skipped = page.getByRole('region', { name: /left out, and why$/ });
    await skipped.waitFor();
    await expect
      .poll(() => skipped.getByRole('row').nth(1).textContent())
      .toBe('4row xf-2Unit price is no number a lot');
    expect(await skipped.getByRole('row').count()).toBe(2);
    await page
      .getByText('1 × a new section without a division: it stands in one of its own name')
      .waitFor();
    await page.getByRole('button', { name: 'Import 4 changes' }).click();
    // One goes on working meanwhile, and hears of it.
    await page.getByRole('link', { name: 'Projects' }).click();
    // The notice of the import before may still stand beside it.
    const notice = page
      .getByRole('listitem')
      .filter({ hasText: /Imported 3 rows: 2 items and 2 headings added/ });
    await notice.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByRole('heading', { name: 'What was imported' }).waitFor();

    await page.goto(`${scene.address()}/?q=bored+pile`);
    await page
      .getByRole('grid', { name: 'Library items' })
      .getByText('Bored pile 600 mm')
      .waitFor();
    await page.getByText('1 item', { exact: true }).waitFor();
  });

  test('is removed after one was asked once more; what was imported of it stays', async () => {
    const page = await open('/imports');
    await give(page, 'by-mistake.csv', groundworks);
    await page.getByRole('heading', { level: 1, name: 'by-mistake.csv' }).waitFor();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('The file and its check go.').waitFor();
    await page.getByRole('button', { name: 'Remove it' }).click();
    await page.getByRole('heading', { level: 1, name: 'Import' }).waitFor();
    await page.getByRole('link', { name: 'groundworks.csv' }).waitFor();
    await expect.poll(() => page.getByRole('link', { name: 'by-mistake.csv' }).count()).toBe(0);
  });

  test('that cannot be read is refused where it is given', async () => {
    const page = await open('/imports');
    await give(page, 'broken.csv', 'Code,Name\nA,"open');
    await page.getByText(/a quotation mark that is opened .* is never closed/).waitFor();
    // The browser tells of the refused request by itself.
    scene.forgive();
  });
});

describe('the library', () => {
  const download = async (page: Page, name: string) => {
    await page.getByRole('button', { name: 'Export' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('dialog', { name: 'Export' }).getByRole('button', { name }).click(),
    ]);
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
  };

  test('is taken away as it is seen, or all of it, by whoever is signed in', async () => {
    const page = await open('/?q=footing', { as: 'Erin, estimator' });
    await page.getByRole('grid', { name: 'Library items' }).getByRole('row').nth(1).waitFor();
    const shown = Number((await page.getByText(/^\d+ items$/).textContent())?.split(' ')[0]);
    const csv = await download(page, 'Items, CSV');
    expect(csv.name).toBe('library-items.csv');
    expect(csv.bytes.toString().trim().split('\r\n')).toHaveLength(shown + 1);
    const workbook = await download(page, 'Build-ups, Excel');
    const { format, mapping } = await lookAtFile(workbook.bytes, workbook.name);
    expect([format, mapping.sheets[0]?.table]).toEqual(['xlsx', 'build-ups']);
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('radio', { name: /^All/ }).check();
    await page.keyboard.press('Escape');
    const bc3 = await download(page, 'BC3 (FIEBDC-3)');
    expect(bc3.name).toBe('library.bc3');
    expect(await lookAtFile(bc3.bytes, bc3.name)).toMatchObject({ format: 'bc3' });
    expect(bc3.bytes.length).toBeGreaterThan(10 * csv.bytes.length);
    await expect
      .poll(() => page.getByRole('link', { name: 'Import', exact: true }).count())
      .toBe(0);
  });
});

test.each([
  ['light', 1440],
  ['dark', 390],
] as const)('every page of it keeps to WCAG, %s at %i pixels', async (theme, width) => {
  const page = await open('/imports', { theme, width });
  await page.getByText('Choose a file, or drop it here').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await give(page, 'prices.csv', priceList);
  await page.getByRole('button', { name: 'Check the file' }).click();
  await page.getByRole('region', { name: /left out, and why$/ }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.goto(scene.address());
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('dialog', { name: 'Export' }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});
