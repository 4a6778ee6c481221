import Big from 'big.js';
import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { FrozenComparison } from '../../src/contract/frozen-estimates.ts';
import type { Tx } from '../../src/database/database.ts';
import { service } from '../../src/database/identity.ts';
import { compareWithNow } from '../../src/database/queries/frozen-estimates/compare.ts';
import { freezeEstimate } from '../../src/database/queries/frozen-estimates/versions.ts';
import { ownDatabase } from '../support/database.ts';

/**
 * Random estimates over random build-ups, nested two deep, frozen, and then changed in every way there is: what moved a
 * line adds up to its difference to the last digit, and so does the whole.
 */
const database = ownDatabase();

/** Every line, as it stands in the estimate. */
const allLines = { show: 'all', sort: 'place', limit: 200 } as const;

const items = 12;
const resourceCount = 9;
const at = new Date('2026-06-01T00:00:00Z');
const rolledBack = new Error('Each case leaves nothing behind.');

const decimal = fc.tuple(fc.nat(400), fc.nat(9999)).map(([whole, part]) => `${whole}.${part}`);
const quantity = decimal.map((text) => (Number(text) === 0 ? '1' : text));
/** Among them divisors that no decimal is a quotient by. */
const divisor = fc.constantFrom('1', '0.75', '0.9', '1.1', '1.3', '0.7', '3');
const factor = fc.record({
  item: fc.nat(items - 1),
  resource: fc.nat(resourceCount - 1),
  amount: decimal,
  divisor,
});
const line = fc.record({
  item: fc.nat(items - 1),
  quantity,
  agreed: fc.option(decimal, { freq: 4 }),
});
const change = fc.oneof(
  fc.record({ what: fc.constant('rate' as const), of: fc.nat(resourceCount - 1), to: decimal }),
  fc.record({
    what: fc.constant('project rate' as const),
    of: fc.nat(resourceCount - 1),
    to: decimal,
  }),
  fc.record({ what: fc.constant('amount' as const), of: fc.nat(30), to: decimal }),
  fc.record({ what: fc.constant('left out' as const), of: fc.nat(30), to: decimal }),
  fc.record({ what: fc.constant('quantity' as const), of: fc.nat(20), to: quantity }),
  fc.record({ what: fc.constant('agreed' as const), of: fc.nat(20), to: decimal }),
  fc.record({ what: fc.constant('removed' as const), of: fc.nat(20), to: decimal }),
  fc.record({ what: fc.constant('added' as const), of: fc.nat(items - 1), to: quantity }),
);
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

const one = async (tx: Tx, query: ReturnType<typeof sql<{ id: string }>>) =>
  (await query.execute(tx)).rows[0]?.id ?? '';
const kindOf = (resource: number) => ['material', 'labor', 'equipment'][resource % 3];
const code = (prefix: string, number: number) => `${prefix}${number}`;

/** A library of items that contain each other downwards, and a project with an empty estimate. */
async function makeLibrary(tx: Tx): Promise<{ project: string; estimate: string }> {
  const division = await one(
    tx,
    sql`insert into divisions (code, name) values ('D', 'D') returning id`,
  );
  const section = await one(
    tx,
    sql`insert into sections (division_id, code, name) values (${division}, 'S', 'S') returning id`,
  );
  // The last ones have neither factors nor a price, or a price alone.
  await sql`insert into library_items (section_id, code, name, unit, unit_price)
    select ${section}::uuid, 'I' || n, 'Item ' || n, 'm', case when n % 2 = 0 then n + 0.25 end
    from generate_series(0, ${items - 1}::int) n`.execute(tx);
  await sql`insert into resources (kind, code, name, unit, rate)
    select (array['material', 'labor', 'equipment'])[n % 3 + 1], 'R' || n, 'Resource ' || n, 'h', n * 7.13
    from generate_series(0, ${resourceCount - 1}::int) n`.execute(tx);
  await sql`insert into factors (library_item_id, kind, sub_item_id, quantity_per_unit)
    select a.id, 'item', b.id, 1.5 from library_items a, library_items b
    where (a.code, b.code) in (('I0', 'I3'), ('I1', 'I3'), ('I3', 'I5'))`.execute(tx);
  const project = await one(
    tx,
    sql`insert into projects (code, name) values ('P', 'P') returning id`,
  );
  const estimate = await one(
    tx,
    sql`insert into estimates (project_id, name) values (${project}, 'E') returning id`,
  );
  return { project, estimate };
}

const addFactor = (
  tx: Tx,
  { item, resource, amount, divisor: by }: typeof factor extends fc.Arbitrary<infer V> ? V : never,
) => {
  const kind = kindOf(resource);
  return sql`insert into factors (library_item_id, kind, resource_id, quantity_per_unit, hours_per_unit, productivity_factor)
    select i.id, ${kind}, r.id, ${kind === 'material' ? amount : null}::numeric,
      ${kind === 'material' ? null : amount}::numeric, ${kind === 'labor' ? by : '1'}::numeric
    from library_items i, resources r
    where i.code = ${code('I', item % 8)} and r.code = ${code('R', resource)}`.execute(tx);
};

