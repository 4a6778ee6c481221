import { beforeAll, describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import type { Person } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';

const scene = makeScene((databaseUrl) => startNode(databaseUrl));

const ask = (person: Person, item: string, query: string) =>
  scene.ask(person, 'GET', `/api/library/items/${item}/price?${query}`);

let bid: string;
let captured: string;
let fresh: string;

/** An item of this code. */
const item = async (code: string) => {
  const [row] = await scene.query(
    `insert into public.library_items (section_id, code, name, unit) values ($1, $2, $2, 'm3') returning id`,
    [rows.section, code],
  );
  return row.id;
};

/** A project's price of an item on a day. */
async function seen(
  of: string,
  { source, price, quantity, day, region = '1', visibility = 'everyone' }: Record<string, unknown>,
) {
  await scene.query(
    `with p as (insert into public.projects (code, name, region, visibility) values (gen_random_uuid()::text, 'Past', $1, $2) returning id),
       s as (insert into public.price_snapshots (project_id, captured_at, source, currency)
         select id, $3, $4, 'USD' from p returning id, project_id, captured_at)
     insert into public.price_snapshot_items (snapshot_id, project_id, captured_at, library_item_id, unit, quantity, unit_price, price_source)
     select id, project_id, captured_at, $5, 'm3', $6, $7, 'agreed' from s`,
    [region, visibility, day, source, of, quantity, price],
  );
}

beforeAll(async () => {
  [bid, captured, fresh] = [await item('BID'), await item('CAP'), await item('NEW')];
  for (let n = 0; n < 40; n++) {
    const quantity = 10 ** (1 + (n % 3));
    const day = `2026-0${1 + (n % 9)}-10`;
    const region = n % 2 ? '1' : '2';
    const price = 200 * quantity ** -0.2 * (region === '2' ? 1.1 : 1);
    await seen(bid, { source: 'bid', price, quantity, day, region });
  }
  // Captured, so of no quantity, and not to be mixed in; and seen by nobody but its members.
  await seen(bid, { source: 'capture', price: 9_000, quantity: 1, day: '2026-10-01' });
  await seen(bid, {
    source: 'bid',
    price: 5_000,
    quantity: 100,
    day: '2026-10-01',
    visibility: 'members',
  });
  await seen(captured, { source: 'capture', price: 80, quantity: 3, day: '2026-05-01' });
});

describe('a price for a job', () => {
  test('follows quantity and region, from the prices the reader may see', async () => {
    const { status, body } = await ask('estimator', bid, 'quantity=100&region=1');
    expect(status).toBe(200);
    expect(body).toMatchObject({ currency: 'USD', unit: 'm3', observations: 40, basis: 'bid' });
    expect(body.price / (200 * 100 ** -0.2)).toBeCloseTo(1, 1);
    expect(body.low).toBeLessThanOrEqual(body.price);
    expect(body.high).toBeGreaterThanOrEqual(body.price);
    expect(body.per_doubling).toBeCloseTo(2 ** -0.2 - 1, 1);
    const dearer = await ask('estimator', bid, 'quantity=100&region=2');
    expect(dearer.body.price).toBeGreaterThan(body.price);
    const few = await ask('estimator', bid, 'quantity=10&region=1');
    expect(few.body.price).toBeGreaterThan(body.price);
    expect((await ask('admin', bid, 'quantity=100')).body.observations).toBe(41);
  });

  test('of a day looks at nothing after it', async () => {
    const { body } = await ask('estimator', bid, 'quantity=100&date=2026-03-31');
    expect(body.observations).toBe(15);
    expect(body.newest).toMatch(/^2026-03-10/);
  });

  test('comes from what was captured where nothing was bid, whatever the quantity', async () => {
    const { body } = await ask('estimator', captured, 'quantity=5000');
    expect(body).toMatchObject({ basis: 'capture', observations: 1, per_doubling: null });
    expect(body.price).toBeCloseTo(80, 6);
  });

  test('is not told where none was seen', async () => {
    const { status, body } = await ask('estimator', fresh, 'quantity=1');
    expect(status).toBe(200);
    expect(body).toMatchObject({ price: null, low: null, observations: 0, basis: null });
  });

  test.each([
    ['quantity=0', /quantity/],
    ['quantity=many', /quantity/],
    ['region=1', /quantity/],
    ['quantity=1&date=2026-02-30', /date/],
    ['quantity=1&colour=red', /colour/],
  ])('asked for by %s is refused, with the field', async (query, field) => {
    const { status, body } = await ask('estimator', bid, query);
    expect(status).toBe(400);
    expect(body.error).toMatch(field);
  });
});
