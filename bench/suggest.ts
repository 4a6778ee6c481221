import { sql } from 'kysely';
import type pg from 'pg';
import { connect } from '../src/database/database.ts';
import { service } from '../src/database/identity.ts';
import { startThread } from '../src/jobs/threads/in-thread.ts';
import { rankItems } from '../src/operations/rank-items.ts';
import { withFreshDatabase } from './support/fresh-database.ts';
import { generate, type LearnedLibrary, type learnLibrary } from './support/learned-library.ts';

const queries = 500;

/**
 * Ranking the library for an estimate of 80 items, by what was learned from 2,500 estimates, in libraries of 3,000 and
 * of 60,000 items: reading, ranking and reasons, beside a plain read of the same rows. Milliseconds; seconds to learn, which
 * a thread does as in earnest.
 */
export async function run({ databaseUrl }: { databaseUrl: string }): Promise<object> {
  const measured: Record<string, object> = {};
  for (const items of [3_000, 60_000]) {
    measured[`${items} items`] = await withFreshDatabase(databaseUrl, (client, url) =>
      measure(client, { url, items }),
    );
    console.table({ [`${items} items`]: measured[`${items} items`] });
  }
  return measured;
}

async function measure(client: pg.Client, library: LearnedLibrary): Promise<object> {
  const thread = startThread(new URL('./support/learned-library.thread.ts', import.meta.url));
  const { ids, learn, write } =
    await thread.give<Awaited<ReturnType<typeof learnLibrary>>>(library);
  // As autovacuum leaves them.
  await client.query('vacuum analyze public.library_item_weights');
  const { sets } = generate(queries, library.items);
  const asked = sets.map((set) => set.map((item) => ids[item] ?? ''));
  const database = connect(library.url, { max: 1 });
  const timed = async (work: (estimate: string[]) => Promise<unknown>) => {
    const times: number[] = [];
    for (const estimate of asked) {
      const from = performance.now();
      await work(estimate);
      times.push(performance.now() - from);
    }
    times.sort((a, b) => a - b);
    return (share: number) => rounded(times[Math.floor(share * times.length)] ?? 0);
  };
  const readOnly = { readOnly: true };
  const rank = (estimate: string[]) =>
    database.as(service, (tx) => rankItems(tx, estimate, 20), readOnly);
  const read = (estimate: string[]) =>
    database.as(
      service,
      (tx) =>
        sql`select said from public.library_item_weights where library_item_id = any (${estimate}::uuid[])`.execute(
          tx,
        ),
      readOnly,
    );
  try {
    await timed(rank);
    const ranking = await timed(rank);
    const reading = await timed(read);
    return {
      'learn, s': rounded(learn),
      'write, s': rounded(write),
      'rank p50, ms': ranking(0.5),
      'rank p99, ms': ranking(0.99),
      'plain read p50, ms': reading(0.5),
      'plain read p99, ms': reading(0.99),
    };
  } finally {
    await database.close();
  }
}

const rounded = (number: number) => Number(number.toFixed(1));
