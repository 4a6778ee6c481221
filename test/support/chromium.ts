import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { installDebianPackages } from './debian.ts';

/** Where browsers of Chrome's kind are installed, the likeliest first. */
const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * The Chromium the browser tests run in: an installed one, else Debian's, installed now where we may, else
 * Playwright's own, fetched once.
 * @throws where there is none to be had, with what to do.
 */
export function findChromium(): string {
  const installed = firstThere();
  if (installed !== null) return installed;
  installDebianPackages('chromium');
  const debian = firstThere();
  if (debian !== null) return debian;
  const own = chromium.executablePath();
  if (!existsSync(own)) {
    console.error('Fetching Chromium for the browser tests.');
    const cli = join(import.meta.dirname, '../../node_modules/playwright-core/cli.js');
    spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'ignore' });
  }
  if (existsSync(own)) return own;
  throw new Error(
    'The browser tests need Chromium or Chrome: install one, then run npm test again.',
  );
}

function firstThere(): string | null {
  return places.find((path) => existsSync(path)) ?? null;
}

/** Starts a Chromium, headless, asking nothing of anyone but the pages it is sent to. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
