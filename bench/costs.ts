import Big from 'big.js';
import type pg from 'pg';
import { costOptions } from '../src/contract/complex-costs.ts';
import { connect } from '../src/database/database.ts';
import { service } from '../src/database/identity.ts';
import { getDirectCosts } from '../src/database/queries/costs/get-direct-costs.ts';
import { getDirectLines } from '../src/database/queries/costs/get-direct-lines.ts';
import { calculateCosts } from '../src/operations/calculate-costs.ts';
import { withFreshDatabase } from './support/fresh-database.ts';
import { addNestedLibrary } from './support/nested-library.ts';

const items = 10_000;
/** One query an item is measured for one in so many, and multiplied. */
const oneInSoMany = 20;

/**
 * 10,000 items nested three deep in one calculation, beside one query an item, and beside plain TypeScript over the same
 * rows in memory: exact as well, each item worked out once, and without the lines that explain a cost; without these as
 * well, by kind, as costs are kept. Seconds.
 */
export async function run({ databaseUrl }: { databaseUrl: string }): Promise<object> {
  const measured = await withFreshDatabase(databaseUrl, measure);
  console.table({ [`${items} items`]: measured });
  return measured;
}

async function measure(client: pg.Client, url: string): Promise<object> {
  const ids = await addNestedLibrary(client, items);
  const database = connect(url, { max: 1 });
  const at = new Date();
  const request = {
    itemIds: ids,
    project: null,
    options: costOptions.parse({ includeIndirectCosts: true }),
  };
  const readOnly = { readOnly: true };
  try {
    const together = async () => {
      const started = performance.now();
      const answer = await database.as(service, (tx) => calculateCosts(tx, request, at), readOnly);
      return { seconds: (performance.now() - started) / 1000, total: answer.summary.total_cost };
    };
    await together();
    const ours = best([await together(), await together(), await together()]);
    const query = await timed(() =>
      database.as(service, (tx) => getDirectLines(tx, ids, null, at), readOnly),
    );
    const sums = async () => {
      const { seconds, result } = await timed(() =>
        database.as(service, (tx) => getDirectCosts(tx, ids, null, at), readOnly),
      );
      const parts = [...result.values()].flatMap((cost) => [
        cost.material,
        cost.labor,
        cost.equipment,
      ]);
      const total = parts.reduce((sum, part) => sum.plus(part ?? 0), new Big(0));
      return { seconds, total: total.times('1.15').toFixed(2) };
    };
    const kept = best([await sums(), await sums(), await sums()]);
    const some = ids.filter((_, at) => at % oneInSoMany === 0);
    const each = await timed(async () => {
      for (const id of some) {
        await client.query(
          'select kind, sum(cost) from ratebook.direct_cost_lines(array[$1]::uuid[], null, $2) group by 1',
          [id, at],
        );
      }
    });
    const oneByOne = each.seconds * oneInSoMany;
    const rows = await timed(() => client.query(allRows));
    const memory = await timed(async () => inMemory(rows.result.rows, ids));
    const expected = memory.result.times('1.15').toFixed(2);
    if (Number(expected) !== ours.total)
      throw new Error(`${ours.total} here, ${expected} in memory.`);
    if (kept.total !== expected) throw new Error(`${kept.total} kept, ${expected} in memory.`);
    return {
      'one calculation': rounded(ours.seconds),
      'of it the query': rounded(query.seconds),
      'kept, without lines': rounded(kept.seconds),
      'one query an item': rounded(oneByOne),
      'rows read': rounded(rows.seconds),
      'in memory': rounded(memory.seconds),
      'times faster than one by one': rounded(oneByOne / ours.seconds),
      'times reading and memory': rounded(ours.seconds / (rows.seconds + memory.seconds)),
      'kept, times reading and memory': rounded(kept.seconds / (rows.seconds + memory.seconds)),
    };
  } finally {
    await database.close();
  }
}

const rounded = (value: number) => Number(value.toPrecision(3));
const best = <T extends { seconds: number }>(all: T[]) =>
  all.reduce((a, b) => (b.seconds < a.seconds ? b : a));

async function timed<T>(work: () => Promise<T>): Promise<{ seconds: number; result: T }> {
  const started = performance.now();
  const result = await work();
  return { seconds: (performance.now() - started) / 1000, result };
}

const allRows = `select f.library_item_id, f.kind, f.sub_item_id, f.quantity_per_unit, f.wastage_percent, f.hours_per_unit,
  f.productivity_factor, f.crew_size, f.utilization_factor, r.rate
  from public.factors f left join public.resources r on r.id = f.resource_id`;

interface Row {
  library_item_id: string;
  kind: 'material' | 'labor' | 'equipment' | 'item';
  sub_item_id: string | null;
  quantity_per_unit: string;
  wastage_percent: string;
  hours_per_unit: string;
  productivity_factor: string;
  crew_size: string;
  utilization_factor: string;
  rate: string;
}

/** The sum of all items' costs, each worked out once. */
function inMemory(rows: Row[], ids: readonly string[]): Big {
  const lines = Map.groupBy(rows, ({ library_item_id }) => library_item_id);
  const known = new Map<string, Big>();
  const costOf = (id: string): Big => {
    const there = known.get(id);
    if (there) return there;
    const cost = (lines.get(id) ?? []).reduce(
      (sum, line) => sum.plus(lineCost(line, costOf)),
      new Big(0),
    );
    known.set(id, cost);
    return cost;
  };
  return ids.reduce((sum, id) => sum.plus(costOf(id)), new Big(0));
}

function lineCost(line: Row, costOf: (id: string) => Big): Big {
  if (line.kind === 'item') return costOf(line.sub_item_id ?? '').times(line.quantity_per_unit);
  if (line.kind === 'material') {
    return new Big(line.wastage_percent)
      .times('0.01')
      .plus(1)
      .times(line.quantity_per_unit)
      .times(line.rate);
  }
  if (line.kind === 'labor') {
    return new Big(line.hours_per_unit)
      .times(line.crew_size)
      .times(line.rate)
      .div(line.productivity_factor);
  }
  return new Big(line.hours_per_unit).times(line.utilization_factor).times(line.rate);
}
