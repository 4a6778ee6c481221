import { z } from 'zod';
import {
  countActiveProjects,
  listActiveProjects,
} from '../../database/queries/projects/list-active.ts';
import { captureSet } from '../../operations/capture-price-snapshots.ts';
import type { Handler } from '../run.ts';

/** Projects captured in one step, which is one statement. */
const projectsAtOnce = 50;
/** Failed projects that are told by name in the output; the log has all of them. */
const toldFailed = 20;

/** Where the next step goes on. All projects are captured as of the moment the first attempt began. */
const checkpoint = z.object({
  at: z.string(),
  after: z.string().nullable(),
  done: z.number(),
  items: z.number(),
  failed: z.array(z.string()),
});

/** Weekly: captures the prices of all active projects, a set of them in each step; one that fails holds up no other. */
export const captureAllSnapshots: Handler<'capture-price-snapshots'> = async (_input, run) => {
  const start = { at: run.now.toISOString(), after: null, done: 0, items: 0, failed: [] };
  let state = checkpoint.parse(run.checkpoint ?? start);
  const total = await countActiveProjects(run.tx);
  let taken = projectsAtOnce;
  while (taken === projectsAtOnce) {
    run.signal.throwIfAborted();
    const failed: Awaited<ReturnType<typeof captureSet>>['failed'] = [];
    await run.step(async (tx) => {
      const projects = await listActiveProjects(tx, state.after, projectsAtOnce);
      const set = await captureSet(tx, projects, new Date(state.at));
      failed.push(...set.failed);
      taken = projects.length;
      state = {
        ...state,
        after: projects.at(-1) ?? state.after,
        done: state.done + taken,
        items: state.items + set.items,
        failed: [...state.failed, ...set.failed.map(({ projectId }) => projectId)],
      };
      const progress = { phase: 'Capturing prices', done: Math.min(state.done, total), total };
      return { checkpoint: state, progress };
    });
    for (const { projectId, reason } of failed) {
      await run.log('error', `The prices of project ${projectId} were not captured: ${reason}`);
    }
  }
  const { done, items, failed } = state;
  const without = failed.length > 0 ? `; ${failed.length} could not be, see the log` : '';
  return {
    projects: done - failed.length,
    items,
    failed: failed.slice(0, toldFailed),
    message: `Captured ${items.toLocaleString('en-US')} prices of ${done - failed.length} active projects${without}.`,
  };
};
