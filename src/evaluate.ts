import { parseArgs } from 'node:util';
import { readBids } from './evaluation/bids.ts';
import { evaluateChanges } from './evaluation/changes.ts';
import { evaluateForecasts } from './evaluation/forecasts.ts';
import { evaluatePrices } from './evaluation/prices.ts';
import { evaluateSuggestions } from './evaluation/suggestions.ts';
import { ImportRefused } from './import/refused.ts';

const usage = `npm run evaluate -- suggestions --train A --test B
npm run evaluate -- prices --train A --test B
npm run evaluate -- changes --train A --test B
npm run evaluate -- forecasts --train A --test B

Learns from the bid tabs of file A, tests on those of file B (CSV, plain or .gz), prints one JSON object.`;

/** What can be evaluated, by name. */
const evaluations = {
  suggestions: evaluateSuggestions,
  prices: evaluatePrices,
  changes: evaluateChanges,
  forecasts: evaluateForecasts,
};

/** `npm run evaluate -- <what> --train A --test B`. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { train: { type: 'string' }, test: { type: 'string' } },
  });
  const evaluation = Object.entries(evaluations).find(([name]) => name === positionals[0])?.[1];
  if (!evaluation || positionals.length !== 1 || !values.train || !values.test) {
    throw new TypeError(usage);
  }
  const [train, test] = [await readBids(values.train), await readBids(values.test)];
  console.log(JSON.stringify(evaluation(train, test)));
}

try {
  await main();
} catch (error) {
  const isMisuse = error instanceof TypeError;
  const foreseen = isMisuse || error instanceof ImportRefused;
  console.error(foreseen && error instanceof Error ? error.message : error);
  process.exitCode = isMisuse ? 2 : 1;
}
