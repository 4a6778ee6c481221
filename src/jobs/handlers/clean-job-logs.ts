import { cleanOldJobLogs } from '../../database/queries/jobs/clean-logs.ts';
import type { Handler } from '../run.ts';

/** Monthly: removes the log of runs that ended more than 30 days ago. */
export const cleanJobLogs: Handler<'clean-job-logs'> = async (_input, { tx }) => {
  const removed = await cleanOldJobLogs(tx);
  return { removed, message: `Removed the log of ${removed} runs older than 30 days.` };
};
