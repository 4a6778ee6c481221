import type { Handler } from '../run.ts';
import { removePast } from './apply-retention.ts';

/** Monthly: removes the log of runs that is past its days; the nightly run does so as well, with all other kinds. */
export const cleanJobLogs: Handler<'clean-job-logs'> = async (_input, run) => {
  const { removed, message } = await removePast(run, ['runs']);
  return { removed: removed.runs ?? 0, message };
};
