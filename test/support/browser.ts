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

/**
 * What axe finds against WCAG on a page that is at rest, one line a rule broken. What is found is looked for once more: a
 * notice may begin to fade meanwhile.
 */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(axePath, 'utf8'));
  const found = await faultsAtRest(page);
  if (found.length === 0) return found;
  const again = await faultsAtRest(page);
  return again.filter((fault) => found.includes(fault));
}

async function faultsAtRest(page: Page): Promise<string[]> {
  await page.evaluate(untilAtRest);
  return page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe puts itself on the window.
    const { violations } = await (globalThis as any).axe.run();
    return violations.map(
      (violation: { id: string; help: string; nodes: { html: string }[] }) =>
        `${violation.id}: ${violation.help}: ${violation.nodes[0]?.html}`,
    );
  });
}

/** In the page: waits for what moves or fades to have come to its end; a colour half faded in is nobody's. */
async function untilAtRest(): Promise<void> {
  const moving = () =>
    document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
  for (
    let open = moving();
    open.some(({ playState }) => playState === 'running');
    open = moving()
  ) {
    await Promise.allSettled(open.map(({ finished }) => finished));
  }
}
