import { describe, expect, test } from 'vitest';
import { costOptions } from '../../src/contract/complex-costs.ts';
import { service } from '../../src/database/identity.ts';
import { readLibraryFile } from '../../src/exchange/index.ts';
import { calculateCosts } from '../../src/operations/calculate-costs.ts';
import { importLibrary } from '../../src/operations/import-library.ts';
import { ownDatabase } from '../support/database.ts';

/*
 * Published prices, built up again from their coefficients and basic prices, to the cent. The sources round each line
 * and we round once, where it is shown (the contract says so); of items with several lines the two can differ by a cent,
 * as one here does: its published total is that of the lines as shown.
 */
interface Published {
  source: string;
  code: string;
  unit: string;
  lines: [
    code: string,
    kind: 1 | 2 | 3,
    unit: string,
    quantity: string,
    price: string,
    amount: number,
  ][];
  indirectPercent: number;
  indirect: number;
  /** What was published. */
  total: number;
  /** What it is exactly, rounded once, where that is another cent. */
  exactly?: number;
}

const andalusia2017 = 'Base de Costes de la Construcción de Andalucía, Precios Unitarios 2017 v1.0';
const generator = 'Generador de precios de la construcción, as at openmidas.naios.net';

const published: Published[] = [
  {
    source: andalusia2017,
    code: '01AAB90002',
    unit: 'm2',
    lines: [['TP00100', 1, 'h', '0.500', '18.90', 9.45]],
    ...{ indirectPercent: 10.62, indirect: 1.0, total: 10.45 },
  },
  {
    source: andalusia2017,
    code: '01ADS90002',
    unit: 'm2',
    lines: [['TP00100', 1, 'h', '0.270', '18.90', 5.1]],
    ...{ indirectPercent: 10.62, indirect: 0.54, total: 5.64 },
  },
  {
    source: `${generator}/item/kAVIKT`,
    code: 'CHH020',
    unit: 'm3',
    lines: [
      ['mt10hmf010tLb', 3, 'm3', '1.10', '85.80', 94.38],
      ['mo045', 1, 'h', '0.05', '24.95', 1.25],
      ['mo092', 1, 'h', '0.25', '23.68', 5.92],
    ],
    ...{ indirectPercent: 2, indirect: 2.03, total: 103.58 },
  },
  {
    source: `${generator}/item/58XSQZ`,
    code: 'CMP010',
    unit: 'm3',
    lines: [
      ['mt10hmf010tMc', 3, 'm3', '0.66', '80.74', 53.29],
      ['mt01arg100b', 3, 'm3', '0.40', '19.50', 7.8],
      ['mo045', 1, 'h', '0.10', '24.95', 2.5],
      ['mo092', 1, 'h', '0.10', '23.68', 2.37],
      ['mo113', 1, 'h', '0.80', '22.51', 18.01],
    ],
    // The source adds 83.97 by lines; exactly it is 83.9594, and 85.638588 with the indirect costs.
    ...{ indirectPercent: 2, indirect: 1.68, total: 85.65, exactly: 85.64 },
  },
];

/** As a price base hands it over: the complementary costs as a percentage of the lines, or none of them. */
function bc3Of({ code, unit, lines, indirectPercent }: Published, percentage: boolean): string {
  const share = percentage ? `%\\1\\${indirectPercent / 100}\\` : '';
  return [
    '~V||FIEBDC-3/2016|||ANSI|',
    '~K|\\2\\2\\3\\2\\2\\2\\2\\USD\\|0|',
    '~C|1#||Published|||0|',
    `~C|${code}|${unit}|${code}|||0|`,
    '~C|%|%|Complementary costs|||0|',
    ...lines.map(([part, kind, of, , price]) => `~C|${part}|${of}|${part}|${price}||${kind}|`),
    `~D|1#|${code}\\1\\1\\|`,
    `~D|${code}|${lines.map(([part, , , quantity]) => `${part}\\1\\${quantity}\\`).join('')}${share}|`,
  ].join('\r\n');
}

const database = ownDatabase();

/** What the library makes of a file's item, in a transaction that is taken back. */
async function costOf(file: string, code: string, indirectCostPercentage: number | null) {
  const undo = new Error('taken back');
  let cost: Awaited<ReturnType<typeof calculateCosts>>['results'][number] | undefined;
  const work = database.as(service, async (tx) => {
    const mapping = { sheets: [], decimal_mark: '.', currency: 'USD' } as const;
    const records = readLibraryFile(Buffer.from(file), 'bc3', { ...mapping, sheets: [] });
    expect((await importLibrary(tx, records, { dryRun: false })).skipped).toEqual([]);
    const { id } = await tx
      .selectFrom('library_items')
      .select('id')
      .where('code', '=', code)
      .executeTakeFirstOrThrow();
    const options = costOptions.parse(
      indirectCostPercentage === null ? {} : { includeIndirectCosts: true, indirectCostPercentage },
    );
    const { results } = await calculateCosts(
      tx,
      { itemIds: [id], project: null, options },
      new Date(),
    );
    [cost] = results;
    throw undo;
  });
  await expect(work).rejects.toBe(undo);
  return cost;
}

describe.each(published.map((item) => [`${item.code} of ${item.source}`, item] as const))(
  '%s',
  (_, item) => {
    test('comes to the published lines, indirect costs and total', async () => {
      const cost = await costOf(bc3Of(item, false), item.code, item.indirectPercent);
      const lines = [
        ...(cost?.details?.labor ?? []),
        ...(cost?.details?.equipment ?? []),
        ...(cost?.details?.materials ?? []),
      ];
      expect(Object.fromEntries(lines.map(({ code, cost: amount }) => [code, amount]))).toEqual(
        Object.fromEntries(item.lines.map(([code, , , , , amount]) => [code, amount])),
      );
      expect(cost?.costs).toMatchObject({
        indirect: item.indirect,
        total: item.exactly ?? item.total,
      });
      const byLines = lines.reduce((sum, { cost: amount }) => sum + amount, item.indirect);
      expect(byLines).toBeCloseTo(item.total, 9);
    });

    test('and to the same where its complementary costs are a percentage in a BC3 file', async () => {
      const cost = await costOf(bc3Of(item, true), item.code, null);
      expect(cost?.costs?.total).toBe(item.exactly ?? item.total);
    });
  },
);
