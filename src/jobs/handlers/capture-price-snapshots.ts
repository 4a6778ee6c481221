import { z } from 'zod';
import { enqueueJob } from '../../database/queries/jobs/enqueue.ts';
import {
  countActiveProjects,
  listActiveProjects,
} from '../../database/queries/projects/list-active.ts';
import type { Handler } from '../run.ts';

/** Projects asked for in one step. */
const projectsAtOnce = 100;

/** Where the next step goes on. */
const checkpoint = z.object({ after: z.string().nullable(), done: z.number() });

/** Weekly: asks for a snapshot of each active project, as a job of its own, so that one failing holds up none. */
export const captureAllSnapshots: Handler<'capture-price-snapshots'> = async (_input, run) => {
  let at = checkpoint.parse(run.checkpoint ?? { after: null, done: 0 });
  const total = await countActiveProjects(run.tx);
  let asked = projectsAtOnce;
  while (asked === projectsAtOnce) {
    run.signal.throwIfAborted();
    await run.step(async (tx) => {
      const projects = await listActiveProjects(tx, at.after, projectsAtOnce);
      for (const projectId of projects) {
        const input = { projectId, includeAllItems: false };
        await enqueueJob(tx, 'capture-price-snapshot', input, {
          trigger: 'schedule',
          userId: null,
        });
      }
      asked = projects.length;
      at = { after: projects.at(-1) ?? at.after, done: at.done + asked };
      const progress = { phase: 'Asking for snapshots', done: Math.min(at.done, total), total };
      return { checkpoint: at, progress };
    });
  }
  return {
    projects: at.done,
    message: `Asked for a price snapshot of each of ${at.done} active projects.`,
  };
};
