import { writeXlsx as write } from 'hucre';
import type { ForeseenReport } from './forecasts.ts';
import { chartsSheet } from './xlsx-charts.ts';
import {
  changesSheet,
  forecastsSheet,
  indexSheet,
  itemsSheet,
  mediansSheet,
  moversSheet,
} from './xlsx-sheets.ts';
import { summarySheet } from './xlsx-summary.ts';

/**
 * A report as a workbook: a summary, the charts, the index and the strongest movers they are of, every item with its
 * figures, the changes found, what is expected, and the monthly medians. Figures are numbers, months and days dates; tables
 * have a filter and a heading that stays.
 */
export async function writeXlsx(content: ForeseenReport): Promise<Uint8Array> {
  const sheets = [
    summarySheet(content),
    chartsSheet(content),
    indexSheet(content),
    moversSheet(content),
    itemsSheet(content),
    changesSheet(content),
    forecastsSheet(content),
    mediansSheet(content),
  ];
  const pageSetup = {
    paperSize: content.paper,
    orientation: 'landscape',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
  } as const;
  return write({
    sheets: sheets.map((sheet) => ({
      ...sheet,
      pageSetup: { ...pageSetup, ...(sheet.autoFilter && { printTitlesRow: '1:1' }) },
      headerFooter: { oddFooter: '&L&A&RPage &P of &N' },
    })),
    properties: { title: `${content.title}: ${content.scope}`, created: content.madeAt },
    defaultFont: { name: 'Calibri', size: 11 },
  });
}
