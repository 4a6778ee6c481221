import { Readable } from 'node:stream';
import { seededRandom } from '../../src/demo/random.ts';

const header =
  'contract_id,letting_date,job_description,county,region,pay_item,description,quantity,unit,unit_price\n';

/** A file of the shape of real tabulations: some 80 rows a contract, 3,000 items of which few are common. */
export const generatedBidTabs = (rows: number): Readable => Readable.from(generatedLines(rows));

function* generatedLines(rows: number): Generator<Buffer> {
  const random = seededRandom(1);
  yield Buffer.from(header);
  let written = 0;
  for (let contract = 0; written < rows; contract += 1) {
    const letting = new Date(Date.UTC(2022, 7, 10 + Math.floor(contract / 1.2)))
      .toISOString()
      .slice(0, 10);
    const about = `"BRIDGE REPLACEMENT, STRUCTURE ${contract % 300}",MARION,${1 + (contract % 6)}`;
    const items = Math.min(Math.round(random.between(10, 150)), rows - written);
    let block = '';
    for (let row = 0; row < items; row += 1) {
      // Squared twice: a tenth of the items make more than half of the rows.
      const item = Math.floor(3_000 * random.between(0, 1) ** 4);
      const code = `${200 + (item % 600)}-${String(10_000 + item)}`;
      const quantity = Math.exp(random.between(0, 9)).toFixed(1);
      const price = Math.exp(random.between(0, 8)).toFixed(2);
      block += `R -${40_000 + contract}-A,${letting},${about},${code},"PAY ITEM ${item}, OF SOME LENGTH",${quantity},EACH,${price}\n`;
    }
    written += items;
    yield Buffer.from(block);
  }
}
