import Big from 'big.js';
import type { z } from 'zod';
import type { captureSnapshotAnswer } from '../contract/price-snapshots.ts';
import { toMoney } from '../core/complex-costs/index.ts';
import type { Tx } from '../database/database.ts';
import { captureSnapshot } from '../database/queries/prices/capture-snapshot.ts';

/** The answer of `capture-price-snapshot`. */
export type CapturedPrices = z.infer<typeof captureSnapshotAnswer>;

/**
 * Captures a project's prices at a moment. The database refuses whoever is neither the service, an
 * administrator nor a member of the project (42501), and a project that is not there (PT404).
 */
export async function capturePriceSnapshot(
  tx: Tx,
  input: { projectId: string; includeAllItems: boolean },
  at: Date,
): Promise<CapturedPrices> {
  const captured = await captureSnapshot(tx, input.projectId, input.includeAllItems, at);
  const { items_processed, items_without_price } = captured;
  const without =
    items_without_price > 0 ? `; ${items_without_price} have no price and were left out` : '';
  return {
    success: true,
    project_id: input.projectId,
    snapshot_id: captured.snapshot_id,
    items_processed,
    items_without_price,
    total_value: toMoney(new Big(captured.total_value)),
    snapshot_date: captured.snapshot_date,
    message: `Captured the prices of ${items_processed.toLocaleString('en-US')} items${without}.`,
  };
}
