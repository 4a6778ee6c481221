import Big from 'big.js';
import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type CostOptions, costOptions } from '../../src/contract/complex-costs.ts';
import { toMoney } from '../../src/core/complex-costs/index.ts';
import {
  inCents,
  plus,
  type Rational,
  rational,
  times,
} from '../../src/core/complex-costs/rational.testing.ts';
import type { Tx } from '../../src/database/database.ts';
import { service } from '../../src/database/identity.ts';
import { getDirectCosts } from '../../src/database/queries/costs/get-direct-costs.ts';
import { seededRandom } from '../../src/demo/random.ts';
import { calculateCosts } from '../../src/operations/calculate-costs.ts';
import { ownDatabase } from '../support/database.ts';

/**
 * The cost of random build-ups, through the real database, against fractions of BigInt: every option, items nested six
 * deep, rates of a project and of the catalogue, and each figure to the cent.
 */
const database = ownDatabase();

const levels = 7;
const itemsALevel = 60;
const resourceCount = 40;
const at = new Date('2026-06-01T00:00:00Z');

type Kind = 'material' | 'labor' | 'equipment';
interface Resource {
  kind: Kind;
  rate: string;
  projectRate: string | null;
}
interface Line {
  /** A resource's number, or an item's one level down. */
  resource: number | null;
  item: number | null;
  a: string;
  b: string;
  c: string;
}

/** Resources, and items by level: each but those of the first contains one or two of the level below. */
function make(seed: number): { resources: Resource[]; items: Line[][] } {
  const random = seededRandom(seed);
  const whole = (most: number) => Math.floor(random.between(0, most + 1));
  // Up to four places, often round, sometimes nothing.
  const decimal = (most: number) => (whole(9) === 0 ? '0' : `${whole(most)}.${whole(9999)}`);
  // Among them divisors that no decimal is a quotient by.
  const positive = () => ['1', '0.75', '0.9', '1.1', '1.2', '1.3', '0.7', '3'][whole(7)] as string;
  const kinds: Kind[] = ['material', 'labor', 'equipment'];
  const resources = Array.from({ length: resourceCount }, () => ({
    kind: kinds[whole(2)] as Kind,
    rate: decimal(300),
    projectRate: whole(2) === 0 ? decimal(300) : null,
  }));
  const items = Array.from({ length: levels * itemsALevel }, (_, number) => {
    const level = Math.floor(number / itemsALevel);
    const own = Array.from({ length: 1 + whole(2) }, () => ({
      resource: whole(resourceCount - 1),
      item: null,
      ...{ a: decimal(12), b: decimal(20), c: positive() },
    }));
    const parts = Array.from({ length: level === 0 ? 0 : 1 + whole(1) }, () => ({
      resource: null,
      item: (level - 1) * itemsALevel + whole(itemsALevel - 1),
      ...{ a: decimal(4), b: '0', c: '1' },
    }));
    return [...own, ...parts];
  });
  return { resources, items };
}

const none = { wastage_percent: 0, productivity_factor: 1, crew_size: 1, utilization_factor: 1 };

/** What a line's three numbers are, by its kind. */
const amounts: Record<Kind | 'item', (line: Pick<Line, 'a' | 'b' | 'c'>) => object> = {
  item: ({ a }) => ({ ...none, quantity_per_unit: a }),
  material: ({ a, b }) => ({ ...none, quantity_per_unit: a, wastage_percent: b }),
  labor: ({ a, b, c }) => ({ ...none, hours_per_unit: a, crew_size: b, productivity_factor: c }),
  equipment: ({ a, b }) => ({ ...none, hours_per_unit: a, utilization_factor: b }),
};

