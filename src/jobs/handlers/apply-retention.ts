import { z } from 'zod';
import { type RetentionKind, retentionKinds } from '../../contract/retention.ts';
import { listRules } from '../../database/queries/retention/rules.ts';
import {
  previewRemoval,
  type Removed,
  removeBatch,
  removedAtOnce,
  toldRemoved,
} from '../../operations/apply-retention.ts';
import type { Handler, RunContext } from '../run.ts';

/** Where the next batch goes on. Ages are counted from the moment the first attempt began. */
const checkpoint = z.object({ now: z.string(), removed: z.record(z.string(), z.number()) });

/** Nightly: removes, batch by batch and kind by kind, what is older than it is kept. */
export const applyRetention: Handler<'apply-retention'> = (_input, run) =>
  removePast(run, Object.keys(retentionKinds) as RetentionKind[]);

/** Removes what is past its days of some kinds. Goes on, after it broke off, with what is left. */
export async function removePast(run: RunContext, kinds: readonly RetentionKind[]) {
  const start = { now: run.now.toISOString(), removed: {} };
  const from = checkpoint.parse(run.checkpoint ?? start);
  const now = new Date(from.now);
  const removed: Removed = from.removed;
  const rules = await listRules(run.tx);
  for (const rule of rules.filter(({ kind }) => kinds.includes(kind))) {
    const phase = retentionKinds[rule.kind].title;
    const left = await previewRemoval(run.tx, rule.kind, rule.keep_days, now);
    const total = (removed[rule.kind] ?? 0) + left.rows;
    let batch = left.rows === 0 ? 0 : removedAtOnce;
    while (batch === removedAtOnce) {
      run.signal.throwIfAborted();
      await run.step(async (tx) => {
        batch = await removeBatch(tx, rule, now);
        const done = (removed[rule.kind] ?? 0) + batch;
        removed[rule.kind] = done;
        const progress = { phase, done: Math.min(done, total), total };
        return { checkpoint: { now: from.now, removed }, progress };
      });
    }
  }
  return { removed, message: toldRemoved(removed) };
}
