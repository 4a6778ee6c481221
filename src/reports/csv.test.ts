import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeOf, contentOf, lineOf } from './content.testing.ts';
import { writeCsv } from './csv.ts';

const read = (bytes: Uint8Array): Record<string, string>[] =>
  parse(Buffer.from(bytes), { bom: true, columns: true });

test('a row an item: what it is, its figures in full, its changes as shares, its months', () => {
  const rows = read(writeCsv(contentOf()));
  expect(rows).toHaveLength(3);
  expect(rows[0]).toMatchObject({
    code: '03-30-001',
    unit: 'm3',
    currency: 'EUR',
    newest_month: '2026-11',
    newest_median: '124',
    '2025-11': '100',
    '2026-11': '124',
  });
  expect(Number(rows[0]?.change_12m)).toBeCloseTo(0.24, 12);
  expect(rows[2]?.['2025-12']).toBe('');
});

test('what is expected and the newest change found stand in the row of their item', () => {
  const changes = [
    changeOf(1, { found_at: '2026-02-03T00:00:00.000Z', size: 0.5 }),
    changeOf(1, { found_at: '2026-10-06T00:00:00.000Z' }),
  ];
  const lines = [lineOf(1, [80, 80, 80]), lineOf(2, [80, 80, 80])];
  const [changed, unchanged] = read(writeCsv(contentOf({ lines, changes })));
  expect(changed).toMatchObject({
    ...{ forecast_method: 'median_12m', forecast_beats_plain: 'false' },
    ...{ found_kind: 'shift', found_size: '0.18', found_since: '2026-09-08', found_state: 'open' },
    found_at_stake: '1800',
  });
  expect(Number(changed?.['forecast_2026-12'])).toBeCloseTo(80, 5);
  const range = [changed?.['forecast_low_2027-05'], changed?.['forecast_high_2027-05']].map(Number);
  expect(range[0]).toBeLessThan(80);
  expect(range[1]).toBeGreaterThan(80);
  expect(unchanged).toMatchObject({ found_kind: '', found_size: '', found_since: '' });
});

test('lines end as RFC 4180 says, and a byte order mark tells Excel that it is UTF-8', () => {
  const bytes = writeCsv(contentOf({ lines: [lineOf(1, [1], { name: 'Fenêtre' })] }));
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const text = Buffer.from(bytes).toString('utf8');
  expect(text.split('\r\n')).toHaveLength(3);
  expect(text).toContain('Fenêtre');
});

test('whatever an item is called comes back as it is, led by an apostrophe where it would be a formula', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const [row] = read(writeCsv(contentOf({ lines: [lineOf(1, [1], { name })] })));
      const told = row?.name ?? '';
      expect(told).toBe(/^[=+\-@\t\r＝＋－＠]/.test(name) ? `'${name}` : name);
    }),
  );
});

test('a fall is a number with its sign, not a text', () => {
  const [row] = read(writeCsv(contentOf({ lines: [lineOf(1, [2, 1])] })));
  expect(row?.change_1m).toBe('-0.5');
});