/** Puts it into the database, as a library with a project of its own rates. */
async function write(tx: Tx, { resources, items }: ReturnType<typeof make>) {
  const project = crypto.randomUUID();
  const resourceIds = resources.map(() => crypto.randomUUID());
  const itemIds = items.map(() => crypto.randomUUID());
  await sql`insert into public.projects (id, code, name) values (${project}, ${project}, 'Exact')`.execute(
    tx,
  );
  await sql`with d as (insert into public.divisions (code, name) values ('X', 'X') returning id)
    insert into public.sections (division_id, code, name) select id, 'X', 'X' from d`.execute(tx);
  const insert = async (table: string, columns: string, rows: object[]) => {
    const names = sql.raw(columns);
    await sql`insert into ${sql.raw(`public.${table}`)} (${names}) select ${names}
      from jsonb_populate_recordset(null::${sql.raw(`public.${table}`)}, ${JSON.stringify(rows)}::jsonb)`.execute(
      tx,
    );
  };
  const coded = (ids: string[], row: (number: number) => object) =>
    ids.map((id, number) => ({ id, code: `X${number}`, name: 'X', unit: 'u', ...row(number) }));
  await insert(
    'resources',
    'id, kind, code, name, unit, rate',
    coded(resourceIds, (number) => resources[number] ?? {}),
  );
  await insert(
    'project_rates',
    'id, project_id, resource_id, rate, effective_from',
    resources.flatMap(({ projectRate }, number) =>
      projectRate === null
        ? []
        : [
            {
              id: crypto.randomUUID(),
              project_id: project,
              resource_id: resourceIds[number],
              rate: projectRate,
              effective_from: '2026-01-01',
            },
          ],
    ),
  );
  const { rows } = await sql<{
    id: string;
  }>`select id from public.sections where code = 'X'`.execute(tx);
  await insert(
    'library_items',
    'id, code, name, unit, section_id',
    coded(itemIds, () => ({ section_id: rows[0]?.id })),
  );
  await insert(
    'factors',
    `id, library_item_id, kind, resource_id, sub_item_id, quantity_per_unit, wastage_percent, hours_per_unit,
     productivity_factor, crew_size, utilization_factor`,
    items.flatMap((lines, number) =>
      lines.map(({ resource, item, a, b, c }) => {
        const kind = resource === null ? 'item' : (resources[resource]?.kind ?? 'material');
        return {
          id: crypto.randomUUID(),
          library_item_id: itemIds[number],
          kind,
          resource_id: resource === null ? null : resourceIds[resource],
          sub_item_id: item === null ? null : itemIds[item],
          ...amounts[kind]({ a, b, c }),
        };
      }),
    ),
  );
  return { project, itemIds };
}

const zero = rational('0');
const inverse = ({ num, den }: Rational): Rational => ({ num: den, den: num });
const percent = (value: number) => times(rational(String(value)), rational('0.01'));
const sum = (...parts: Rational[]) => parts.reduce(plus, zero);

/** In lowest terms, since denominators would grow with each level. */
function reduced({ num, den }: Rational): Rational {
  let [a, b] = [num < 0n ? -num : num, den];
  while (b !== 0n) [a, b] = [b, a % b];
  return { num: num / a, den: den / a };
}

/** One line of an item's own, as the contract says. */
function lineCost(kind: Kind, rate: string, { a, b, c }: Line): Rational {
  const [one, two] = [rational(a), rational(b)];
  const amount =
    kind === 'material'
      ? times(one, plus(rational('1'), times(two, rational('0.01'))))
      : kind === 'labor'
        ? times(times(one, inverse(rational(c))), two)
        : times(one, two);
  return times(amount, rational(rate));
}

/** The direct cost of every item by kind, each worked out from those below it. */
function directCosts({ resources, items }: ReturnType<typeof make>): Record<Kind, Rational>[] {
  const costs: Record<Kind, Rational>[] = [];
  for (const lines of items) {
    const cost = { material: zero, labor: zero, equipment: zero };
    for (const line of lines) {
      if (line.item !== null) {
        const part = costs[line.item] as Record<Kind, Rational>;
        for (const kind of ['material', 'labor', 'equipment'] as const) {
          cost[kind] = reduced(plus(cost[kind], times(rational(line.a), part[kind])));
        }
      } else {
        const { kind, rate, projectRate } = resources[line.resource ?? 0] as Resource;
        cost[kind] = reduced(plus(cost[kind], lineCost(kind, projectRate ?? rate, line)));
      }
    }
    costs.push(cost);
  }
  return costs;
}

