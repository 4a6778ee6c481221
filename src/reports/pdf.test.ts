import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { changeOf, contentOf, lineOf, monthsUntilNovember } from './content.testing.ts';
import { writePdf } from './pdf.ts';

/** What one of Poppler's programs says. */
const run = (program: string, ...options: string[]) =>
  execFileSync(program, options, { encoding: 'utf8' });

const folder = mkdtempSync(join(tmpdir(), 'ratebook-pdf-'));
const path = (name: string) => join(folder, `${name}.pdf`);
const many = Array.from({ length: 90 }, (_, n) =>
  lineOf(
    n + 1,
    monthsUntilNovember(13).map((_month, at) => 1000 + (n - 45) * at),
    { name: n === 0 ? 'Бетон, ściana' : `Concrete of kind ${n + 1}` },
  ),
);

beforeAll(async () => {
  const changes = Array.from({ length: 150 }, (_, n) => changeOf(n + 1));
  writeFileSync(path('a4'), await writePdf(contentOf({ lines: many, changes })));
  writeFileSync(path('letter'), await writePdf(contentOf({ paper: 'letter' })));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a report without a single price is a PDF all the same', async () => {
  const empty = { base: null, currency: null, items: 0, left_out: 0, lump_sums: 0, months: [] };
  const bytes = await writePdf(contentOf({ lines: [], changes: [], months: [], index: empty }));
  expect(Buffer.from(bytes.slice(0, 5)).toString('latin1')).toBe('%PDF-');
});

describe.skipIf(!inject('poppler'))('a report in print', () => {
  const pages = (name: string) =>
    run('pdftotext', '-layout', path(name), '-').split('\f').slice(0, -1);

  test('numbers its pages, and says on each what it is', () => {
    const all = pages('a4');
    expect(all.length).toBeGreaterThan(4);
    all.forEach((page, at) => {
      expect(page).toContain(`Page ${at + 1} of ${all.length}`);
      expect(page).toContain('Cast concrete (03-30)');
    });
  });

  test('repeats the heading of a table on every page it goes on', () => {
    const tables = pages('a4').filter((page) => /^\s*03-30-\d{3}/m.test(page));
    expect(tables.length).toBeGreaterThan(3);
    for (const page of tables) {
      const [first = ''] = page.split('\n').filter((line) => /^\s*(Code\b|03-30-\d{3})/.test(line));
      expect(first).toMatch(/Code\s+Item/);
    }
  });

  test('tells the strongest rise and fall with their figures', () => {
    const text = pages('a4').join('\n');
    const rises = text.slice(text.indexOf('Strongest rises over 6 months'));
    // 1000 + 44 × 6 = 1264, and 1000 + 44 × 12 = 1528.
    expect(rises.slice(0, 1200)).toMatch(/03-30-090.*1,264\.00\s+1,528\.00\s+\+20\.9%/);
    const falls = text.slice(text.indexOf('Strongest falls over 6 months'));
    expect(falls.slice(0, 1200)).toMatch(/03-30-001.*730\.00\s+460\.00\s+−37\.0%/);
    expect(text).toContain('Бетон, ściana');
    expect(text).toContain('How the figures came about');
  });

  test('tells the changes found with the money at stake, those that touch most first', () => {
    const text = pages('a4').join('\n');
    const changes = text.slice(text.indexOf('Changes found\n'));
    expect(changes.slice(0, 1500)).toMatch(
      /03-30-001.*level shift\s+\+18\.0%\s+8 Sept 2026\s+118\.00\s+2\s+1,800\.00/,
    );
    expect(changes.slice(0, 1500)).toContain('+11.0% to +25.0%');
    expect(text).toContain('110 are in the report as Excel.');
    expect(pages('letter').join('\n')).toMatch(/outlier\s+−40\.0%/);
  });

  test('tells what is expected month by month, its range, and that nothing beat the plain method', () => {
    const text = pages('letter').join('\n');
    const forecast = text.slice(text.indexOf('Forecast of the monthly median'));
    for (const month of ['Dec 2026', 'May 2027']) expect(forecast).toContain(month);
    // Of a price that climbed evenly, the last month's.
    expect(forecast).toMatch(/03-30-001.*124\.00\s+(124\.00\s+){6}Last month’s median/);
    expect(forecast).toMatch(/[\d.]+ to [\d.]+/);
    expect(forecast.replaceAll(/\s+/g, ' ')).toContain(
      'For no item did any method do better on its past than the plain one',
    );
  });

  test('is as large as the paper it is for', () => {
    const size = (name: string) => run('pdfinfo', path(name));
    expect(size('a4')).toMatch(/Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)/);
    expect(size('letter')).toMatch(/Page size:\s+612 x 792 pts \(letter\)/);
  });

  test('is drawn, page by page, with its charts in colour', () => {
    run('pdftoppm', '-r', '40', '-f', '1', '-l', '1', path('a4'), join(folder, 'page'));
    const [picture = ''] = readdirSync(folder).filter((name) => name.endsWith('.ppm'));
    const drawn = readFileSync(join(folder, picture));
    const [, width = '0', height = '0'] = /^P6\n(\d+) (\d+)\n255\n/.exec(
      drawn.subarray(0, 40).toString('latin1'),
    ) ?? [''];
    const pixels = drawn.subarray(drawn.length - Number(width) * Number(height) * 3);
    let blue = 0;
    for (let at = 0; at < pixels.length; at += 3) {
      if ((pixels[at + 2] ?? 0) - (pixels[at] ?? 0) > 60) blue += 1;
    }
    // The line of the index, across most of the page.
    expect(blue).toBeGreaterThan(100);
  });
});
