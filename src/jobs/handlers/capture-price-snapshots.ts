import { enqueueJob } from '../../database/queries/jobs/enqueue.ts';
import { listActiveProjects } from '../../database/queries/projects/list-active.ts';
import type { Handler } from '../run.ts';

/** Weekly: asks for a snapshot of each active project, as a job of its own, so that one failing holds up none. */
export const captureAllSnapshots: Handler<'capture-price-snapshots'> = async (
  _input,
  { tx, progress },
) => {
  const projects = await listActiveProjects(tx);
  for (const [done, projectId] of projects.entries()) {
    await enqueueJob(
      tx,
      'capture-price-snapshot',
      { projectId, includeAllItems: false },
      { trigger: 'schedule', userId: null },
    );
    if (done % 100 === 0) {
      await progress({ phase: 'Asking for snapshots', done, total: projects.length });
    }
  }
  return {
    projects: projects.length,
    message: `Asked for a price snapshot of each of ${projects.length} active projects.`,
  };
};