/** The contract's markups, in its order. */
function markedUp(cost: Record<Kind, Rational>, options: CostOptions) {
  const direct = sum(cost.material, cost.labor, cost.equipment);
  const off = zero;
  const less = (value: Rational): Rational => ({ num: -value.num, den: value.den });
  const indirect = options.includeIndirectCosts
    ? times(direct, percent(options.indirectCostPercentage))
    : off;
  const overhead = options.includeOverheads
    ? times(sum(direct, indirect), percent(options.overheadPercentage))
    : off;
  const contingency = options.includeContingency
    ? times(sum(direct, indirect, overhead), percent(options.contingencyPercentage))
    : off;
  let soFar = sum(direct, indirect, overhead, contingency);
  const discount = less(times(soFar, percent(options.bulkDiscountPercentage)));
  soFar = plus(soFar, discount);
  const beyondOne = (factor: number) => plus(rational(String(factor)), rational('-1'));
  const location = times(soFar, beyondOne(options.locationAdjustmentFactor));
  soFar = plus(soFar, location);
  const seasonal = times(soFar, beyondOne(options.seasonalAdjustmentFactor));
  return {
    ...{
      material: cost.material,
      labor: cost.labor,
      equipment: cost.equipment,
      direct_total: direct,
    },
    ...{ indirect, overhead, contingency, bulk_discount: discount },
    ...{
      location_adjustment: location,
      seasonal_adjustment: seasonal,
      total: plus(soFar, seasonal),
    },
  };
}

/** What a capture of the whole library takes for the price of one unit of each item. */
async function capturedPrices(tx: Tx, project: string): Promise<Map<string, string>> {
  await sql`select ratebook.capture_price_snapshot(${project}, true, ${at})`.execute(tx);
  const { rows } = await sql<{ item: string; price: string }>`
    select library_item_id as item, unit_price::text as price from public.price_snapshot_items
    where project_id = ${project}`.execute(tx);
  return new Map(rows.map(({ item, price }) => [item, price]));
}

const toCents = (exact: string | null | undefined) => toMoney(new Big(exact ?? 'none'));

const share = (most: number) => fc.integer({ min: 0, max: most * 100 }).map((value) => value / 100);
const anyOptions = fc.record({
  includeIndirectCosts: fc.boolean(),
  includeOverheads: fc.boolean(),
  includeContingency: fc.boolean(),
  indirectCostPercentage: share(60),
  overheadPercentage: share(60),
  contingencyPercentage: share(60),
  bulkDiscountPercentage: share(100),
  locationAdjustmentFactor: share(3)
    .map((value) => value + 0.01)
    .map((value) => Number(value.toFixed(2))),
  seasonalAdjustmentFactor: share(3).map((value) => Number((value + 0.01).toFixed(2))),
});

test('2,100 build-ups nested six deep cost to the cent what fractions say, with every option', async () => {
  let deepest = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1 }), anyOptions, async (seed, options) => {
      const made = make(seed);
      const undo = new Error('taken back');
      const answer = database.as(service, async (tx) => {
        const { project, itemIds } = await write(tx, made);
        const request = {
          itemIds,
          project: { id: project, currency: 'USD' },
          options: costOptions.parse(options),
        };
        const { results, summary } = await calculateCosts(tx, request, at);
        const direct = directCosts(made);
        const expected = direct.map((cost) => markedUp(cost, options));
        const found = await getDirectCosts(tx, itemIds, project, at);
        for (const [number, cost] of direct.entries()) {
          const { material, labor, equipment } = found.get(itemIds[number] ?? '') ?? {};
          expect([material, labor, equipment].map(toCents), `item ${number} by kind`).toEqual(
            [cost.material, cost.labor, cost.equipment].map(inCents),
          );
        }
        const captured = await capturedPrices(tx, project);
        for (const [number, cost] of direct.entries()) {
          const total = sum(cost.material, cost.labor, cost.equipment);
          expect(toCents(captured.get(itemIds[number] ?? '')), `item ${number} captured`).toBe(
            inCents(total),
          );
        }
        for (const [number, { costs, details }] of results.entries()) {
          const exact = expected[number] as ReturnType<typeof markedUp>;
          const cents = Object.fromEntries(
            Object.entries(exact).map(([part, value]) => [part, inCents(value)]),
          );
          expect(costs, `item ${number}`).toEqual(cents);
          const lines = [
            ...(details?.materials ?? []),
            ...(details?.labor ?? []),
            ...(details?.equipment ?? []),
          ];
          deepest = Math.max(deepest, ...lines.map(({ via }) => via.length));
        }
        // Rounded once, at the end: the parts that are shown may differ from it by a cent each.
        expect(summary.total_cost).toBe(inCents(sum(...expected.map(({ total }) => total))));
        expect(summary.items_failed).toBe(0);
        throw undo;
      });
      await expect(answer).rejects.toBe(undo);
    }),
    { numRuns: 5, endOnFailure: true },
  );
  expect(deepest).toBe(levels - 1);
}, 240_000);
