import { sql } from 'kysely';
import { fromPairs, isRoutine, trainLinearModel } from '../../src/core/suggestions/index.ts';
import { connect } from '../../src/database/database.ts';
import { service } from '../../src/database/identity.ts';
import { writeWeights } from '../../src/database/queries/suggestions/weights.ts';
import { seededRandom } from '../../src/demo/random.ts';

/** A library of so many items, in a database of its own. */
export interface LearnedLibrary {
  url: string;
  items: number;
}

/** Items an estimate has. */
const size = 80;
/** Estimates that are learned from. */
const learnedFrom = 2_500;

/** Fills a library, learns what ranks it from its estimates, and writes that. Gives the items' ids, and seconds. */
export async function learnLibrary({ url, items }: LearnedLibrary) {
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
    const { baskets } = generate(learnedFrom, items);
    const started = performance.now();
    const model = trainLinearModel(baskets);
    const learned = performance.now();
    const kept = {
      ...model,
      itemIds: ids,
      isRoutine: Array.from(model.counts, (count) => isRoutine(count, model.baskets)),
      of: model.baskets,
    };
    await database.as(service, (tx) => writeWeights(tx, kept, new Date()));
    const written = performance.now();
    return { ids, learn: (learned - started) / 1000, write: (written - learned) / 1000 };
  } finally {
    await database.close();
  }
}

/** Estimates of 80 items each; few items are common and most are rare. */
export function generate(estimates: number, items: number) {
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
