import { fromPairs, minePairs } from '../src/core/suggestions/index.ts';
import { seededRandom } from '../src/demo/random.ts';
import { minePairsInThreads, shared } from '../src/jobs/threads/learn.ts';
import { withFreshDatabase } from './support/fresh-database.ts';

const rounds = 3;
/** Above so many rows these are left out: they would take minutes, the maps more memory than there is. */
const mostRowsForSql = 300_000;
const mostRowsForMaps = 3_000_000;

/**
 * Learning what is used together, on 10⁵, 10⁶ and 10⁷ uses: our kernel (which also ranks and keeps the 50 strongest of
 * each item) in this thread, in one and in two of its own, beside the nested maps one writes first and a self-join in SQL,
 * which only count. Seconds; memory is the most this process ever had, the made uses included, before the maps are run.
 */
export async function run({ databaseUrl }: { databaseUrl: string }): Promise<object> {
  const measured: Record<string, Record<string, number | null>> = {};
  for (const [estimates, items] of [
    [2_000, 3_000],
    [20_000, 20_000],
    [200_000, 20_000],
  ] as const) {
    const usage = generate(estimates, items, 50);
    const rows = usage.baskets.length;
    const baskets = shared(fromPairs(usage.baskets, usage.items, estimates, items));
    const ours = await best(() =>
      minePairs(fromPairs(usage.baskets, usage.items, estimates, items)),
    );
    const one = await best(() => minePairsInThreads(baskets, 1));
    const two = await best(() => minePairsInThreads(baskets, 2));
    const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
    const maps = rows <= mostRowsForMaps ? await best(() => nestedMaps(usage), 1) : null;
    const join = rows <= mostRowsForSql ? await selfJoin(databaseUrl, usage) : null;
    const figures = {
      ours,
      'one thread': one,
      'two threads': two,
      'nested maps': maps,
      'SQL self-join': join,
    };
    measured[`${rows} uses`] = { ...figures, megabytes };
    console.table(measured[`${rows} uses`]);
    const times = (other: number | null) =>
      other === null ? 'not run' : `${(other / ours).toFixed(1)} times`;
    console.log(
      `${rows} uses: nested maps take ${times(maps)} as long, the self-join ${times(join)}; two threads are ${(one / two).toFixed(2)} times as fast as one.`,
    );
  }
  return { measured };
}

interface Usage {
  baskets: Int32Array;
  items: Int32Array;
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
