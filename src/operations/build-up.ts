import Big from 'big.js';
import type { z } from 'zod';
import { type CostResult, costOptions } from '../contract/complex-costs.ts';
import type { buildUpRow, buildUpTree } from '../contract/library.ts';
import { costTree } from '../core/complex-costs/index.ts';
import type { Tx } from '../database/database.ts';
import { type DirectLine, getDirectLines } from '../database/queries/costs/get-direct-lines.ts';
import { getSubItems, type SubItem } from '../database/queries/costs/get-sub-items.ts';
import { getItemNames } from '../database/queries/library/get-item-names.ts';
import { calculate, catalogueCurrency } from './calculate-costs.ts';

/** What an item is made of at the catalogue's rates; all null where it cannot be calculated. */
interface BuildUp {
  build_up: CostResult | null;
  build_up_tree: z.infer<typeof buildUpTree> | null;
  build_up_currency: string | null;
}

/**
 * The build-up of one unit of an item at the catalogue's rates in force at `at`: what it comes to, and the same lines as a
 * tree of resources and sub-items.
 */
export async function buildUpOf(tx: Tx, itemId: string, at: Date): Promise<BuildUp> {
  const names = await getItemNames(tx, [itemId]);
  const lines = await getDirectLines(tx, [itemId], null, at);
  const { result } = calculate(itemId, names.get(itemId), lines, costOptions.parse({}));
  if (!result.costs) return { build_up: null, build_up_tree: null, build_up_currency: null };
  const priced = lines.map((line) => ({ ...line, cost: line.cost ?? '0' }));
  const { total, rows } = costTree(await getSubItems(tx, itemId), priced);
  return {
    build_up: result,
    build_up_tree: {
      direct_cost: total.toFixed(),
      rows: rows.map(({ level, cost, subItem, line }) => ({
        level,
        cost: cost.toFixed(),
        ...(subItem ? rowOfSubItem(subItem, cost) : rowOfResource(line)),
      })),
    },
    build_up_currency: catalogueCurrency,
  };
}

type Row = Omit<z.infer<typeof buildUpRow>, 'level' | 'cost'>;

function rowOfSubItem(subItem: SubItem, cost: Big): Row {
  const { library_item_id, code, name, unit, quantity, multiplier } = subItem;
  const nothing = new Big(multiplier).eq(0);
  return {
    ...{ kind: 'item', library_item_id, resource_id: null, code, name, unit },
    quantity: plain(quantity),
    // A quotient, so that it is told to as many places as Big gives one.
    rate: nothing ? null : cost.div(multiplier).toFixed(),
    ...{ wastage_percent: null, productivity_factor: null, crew_size: null },
    utilization_factor: null,
  };
}

function rowOfResource(line: DirectLine & { cost: string }): Row {
  const { kind, resource_id, code, name, unit } = line;
  if (kind === 'cycle' || kind === 'currency') throw new Error(`A line of ${kind} has no cost.`);
  const labor = kind === 'labor';
  return {
    ...{ kind, library_item_id: null, resource_id, code: code ?? '', name: name ?? '' },
    unit: unit ?? '',
    quantity: plain((kind === 'material' ? line.quantity_per_unit : line.hours_per_unit) ?? '0'),
    rate: plain(line.rate ?? '0'),
    wastage_percent: kind === 'material' ? plain(line.wastage_percent ?? '0') : null,
    productivity_factor: labor ? plain(line.productivity_factor ?? '1') : null,
    crew_size: labor ? plain(line.crew_size ?? '1') : null,
    utilization_factor: kind === 'equipment' ? plain(line.utilization_factor ?? '1') : null,
  };
}

/** A decimal without zeros at its end. */
const plain = (decimal: string) => new Big(decimal).toFixed();
