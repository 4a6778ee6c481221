import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { inject } from 'vitest';
import { launchChromium } from './chromium.ts';

/** Starts the Chromium of the run. */
export function startBrowser(): Promise<Browser> {
  const executablePath = inject('chromium');
  if (executablePath === null) {
    throw new Error('There is no Chromium or Chrome on this machine; install one.');
  }
  return launchChromium(executablePath);
}

/** Collects what a page complains about in its console, and errors nobody caught. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe finds against WCAG on a page as it stands, one line a rule broken. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(axePath, 'utf8'));
  return page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe puts itself on the window.
    const { violations } = await (globalThis as any).axe.run();
    return violations.map(
      (violation: { id: string; help: string; nodes: { html: string }[] }) =>
        `${violation.id}: ${violation.help}: ${violation.nodes[0]?.html}`,
    );
  });
}
