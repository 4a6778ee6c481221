import { beforeAll, describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import type { Person } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';

const scene = makeScene((databaseUrl) => startNode(databaseUrl));

const get = async (person: Person, path: string) => {
  const { status, body } = await scene.ask(person, 'GET', `/api/${path}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};

/** One price, as it is put in and as the expectations are worked out from. */
interface Price {
  item: string;
  project: string;
  day: string;
  price: number;
  quantity: number;
  unit?: string;
  currency?: string;
}

let added = 0;

/** Puts prices in as bids; each is a snapshot of its own. */
async function see(prices: readonly Price[]) {
  const at = (day: string) => `${day}T${String(added++ % 24).padStart(2, '0')}:00:00.${added}Z`;
  await scene.query(
    `with p as (
       select gen_random_uuid() as snapshot, r.* from jsonb_to_recordset($1) as r
         (item uuid, project uuid, at timestamptz, price numeric, quantity numeric, unit text, currency text)
     ), s as (
       insert into public.price_snapshots (id, project_id, captured_at, source, currency)
       select snapshot, project, at, 'bid', currency from p
     )
     insert into public.price_snapshot_items
       (snapshot_id, project_id, captured_at, library_item_id, unit, quantity, unit_price, price_source)
     select snapshot, project, at, item, unit, quantity, price, 'agreed' from p`,
    [
      JSON.stringify(
        prices.map((one) => ({ unit: 'm3', currency: 'USD', ...one, at: at(one.day) })),
      ),
    ],
  );
}

const refresh = () =>
  scene.query(
    `select set_config('request.jwt.claims', '{"role":"service_role"}', false), ratebook.refresh_price_months()`,
  );

async function item(code: string) {
  const [row] = await scene.query(
    `insert into public.library_items (section_id, code, name, unit) values ($1, $2, $2, 'm3') returning id`,
    [rows.section, code],
  );
  return row.id as string;
}

/** Type 7 of Hyndman and Fan, as `percentile_cont`. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low = 0, high = 0] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}

const projects = { own: rows.project, foreign: rows.foreignProject, public: rows.publicProject };
const readable: Partial<Record<Person, string[]>> = {
  stranger: [projects.public],
  estimator: [projects.own, projects.public],
  admin: Object.values(projects),
};

describe('a trend', () => {
  let mixed: string;
  const prices: Price[] = [];

  beforeAll(async () => {
    mixed = await item('MIX');
    // A generator of its own, so that a failure can be seen again.
    let state = 7;
    const random = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    for (let n = 0; n < 240; n++) {
      const month = 1 + Math.floor(random() * 9);
      const project = Object.values(projects)[Math.floor(random() * 3)] ?? projects.own;
      prices.push({
        item: mixed,
        project,
        day: `2026-0${month}-${10 + Math.floor(random() * 18)}`,
        price: Math.round(1000 * (1 + month / 10) * (0.5 + random())) / 10,
        quantity: Math.ceil(random() * 50),
        unit: random() < 0.1 ? 't' : 'm3',
        currency: random() < 0.1 ? 'EUR' : 'USD',
      });
    }
    await see(prices);
  });

  const expectExact = async (known: readonly Price[]) => {
    for (const [person, seen] of Object.entries(readable)) {
      const body = await get(
        person as Person,
        `library/items/${mixed}/trend?from=2026-03-01&to=2026-08-31`,
      );
      const period = known.filter(({ day }) => day >= '2026-03' && day < '2026-09');
      const visible = period.filter(({ project }) => seen.includes(project));
      const alike = visible.filter(({ unit, currency }) => unit === 'm3' && currency === 'USD');
      expect(body.trend).toMatchObject({ currency: 'USD', unit: 'm3' });
      expect(body.trend.observations, person).toBe(alike.length);
      expect(body.trend.left_out, person).toBe(visible.length - alike.length);
      expect(body.trend.median).toBeCloseTo(
        quantile(
          alike.map((one) => one.price),
          0.5,
        ),
        9,
      );
      const byMonth = Map.groupBy(alike, ({ day }) => `${day.slice(0, 7)}-01`);
      expect(body.trend.months.map((one: { month: string }) => one.month)).toEqual(
        [...byMonth.keys()].sort(),
      );
      for (const month of body.trend.months) {
        const of = byMonth.get(month.month) ?? [];
        const figures = of.map(({ price }) => price);
        const amount = of.reduce((sum, one) => sum + one.price * one.quantity, 0);
        expect(month.observations).toBe(of.length);
        expect(month.lower).toBeCloseTo(quantile(figures, 0.25), 9);
        expect(month.median).toBeCloseTo(quantile(figures, 0.5), 9);
        expect(month.upper).toBeCloseTo(quantile(figures, 0.75), 9);
        expect([month.lowest, month.highest]).toEqual([Math.min(...figures), Math.max(...figures)]);
        expect(month.weighted_mean).toBeCloseTo(
          amount / of.reduce((sum, one) => sum + one.quantity, 0),
          9,
        );
      }
    }
  };

  test('is that of the prices each reader may see, summed up or not', async () => {
    await expectExact(prices);
    await refresh();
    const [{ left }] = await scene.query(
      'select count(*)::int as left from ratebook.price_month_changes',
    );
    expect(left).toBe(0);
    await expectExact(prices);
    const late = {
      item: mixed,
      project: projects.public,
      day: '2026-05-20',
      price: 999,
      quantity: 3,
    };
    await see([late]);
    await expectExact([...prices, { ...late, unit: 'm3', currency: 'USD' }]);
  });

  test('counts a record made public for others at once, and no more once it is not', async () => {
    const of = async () =>
      (await get('stranger', `library/items/${mixed}/trend?from=2026-03-01&to=2026-08-31`)).trend
        .observations;
    await refresh();
    const before = await of();
    await scene.query(`update public.projects set visibility = 'everyone' where id = $1`, [
      projects.foreign,
    ]);
    expect(await of()).toBeGreaterThan(before);
    await scene.query(`update public.projects set visibility = 'members' where id = $1`, [
      projects.foreign,
    ]);
    expect(await of()).toBe(before);
    await refresh();
    expect(await of()).toBe(before);
  });

  test('of one project is of its prices alone', async () => {
    const body = await get(
      'admin',
      `library/items/${mixed}/trend?from=2026-01-01&to=2026-09-30&project=${projects.own}`,
    );
    const of = prices.filter(
      ({ project, unit, currency }) =>
        project === projects.own && unit === 'm3' && currency === 'USD',
    );
    expect(body.trend.observations).toBe(of.length);
    const hidden = await get(
      'stranger',
      `library/items/${mixed}/trend?from=2026-01-01&to=2026-09-30&project=${projects.own}`,
    );
    expect(hidden.trend).toBeNull();
  });
});

describe('the figures of a trend', () => {
  let steady: string;
  let bulk: string;

  beforeAll(async () => {
    steady = await item('STE');
    bulk = await item('BUL');
    // 100 in June of last year, 110 in January, 121 in July.
    const months = [
      ['2025-07-10', 100],
      ['2026-01-10', 110],
      ['2026-04-10', 110],
      ['2026-06-10', 110],
      ['2026-07-10', 121],
    ] as const;
    await see(
      months.map(([day, price]) => ({
        item: steady,
        project: projects.public,
        day,
        price,
        quantity: 5,
      })),
    );
    await see(
      Array.from({ length: 24 }, (_, n) => ({
        item: bulk,
        project: projects.public,
        day: `2026-0${n < 12 ? 1 : 7}-10`,
        quantity: (n < 12 ? 10 : 1000) * (1 + (n % 3)),
        price: 200 * ((n < 12 ? 10 : 1000) * (1 + (n % 3))) ** -0.2,
      })),
    );
  });

  test('tell its change over one, three, six and twelve months', async () => {
    const { from, to, trend } = await get('stranger', `library/items/${steady}/trend`);
    expect([from, to]).toEqual(['2026-01-01', '2026-07-01']);
    const changes = trend.changes.map((one: { over: number; change: number }) => [
      one.over,
      Math.round(one.change * 1e6) / 1e6,
    ]);
    expect(changes).toEqual([
      [1, 0.1],
      [3, 0.1],
      [6, 0.1],
      [12, 0.21],
    ]);
    expect(trend.changes[3]).toMatchObject({
      from: { month: '2025-07-01', median: 100, observations: 1 },
      to: { month: '2026-07-01', median: 121, observations: 1 },
    });
    expect(trend.newest_median).toBe(121);
  });

  test('state what the quantities explain', async () => {
    const { trend } = await get('stranger', `library/items/${bulk}/trend`);
    expect(trend.quantity.elasticity).toBeCloseTo(-0.2, 6);
    expect(trend.quantity.observations).toBe(24);
    const [six] = trend.changes.filter((one: { over: number }) => one.over === 6);
    // All of the fall is that of a hundred times the quantity.
    expect(six.change).toBeCloseTo(100 ** -0.2 - 1, 6);
    expect(six.quantity_effect).toBeCloseTo(six.change, 6);
  });

  test('are none where nothing was seen', async () => {
    const body = await get('stranger', `library/items/${await item('NIL')}/trend`);
    expect(body).toEqual({ from: null, to: null, trend: null });
  });
});

describe('the market', () => {
  test('lists the strongest movers, each with the open estimates it touches', async () => {
    await scene.query(
      `insert into public.estimate_items (estimate_id, project_id, library_item_id, quantity)
       select $1, $2, id, 7 from public.library_items where code = 'STE'`,
      [rows.estimate, rows.project],
    );
    const body = await get(
      'estimator',
      'price-trends?from=2026-01-01&to=2026-07-31&limit=2&over=6',
    );
    expect(body.trends.map((one: { code: string }) => one.code)).toEqual(['BUL', 'MIX']);
    const next = await get(
      'estimator',
      `price-trends?from=2026-01-01&to=2026-07-31&limit=2&over=6&cursor=${body.next_cursor}`,
    );
    expect(next.trends[0]).toMatchObject({
      code: 'STE',
      section_code: '03-30',
      touches: {
        estimates: 1,
        projects: 1,
        amount: 847,
        largest: [{ project_id: rows.project, quantity: 7 }],
      },
    });
    const stranger = await get(
      'stranger',
      'price-trends?from=2026-01-01&to=2026-07-31&sort=rise&minimum=1',
    );
    expect(stranger.trends.map((one: { code: string }) => one.code)).not.toContain('BUL');
    const [own] = stranger.trends.filter((one: { code: string }) => one.code === 'STE');
    expect(own.touches).toEqual({ estimates: 0, projects: 0, amount: 0, largest: [] });
  });

  test('has an index over a basket: Jevons of the ratios, Laspeyres of the cost', async () => {
    const [a, b, rare] = [await item('IXA'), await item('IXB'), await item('IXC')];
    const price = (of: string, day: string, amount: number, quantity: number) => ({
      item: of,
      project: projects.public,
      day,
      price: amount,
      quantity,
    });
    await see([
      // The year up to the base month counts; what lies before it does not.
      price(b, '2025-02-10', 70, 9),
      price(b, '2025-03-10', 50, 1),
      ...['2025-03', '2025-05', '2025-07', '2025-09', '2026-02'].map((month) =>
        price(a, `${month}-10`, 10, 40),
      ),
      price(b, '2026-02-10', 50, 3),
      // Seen in one of the five months that saw any, which is no market.
      price(rare, '2026-02-10', 1000, 50),
      price(rare, '2026-04-10', 500, 50),
      price(a, '2026-03-10', 20, 100),
      // Not seen in March: keeps its price.
      price(b, '2026-04-10', 25, 2),
    ]);
    const body = await get(
      'stranger',
      `price-index?items=${a},${b},${rare}&from=2026-02-01&to=2026-05-31&base=2026-02-01`,
    );
    expect(body).toMatchObject({ base: '2026-02-01', currency: 'USD', items: 2, left_out: 1 });
    const levels = body.months.map((one: Record<string, number>) => [
      one.month,
      Number(one.jevons?.toFixed(6)),
      Number(one.laspeyres?.toFixed(6)),
      one.matched,
      one.observed,
    ]);
    expect(levels).toEqual([
      ['2026-02-01', 100, 100, 2, 2],
      ['2026-03-01', 141.421356, 190.909091, 1, 1],
      ['2026-04-01', 100, 186.363636, 1, 1],
      ['2026-05-01', 100, 186.363636, 0, 0],
    ]);
    const later = await get(
      'stranger',
      `price-index?items=${a},${b}&from=2026-02-01&to=2026-05-31&base=2026-04-01`,
    );
    expect(later.months[1].jevons).toBeCloseTo(141.421356, 5);
    const euros = await get('stranger', `price-index?items=${a},${b}&currency=EUR`);
    expect(euros).toMatchObject({ items: 0, months: [] });
  });

  test('leaves lump sums out, by their unit or by prices for one that lie far apart, unless they are asked for', async () => {
    const [priced, named, whole, door] = [
      await item('PRICED'),
      await item('NAMED'),
      await item('WHOLE'),
      await item('DOOR'),
    ];
    const months = ['01', '02', '03', '04'];
    const of = (id: string, prices: readonly number[], quantity: number, unit: string) =>
      prices.map((price, at) => {
        const day = `2026-${months[at]}-05`;
        return { item: id, project: projects.public, day, price, quantity, unit };
      });
    await see([
      ...of(priced, [10, 10, 10, 11], 40, 'm3'),
      // By their unit, however it is written.
      ...of(named, [100, 100, 100, 250], 3, 'L.S.'),
      // As "each": what one comprised was another thing every time.
      ...of(whole, [9000, 250_000, 14_000, 900_000], 1, 'each'),
      // One at a time as well, and always much the same.
      ...of(door, [800, 800, 810, 880], 1, 'each'),
    ]);
    const items = [priced, named, whole, door].join();
    const period = `items=${items}&from=2026-01-01&to=2026-04-30`;
    const codes = (body: { trends: { code: string; is_lump_sum: boolean }[] }, lump: boolean) =>
      body.trends.flatMap(({ code, is_lump_sum }) => (is_lump_sum === lump ? [code] : [])).sort();

    const movers = await get('stranger', `price-trends?${period}&over=3`);
    expect(codes(movers, false)).toEqual(['DOOR', 'PRICED']);
    expect(codes(movers, true)).toEqual([]);
    const all = await get('stranger', `price-trends?${period}&over=3&lump_sums=with`);
    expect(codes(all, false)).toEqual(['DOOR', 'PRICED']);
    expect(codes(all, true)).toEqual(['NAMED', 'WHOLE']);

    const index = await get('stranger', `price-index?${period}`);
    expect(index).toMatchObject({ items: 2, lump_sums: 2, left_out: 0 });
    expect(index.months.at(-1).laspeyres).toBeCloseTo(110, 6);
    const with_ = await get('stranger', `price-index?${period}&lump_sums=with`);
    expect(with_).toMatchObject({ items: 4, lump_sums: 0, left_out: 0 });
    // Hardly the same thing any more: it counts as three times the base, and no more.
    const [base, newest] = [400 + 300 + 9000 + 800, 440 + 750 + 27_000 + 880];
    expect(with_.months.at(-1).laspeyres).toBeCloseTo((100 * newest) / base, 6);
  });
});

describe('the parts of a change', () => {
  test('name the resource that moved a price, and what no rate explains', async () => {
    const capture = (at: string) =>
      scene.query(`select ratebook.capture_price_snapshot($1, true, $2)`, [rows.project, at]);
    await scene.query(`select set_config('request.jwt.claims', '{"role":"service_role"}', false)`);
    await scene.query('delete from public.project_rates where project_id = $1', [rows.project]);
    await scene.query('update public.estimate_items set unit_price = null where project_id = $1', [
      rows.project,
    ]);
    await capture('2026-02-01T00:00:00Z');
    await scene.query('update public.resources set rate = 120 where id = $1', [rows.resource]);
    await capture('2026-05-01T00:00:00Z');
    const path = `library/items/${rows.item}/price-drivers?from=2026-01-01&to=2026-06-30`;
    const body = await get('estimator', path);
    expect(body).toMatchObject({
      project: { id: rows.project },
      from: { unit_price: 105 },
      to: { unit_price: 126 },
      change: 21,
      drivers: [{ kind: 'material', code: 'M1', rate_from: 100, rate_to: 120, contribution: 21 }],
      unexplained: 0,
    });
    // Another factor since: the part of the rates is told by the build-up as it is now.
    await scene.query('update public.factors set quantity_per_unit = 1 where id = $1', [
      rows.factor,
    ]);
    const changed = await get('estimator', path);
    expect(changed.drivers[0].contribution).toBe(20);
    expect(changed.unexplained).toBe(1);
    expect(await get('stranger', path)).toMatchObject({ project: null, drivers: [], change: 0 });
    const rate = await get(
      'estimator',
      `library/resources/${rows.resource}/trend?from=2026-01-01&to=2026-05-31`,
    );
    expect(rate.trend.months.map((one: { median: number }) => one.median)).toEqual([100, 120]);
  });
});

describe('what cannot be asked', () => {
  test.each([
    ['library/items/nothing/trend', /id/],
    [`library/items/${rows.item}/trend?from=2026-13-01`, /from/],
    [`library/items/${rows.item}/trend?from=2026-05-01&to=2026-04-01`, /from/],
    ['price-trends?over=2', /over/],
    ['price-trends?sort=luck', /sort/],
    ['price-trends?items=', /items/],
    ['price-trends?cursor=xyz', /cursor/],
    ['price-trends?minimum=0', /minimum/],
    ['price-trends?lump_sums=some', /lump_sums/],
    ['price-index?currency=dollars', /currency/],
    ['price-index?section=3', /section/],
  ])('%s is refused, with the field', async (path, field) => {
    const { status, body } = await scene.ask('estimator', 'GET', `/api/${path}`);
    expect(status).toBe(400);
    expect(body.error).toMatch(field);
  });
});
