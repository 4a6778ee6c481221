import type pg from 'pg';
import { libraryQuery } from '../src/contract/library.ts';
import { connect } from '../src/database/database.ts';
import { service } from '../src/database/identity.ts';
import { listItems } from '../src/database/queries/library/list-items.ts';
import { withFreshDatabase } from './support/fresh-database.ts';
import { type Times, time } from './support/measure.ts';

const sizes = [3_000, 60_000];
const searches = ['concrete c25', 'rebar 12', 'pipe steel', 'x9', '04-1200', 'no such thing'];
const rounds = 60;

/**
 * The library's search as a page asks for it (a hundred rows with popularity and prices, and the total), beside the
 * search most such libraries have: `ilike` without an index, and the same rows joined for each match. Milliseconds.
 */
export async function run({ databaseUrl }: { databaseUrl: string }): Promise<object> {
  const measured: Record<string, Record<string, Times>> = {};
  for (const size of sizes) {
    await withFreshDatabase(databaseUrl, async (client, url) => {
      await fill(client, size);
      const database = connect(url, { max: 1 });
      try {
        const ask = (search: string, sort = 'popularity') =>
          database.as(service, (tx) => listItems(tx, libraryQuery.parse({ search, sort })), {
            readOnly: true,
          });
        const pick = (round: number) => searches[round % searches.length] ?? '';
        const ours = await time(rounds, (round) => ask(pick(round)));
        const plain = await time(rounds, (round) => plainSearch(client, pick(round)));
        const everything = await time(rounds, () => ask(''));
        measured[`${size} items`] = {
          ours,
          'ilike without index': plain,
          'whole list': everything,
        };
        console.log(`${size} items: ours takes ${ratio(ours, plain)} of the plain search's time.`);
        console.table(measured[`${size} items`]);
      } finally {
        await database.close();
      }
    });
  }
  return { rounds, searches, measured };
}

function ratio(ours: Times, plain: Times): number {
  return Number((ours.median / plain.median).toFixed(2));
}

/** A library of the shape of real ones: words that repeat, prices over two years for each item. */
async function fill(client: pg.Client, size: number): Promise<void> {
  await client.query(
    `insert into public.divisions (code, name) values ('B', 'Bench');
     insert into public.sections (division_id, code, name)
       select id, 'B-' || n, 'Section ' || n from public.divisions, generate_series(1, 40) n;
     insert into public.projects (code, name, visibility)
       select 'P-' || n, 'Project ' || n, 'everyone' from generate_series(1, 200) n;
     insert into public.price_snapshots (project_id, captured_at, source, currency)
       select id, now() - random() * interval '2 years', 'bid', 'USD' from public.projects`,
  );
  await client.query(
    `insert into public.library_items (section_id, code, name, unit)
     select s.id, to_char(n / 100, 'FM00') || '-' || to_char(n, 'FM00000'),
       (array['Concrete','Rebar','Formwork','Pipe','Steel beam','Brick','Excavation','Drain'])[1 + n % 8] || ' ' ||
       (array['C25','C30','12 mm','16 mm','steel','copper','class 1'])[1 + n % 7] || ' ' || md5(n::text), 'each'
     from generate_series(1, $1) n join public.sections s on s.code = 'B-' || (1 + n % 40)`,
    [size],
  );
  await client.query(
    `insert into public.price_snapshot_items (snapshot_id, project_id, captured_at, library_item_id, unit, unit_price, price_source)
     select s.id, s.project_id, s.captured_at, i.id, 'each', 10 + random() * 100, 'agreed'
     from public.library_items i join lateral (
       select * from public.price_snapshots where (hashtext(i.code || id::text) % 20) = 0) s on true;
     insert into public.library_item_popularity (library_item_id, usage_count_30d, usage_count_total, popularity_score, as_of)
       select id, hashtext(code) & 63, hashtext(code) & 1023, (hashtext(code) & 1023) / 11.0, now() from public.library_items`,
  );
  await client.query('analyze');
}

/** What one writes first: every word by `ilike`, the newest price of each match by a subquery, then the page. */
async function plainSearch(client: pg.Client, search: string): Promise<void> {
  const words = search.split(' ');
  const where = words.map((_, at) => `(i.code || ' ' || i.name) ilike $${at + 1}`).join(' and ');
  await client.query(
    `select i.*, p.popularity_score, (
       select o.unit_price from public.price_snapshot_items o
       where o.library_item_id = i.id order by o.captured_at desc limit 1) as price,
       count(*) over () as total
     from public.library_items i left join public.library_item_popularity p on p.library_item_id = i.id
     where ${where} order by p.popularity_score desc nulls last, i.code limit 100`,
    words.map((word) => `%${word}%`),
  );
}
