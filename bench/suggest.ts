import { sql } from 'kysely';
import { fromPairs, isRoutine, trainLinearModel } from '../src/core/suggestions/index.ts';
import { connect } from '../src/database/database.ts';
import { service } from '../src/database/identity.ts';
import { writeWeights } from '../src/database/queries/suggestions/weights.ts';
import { seededRandom } from '../src/demo/random.ts';
import { rankItems } from '../src/operations/rank-items.ts';
import { withFreshDatabase } from './support/fresh-database.ts';

const queries = 500;
/** Items an estimate has. */
const size = 80;

/**
 * Ranking the library for an estimate of 80 items, by what was learned from 2,500 estimates, in libraries of 3,000 and
 * of 60,000 items: reading, ranking and reasons, beside a plain read of the same rows. Milliseconds; seconds to learn.
 */
export async function run({ databaseUrl }: { databaseUrl: string }): Promise<object> {
  const measured: Record<string, object> = {};
  for (const items of [3_000, 60_000]) {
    measured[`${items} items`] = await withFreshDatabase(databaseUrl, (_, url) =>
      measure(url, items),
    );
    console.table({ [`${items} items`]: measured[`${items} items`] });
  }
  return measured;
}

async function measure(url: string, items: number): Promise<object> {
  const database = connect(url, { max: 1 });
  try {
    const ids = await database.as(service, async (tx) => {
      const library = await sql<{ id: string }>`
        with d as (insert into public.divisions (code, name) values ('B', 'Bench') returning id),
          s as (insert into public.sections (division_id, code, name) select id, 'B', 'Bench' from d returning id)
        insert into public.library_items (section_id, code, name, unit)
        select s.id, 'B' || n, 'Item ' || n, 'ea' from s, generate_series(1, ${items}) n returning id`.execute(
        tx,
      );
      return library.rows.map(({ id }) => id);
    });
    const estimates = generate(2_500, items);
    const started = performance.now();
    const model = trainLinearModel(estimates.baskets);
    const learned = performance.now();
    await database.as(service, (tx) =>
      writeWeights(
        tx,
        {
          ...model,
          itemIds: ids,
          isRoutine: Array.from(model.counts, (count) => isRoutine(count, model.baskets)),
          of: model.baskets,
        },
        new Date(),
      ),
    );
    const written = performance.now();
    await database.as(service, (tx) => sql`analyze public.library_item_weights`.execute(tx));
    const asked = generate(queries, items).sets.map((set) => set.map((item) => ids[item] ?? ''));
    const timed = async (work: (estimate: string[]) => Promise<unknown>) => {
      const times: number[] = [];
      for (const estimate of asked) {
        const from = performance.now();
        await work(estimate);
        times.push(performance.now() - from);
      }
      times.sort((a, b) => a - b);
      const at = (share: number) =>
        Number((times[Math.floor(share * times.length)] ?? 0).toFixed(1));
      return { p50: at(0.5), p99: at(0.99) };
    };
    const readOnly = { readOnly: true };
    await timed((estimate) => database.as(service, (tx) => rankItems(tx, estimate, 20), readOnly));
    const rank = await timed((estimate) =>
      database.as(service, (tx) => rankItems(tx, estimate, 20), readOnly),
    );
    const read = await timed((estimate) =>
      database.as(
        service,
        (tx) =>
          sql`select said from public.library_item_weights where library_item_id = any (${estimate}::uuid[])`.execute(
            tx,
          ),
        readOnly,
      ),
    );
    return {
      'learn, s': Number(((learned - started) / 1000).toFixed(1)),
      'write, s': Number(((written - learned) / 1000).toFixed(1)),
      'rank p50, ms': rank.p50,
      'rank p99, ms': rank.p99,
      'plain read p50, ms': read.p50,
      'plain read p99, ms': read.p99,
    };
  } finally {
    await database.close();
  }
}

/** Estimates of 80 items each; few items are common and most are rare. */
function generate(estimates: number, items: number) {
  const random = seededRandom(11);
  const sets = Array.from({ length: estimates }, () => {
    const chosen = new Set<number>();
    while (chosen.size < size) chosen.add(Math.floor(items * random.between(0, 1) ** 2.5));
    return [...chosen];
  });
  const baskets = fromPairs(
    Int32Array.from(sets.flatMap((set, basket) => set.map(() => basket))),
    Int32Array.from(sets.flat()),
    estimates,
    items,
  );
  return { sets, baskets };
}
