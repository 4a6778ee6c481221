import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eachCooccurrence } from '../src/core/suggestions/cooccurrence.ts';
import { fromPairs, minePairs } from '../src/core/suggestions/index.ts';
import { seededRandom } from '../src/demo/random.ts';
import { minePairsInThreads, shared } from '../src/jobs/threads/learn.ts';
import { growthChart } from './support/chart.ts';
import { openDuckDb } from './support/duckdb.ts';
import { withFreshDatabase } from './support/fresh-database.ts';
import { measureNight } from './support/night.ts';
import type { Usage } from './support/usage.ts';

const rounds = 3;
/** Estimates and items; each estimate has about 50. */
const sizes = [
  { estimates: 2_000, items: 3_000 },
  { estimates: 20_000, items: 20_000 },
  { estimates: 200_000, items: 20_000 },
] as const;
/** Above so many rows these are left out: they would take minutes, the maps more memory than there is. */
const most = { sql: 300_000, maps: 3_000_000, duckDb: 3_000_000, night: 3_000_000 };

/**
 * Learning what is used together, on 10⁵, 10⁶ and 10⁷ uses. Counting alone: our kernel beside DuckDB with as many threads
 * as it likes, the nested maps one writes first, and a self-join in SQL. With ranking and the 50 strongest of each item
 * kept: ours in this thread, in one and in two of its own. The whole nightly run on PostgreSQL, reading and writing,
 * beside the time of reading alone. Seconds, the best of three; memory is the most this process had until then, the made uses
 * and what smaller sizes needed included: name a number of estimates to run that size alone. Draws the growth into bench/results/mining.svg.
 */
export async function run({
  databaseUrl,
  args,
}: {
  databaseUrl: string;
  args: readonly string[];
}): Promise<object> {
  const measured: Record<string, Record<string, number | null>> = {};
  const duckDb = await openDuckDb();
  const wanted = sizes.filter(
    ({ estimates }) => args.length === 0 || args.includes(`${estimates}`),
  );
  for (const { estimates, items } of wanted) {
    const usage = generate(estimates, items, 50);
    const rows = usage.baskets.length;
    const made = () => fromPairs(usage.baskets, usage.items, estimates, items);
    const counting = await best(() => countPairs(made()));
    const ranking = await best(() => minePairs(made()));
    const baskets = shared(made());
    const inThreads = (threads: number) => best(() => minePairsInThreads(baskets, threads), 1);
    let [one, two] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    // In turn: what else the machine does meanwhile slows both.
    for (let round = 0; round < rounds; round += 1) {
      one = Math.min(one, await inThreads(1));
      two = Math.min(two, await inThreads(2));
    }
    const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
    const figures = {
      'counting, ours': counting,
      'counting, DuckDB':
        duckDb && rows <= most.duckDb ? await duckDb.countPairs(usage, best) : null,
      'counting, nested maps': rows <= most.maps ? await best(() => nestedMaps(usage), 1) : null,
      'counting, SQL self-join': rows <= most.sql ? await selfJoin(databaseUrl, usage) : null,
      'ranked, ours': ranking,
      'ranked, one thread': one,
      'ranked, two threads': two,
      ...(rows <= most.night && (await measureNight(databaseUrl, usage, items))),
    };
    measured[`${rows} uses`] = { ...figures, megabytes };
    console.table(measured[`${rows} uses`]);
    for (const [name, seconds] of Object.entries(figures)) {
      if (!name.startsWith('counting, ') || name.endsWith('ours') || seconds === null) continue;
      console.log(`${name}: ${(seconds / counting).toFixed(1)} times as long as ours.`);
    }
    console.log(`Two threads are ${(one / two).toFixed(2)} times as fast as one.`);
  }
  await writeFile(join(import.meta.dirname, 'results/mining.svg'), growthChart(measured));
  return { measured };
}

/** Counts every pair, and keeps none. */
function countPairs(baskets: ReturnType<typeof fromPairs>): number {
  let pairs = 0;
  eachCooccurrence(baskets, (_item, others) => {
    pairs += others.length;
  });
  return pairs;
}

/** Estimates of about `size` items each; few items are common and most are rare. */
function generate(estimates: number, items: number, size: number): Usage {
  const random = seededRandom(7);
  const baskets: number[] = [];
  const used: number[] = [];
  for (let basket = 0; basket < estimates; basket += 1) {
    const chosen = new Set<number>();
    const wanted = Math.round(random.between(size / 2, size * 1.5));
    while (chosen.size < wanted) chosen.add(Math.floor(items * random.between(0, 1) ** 2.5));
    for (const item of chosen) {
      baskets.push(basket);
      used.push(item);
    }
  }
  return { baskets: Int32Array.from(baskets), items: Int32Array.from(used) };
}

async function best(work: () => unknown, times = rounds): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < times; round += 1) {
    const started = performance.now();
    await work();
    fastest = Math.min(fastest, (performance.now() - started) / 1000);
  }
  return Number(fastest.toFixed(3));
}

function nestedMaps({ baskets, items }: Usage): number {
  const byBasket = Map.groupBy(items.keys(), (row) => baskets[row] ?? 0);
  const counts = new Map<number, Map<number, number>>();
  for (const rows of byBasket.values()) {
    for (const a of rows) {
      const item = items[a] ?? 0;
      const others = counts.get(item) ?? new Map<number, number>();
      counts.set(item, others);
      for (const b of rows) {
        if (a === b) continue;
        const other = items[b] ?? 0;
        others.set(other, (others.get(other) ?? 0) + 1);
      }
    }
  }
  return counts.size;
}

function selfJoin(databaseUrl: string, usage: Usage): Promise<number> {
  return withFreshDatabase(databaseUrl, async (client) => {
    await client.query('create table bench_usage (basket int, item int)');
    await client.query('insert into bench_usage select * from unnest($1::int[], $2::int[])', [
      [...usage.baskets],
      [...usage.items],
    ]);
    await client.query('create index on bench_usage (basket, item)');
    await client.query('analyze bench_usage');
    return best(
      () =>
        client.query(`create temporary table counted on commit drop as
          select a.item, b.item as other, count(*) from bench_usage a
          join bench_usage b on b.basket = a.basket and b.item <> a.item group by 1, 2`),
      1,
    );
  });
}
