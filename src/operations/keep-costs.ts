import type { z } from 'zod';
import type { CostOptions } from '../contract/complex-costs.ts';
import {
  type CalculationInput,
  type calculationItemsInput,
  type calculationItemsPage,
  type costComparison,
  type KeptCalculation,
  maxAtOnce,
} from '../contract/cost-calculations.ts';
import { PublicError } from '../contract/errors.ts';
import { applyMarkups, toMoney } from '../core/complex-costs/index.ts';
import { asService, type Tx } from '../database/database.ts';
import type { Identity } from '../database/identity.ts';
import {
  addCalculation,
  findEstimateName,
} from '../database/queries/cost-calculations/add-calculation.ts';
import {
  getCalculation,
  requireCalculation,
  sumCalculation,
} from '../database/queries/cost-calculations/get-calculation.ts';
import { listCalculationItems } from '../database/queries/cost-calculations/list-items.ts';
import {
  type CalculationForRun,
  finishCalculation,
  itemsOfBatch,
  markCalculationStarted,
  writeCosts,
} from '../database/queries/cost-calculations/write-costs.ts';
import { getDirectCosts } from '../database/queries/costs/get-direct-costs.ts';
import { enqueueJob } from '../database/queries/jobs/enqueue.ts';
import { getItemNames } from '../database/queries/library/get-item-names.ts';
import { getWritableProject } from '../database/queries/projects/get-access.ts';
import { reasonNotTo } from './calculate-costs.ts';

/**
 * Calculates a project's costs and keeps them: at once where they are few, else in the background.
 * @throws {PublicError} `forbidden` for those who are no members, `invalid_input` where nothing was found.
 */
export async function keepCosts(
  tx: Tx,
  identity: Identity,
  { project_id, what }: CalculationInput,
  now: Date,
): Promise<KeptCalculation> {
  const project = await getWritableProject(tx, identity, project_id, { administrators: false });
  const name = await nameOf(tx, project.id, what);
  const id = await asService(tx, identity, async () => {
    const added = await addCalculation(tx, {
      projectId: project.id,
      currency: project.currency,
      name,
      what,
      at: now,
      userId: identity.userId,
    });
    if (added.items === 0) {
      throw new PublicError('invalid_input', 'what: it finds no items; choose otherwise.', {
        field: 'what',
      });
    }
    if (added.items > maxAtOnce) {
      const trigger = identity.role === 'service_role' ? 'service' : 'person';
      const input = { calculationId: added.id, projectId: project.id };
      const asked = { trigger, userId: identity.userId } as const;
      await markCalculationStarted(
        tx,
        added.id,
        await enqueueJob(tx, 'calculate-costs', input, asked),
      );
    } else {
      const whole = {
        id: added.id,
        project_id: project.id,
        rates_at: now,
        item_count: added.items,
      };
      await calculateBatch(tx, whole, 0, added.items);
      await finishCalculation(tx, added.id);
    }
    return added.id;
  });
  return getCalculation(tx, id);
}

async function nameOf(tx: Tx, projectId: string, what: CalculationInput['what']): Promise<string> {
  if ('library_item_ids' in what) return 'Chosen items';
  if ('filter' in what)
    return what.filter.search ? `Items like “${what.filter.search}”` : 'The library';
  const name = await findEstimateName(tx, projectId, what.estimate_id);
  if (name === null) {
    throw new PublicError(
      'not_found',
      `This project has no estimate ${what.estimate_id} (what.estimate_id).`,
    );
  }
  return name;
}

/** Calculates the items at `after` < position ≤ `upTo`; one that has no cost says why, and holds up no other. */
export async function calculateBatch(
  tx: Tx,
  calculation: CalculationForRun,
  after: number,
  upTo: number,
): Promise<void> {
  const items = await itemsOfBatch(tx, calculation.id, after, upTo);
  const ids = items.map(({ library_item_id }) => library_item_id);
  const names = await getItemNames(tx, ids);
  const { project_id, rates_at } = calculation;
  const found = await getDirectCosts(tx, ids, project_id, rates_at);
  const costs = items.map(({ position, library_item_id: id }) => {
    const cost = found.get(id) ?? null;
    const { material = null, labor = null, equipment = null } = cost ?? {};
    return { position, material, labor, equipment, error: reasonNotTo(id, names.get(id), cost) };
  });
  await writeCosts(tx, calculation.id, costs);
}

/** Words of the contract for the steps of the calculation. */
const stepNames = {
  indirect: 'indirect',
  overhead: 'overhead',
  contingency: 'contingency',
  bulkDiscount: 'bulk_discount',
  locationAdjustment: 'location_adjustment',
  seasonalAdjustment: 'seasonal_adjustment',
} as const;

/**
 * What a calculation comes to with each set of markups. Every markup is a share of a sum, so those of all items
 * together are taken of their sum: the total is exact, and no item is read.
 */
export async function compareCosts(
  tx: Tx,
  id: string,
  sets: readonly CostOptions[],
): Promise<z.infer<typeof costComparison>> {
  await requireCalculation(tx, id);
  const direct = await sumCalculation(tx, id);
  const marked = sets.map((options) => applyMarkups(direct, options));
  const [first] = marked;
  if (!first) throw new PublicError('invalid_input', 'options: give at least one set.');
  return {
    material: toMoney(first.material),
    labor: toMoney(first.labor),
    equipment: toMoney(first.equipment),
    direct_total: toMoney(first.directTotal),
    options: marked.map(({ steps, total }) => ({
      steps: steps.map(({ name, base, rate, result }) => ({
        name: stepNames[name],
        base: toMoney(base),
        rate: Number(rate),
        result: toMoney(result),
      })),
      total: toMoney(total),
    })),
  };
}

/** A page of a calculation's items, and what one unit of each comes to with each set of markups. */
export async function listCosts(
  tx: Tx,
  id: string,
  { options: sets, ...query }: z.infer<typeof calculationItemsInput>,
): Promise<z.infer<typeof calculationItemsPage>> {
  await requireCalculation(tx, id);
  const page = await listCalculationItems(tx, id, query);
  return {
    ...page,
    items: page.items.map(({ material, labor, equipment, ...item }) => {
      if (material === null || labor === null || equipment === null) {
        return { ...item, direct: null, totals: [] };
      }
      const marked = sets.map((options) => applyMarkups({ material, labor, equipment }, options));
      const [first] = marked;
      return {
        ...item,
        direct: first ? toMoney(first.directTotal) : null,
        totals: marked.map(({ total }) => toMoney(total)),
      };
    }),
  };
}