/** The id of the `nth` row of a table, by when it was added, over and over. */
const nth = (table: 'factors' | 'estimate_items', number: number) => {
  const rows =
    table === 'factors'
      ? sql`(select id from factors where kind <> 'item' order by id)`
      : sql`(select id from estimate_items order by id)`;
  return sql`(select ids[1 + ${number}::int % cardinality(ids)] from (select array(${rows}) as ids) t where cardinality(ids) > 0)`;
};

function apply(tx: Tx, project: string, estimate: string, { what, of, to }: Change) {
  switch (what) {
    case 'rate':
      return sql`update resources set rate = ${to} where code = ${code('R', of)}`.execute(tx);
    case 'project rate':
      return sql`insert into project_rates (project_id, resource_id, rate, effective_from)
        select ${project}::uuid, id, ${to}::numeric, '2026-01-01' from resources where code = ${code('R', of)}
        on conflict do nothing`.execute(tx);
    case 'amount':
      return sql`update factors set quantity_per_unit = case when kind = 'material' then ${to}::numeric end,
        hours_per_unit = case when kind <> 'material' then ${to}::numeric end where id = ${nth('factors', of)}`.execute(
        tx,
      );
    case 'left out':
      return sql`delete from factors where id = ${nth('factors', of)}`.execute(tx);
    case 'quantity':
      return sql`update estimate_items set quantity = ${to} where id = ${nth('estimate_items', of)}`.execute(
        tx,
      );
    case 'agreed':
      return sql`update estimate_items set unit_price = case when unit_price is null then ${to}::numeric end
        where id = ${nth('estimate_items', of)}`.execute(tx);
    case 'removed':
      return sql`delete from estimate_items where id = ${nth('estimate_items', of)}`.execute(tx);
    case 'added':
      return addLine(tx, project, estimate, { item: of, quantity: to, agreed: null });
  }
}

const addLine = (
  tx: Tx,
  project: string,
  estimate: string,
  { item, quantity: much, agreed }: { item: number; quantity: string; agreed: string | null },
) =>
  sql`insert into estimate_items (project_id, estimate_id, library_item_id, quantity, unit_price)
    select ${project}::uuid, ${estimate}::uuid, id, ${much}::numeric, ${agreed}::numeric
    from library_items where code = ${code('I', item)}`.execute(tx);

const sum = (amounts: readonly string[]) =>
  amounts.reduce((total, amount) => total.plus(amount), new Big(0)).toFixed();
const exactly = (amount: string) => new Big(amount).toFixed();

function expectWhole({ lines, moves, resources, frozen, now, difference }: FrozenComparison) {
  for (const { moves: own, difference: whole, frozen: before, now: after } of lines) {
    expect(sum(own.map((move) => move.difference))).toBe(exactly(whole));
    for (const side of [before, after]) {
      if (!side?.unit_price) continue;
      expect(exactly(side.amount)).toBe(new Big(side.quantity).times(side.unit_price).toFixed());
    }
    expect(new Big(after?.amount ?? 0).minus(before?.amount ?? 0).toFixed()).toBe(exactly(whole));
    for (const { by_rate, resource_id } of own) {
      const rates = resources.find((one) => one.resource_id === resource_id);
      if (rates?.rate_frozen === rates?.rate_now) expect(Number(by_rate)).toBe(0);
    }
  }
  const amounts = (side: 'frozen' | 'now') => lines.map((row) => row[side]?.amount ?? '0');
  expect(exactly(frozen)).toBe(sum(amounts('frozen')));
  expect(exactly(now)).toBe(sum(amounts('now')));
  expect(exactly(difference)).toBe(new Big(now).minus(frozen).toFixed());
  expect(sum(moves.map((move) => move.difference))).toBe(exactly(difference));
}

test('what moved a line is its difference to the last digit, and so is what moved the whole', async () => {
  const moved = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(factor, { minLength: 5, maxLength: 30 }),
      fc.array(line, { minLength: 1, maxLength: 15 }),
      fc.array(change, { minLength: 1, maxLength: 12 }),
      async (factors, lines, changes) => {
        const run = database.as(service, async (tx) => {
          const { project, estimate } = await makeLibrary(tx);
          for (const each of factors) await addFactor(tx, each);
          for (const each of lines) await addLine(tx, project, estimate, each);
          const version = await freezeEstimate(tx, estimate, { name: 'Bid', note: '' }, at);
          expect((await compareWithNow(tx, version.id, allLines, at)).moves).toEqual([]);
          for (const each of changes) await apply(tx, project, estimate, each);
          const comparison = await compareWithNow(tx, version.id, allLines, at);
          expectWhole(comparison);
          for (const { kind } of comparison.moves) moved.add(kind);
          throw rolledBack;
        });
        await expect(run).rejects.toBe(rolledBack);
      },
    ),
    { numRuns: 150, seed: 2026 },
  );
  // Every way to move was seen.
  expect([...moved].sort()).toEqual(
    ['added', 'equipment', 'labor', 'material', 'price', 'quantity', 'removed'].sort(),
  );
});
