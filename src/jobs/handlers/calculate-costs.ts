import { z } from 'zod';
import { PublicError } from '../../contract/errors.ts';
import {
  finishCalculation,
  readForRun,
} from '../../database/queries/cost-calculations/write-costs.ts';
import { calculateBatch } from '../../operations/keep-costs.ts';
import type { Handler } from '../run.ts';

/** Items calculated in one transaction. */
const batchSize = 500;

/** Where the next batch goes on. */
const checkpoint = z.object({ after: z.int() });

/** Calculates a kept calculation batch by batch; each commits with the checkpoint. Who asked was checked before. */
export const calculateKeptCosts: Handler<'calculate-costs'> = async ({ calculationId }, run) => {
  const calculation = await readForRun(run.tx, calculationId);
  if (!calculation) {
    throw new PublicError('not_found', `There is no calculation ${calculationId} (calculationId).`);
  }
  const { item_count: total } = calculation;
  let after = run.checkpoint === null ? 0 : checkpoint.parse(run.checkpoint).after;
  while (after < total) {
    run.signal.throwIfAborted();
    const upTo = Math.min(after + batchSize, total);
    const from = after;
    await run.step(async (tx) => {
      await calculateBatch(tx, calculation, from, upTo);
      return { checkpoint: { after: upTo }, progress: { phase: 'Calculating', done: upTo, total } };
    });
    after = upTo;
  }
  const { calculated, failed } = await finishCalculation(run.tx, calculationId);
  const others = failed > 0 ? `; ${failed} could not be` : '';
  return {
    calculation_id: calculationId,
    calculated,
    failed,
    message: `Calculated the cost of ${calculated} items${others}.`,
  };
};
