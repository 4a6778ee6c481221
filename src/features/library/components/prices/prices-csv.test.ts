import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import type { PriceHistory } from '../../services/types.ts';
import { monthsCsv, pricesCsv } from './prices-csv.ts';

const history: PriceHistory = {
  library_item_id: 'item',
  currency: 'EUR',
  unit: 'm³',
  left_out: 0,
  truncated: false,
  observations: [
    {
      captured_at: '2026-03-05T23:30:00.000Z',
      project_id: 'project',
      project_code: 'P-1',
      project_name: '=Bridge "A", Łódź\nphase 2',
      region: null,
      quantity: null,
      unit: 'm³',
      unit_price: 1234.5678,
      currency: 'EUR',
      source: 'bid',
    },
  ],
  months: [{ month: '2026-03-01', observations: 1, lower: 1, median: 1234.5678, upper: 2 }],
};

const read = (text: string) => parse(text, { bom: true, columns: true });

test('each price is a row with what it was for, in full, whatever its project is called', () => {
  const text = pricesCsv(history);
  expect(text.startsWith('\ufeffdate,')).toBe(true);
  expect(read(text)).toEqual([
    {
      date: '2026-03-05',
      unit_price: '1234.5678',
      currency: 'EUR',
      quantity: '',
      unit: 'm³',
      project_code: 'P-1',
      // A spreadsheet would take it for a formula.
      project: `'=Bridge "A", Łódź\nphase 2`,
      region: '',
      source: 'bid',
    },
  ]);
});

test('months that were seen are followed by those expected', () => {
  const points = [{ month: '2026-04-01', price: 1300, low: 1100, high: 1500 }];
  expect(read(monthsCsv(history, points))).toMatchObject([
    { month: '2026-03', prices: '1', median: '1234.5678', kind: 'seen', unit: 'm³' },
    { month: '2026-04', prices: '', lower: '1100', median: '1300', kind: 'expected' },
  ]);
});
