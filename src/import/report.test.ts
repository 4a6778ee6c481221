import { describe, expect, it } from 'vitest';
import { type ImportReport, renderReport } from './report.ts';

const base: ImportReport = {
  format: 'bid-tabs',
  dryRun: false,
  rows: { read: 98_344, imported: 98_344, alreadyThere: 0, rejected: 0 },
  contracts: { read: 1_207, imported: 1_207, alreadyThere: 0 },
  items: { read: 2_996, added: 2_996, alreadyThere: 0 },
  prices: 95_658,
  repeats: 2_686,
  unitVariants: 0,
  problems: { total: 0, byReason: {}, first: [] },
  demo: { projects: 40, items: 300, itemsKept: 0 },
  members: 0,
  newestLetting: '2025-05-14',
  seconds: 5,
};

describe('renderReport', () => {
  it('says what was read, inserted and summed, and that the demo gave way', () => {
    expect(renderReport(base)).toEqual([
      'Imported bid tabs in 5.0 s, 19,669 rows/s.',
      '  read      98,344 rows of 1,207 contracts',
      '  inserted  1,207 projects, 2,996 library items, 95,658 prices',
      '  summed    2,686 rows that repeat an item of their contract, at the price weighted by quantity',
      '  The demo library (300 items, 40 projects) gave way to your data; --keep-demo keeps both.',
    ]);
  });

  it('says what was skipped and why, with line, field and value of the first rows', () => {
    const first = Array.from({ length: 30 }, (_, at) => ({
      line: at + 2,
      field: 'quantity',
      reason: 'not above 0',
      value: '0',
    }));
    const lines = renderReport({
      ...base,
      dryRun: true,
      contracts: { read: 2, imported: 1, alreadyThere: 1 },
      rows: { read: 70, imported: 20, alreadyThere: 10, rejected: 40 },
      problems: { total: 40, byReason: { 'quantity: not above 0': 40 }, first },
      demo: null,
    });
    expect(lines[0]).toBe('Dry run: nothing was written. An import would have done this:');
    expect(lines).toContain('  skipped   1 contract with 10 rows: already imported');
    expect(lines).toContain('  skipped   40 rows: quantity: not above 0');
    expect(lines).toContain('    line 2: quantity not above 0 ("0")');
    expect(lines.at(-1)).toBe('    and 20 rows more');
  });
});
