import { listenForChanges } from '../database/changes.ts';
import { connect } from '../database/database.ts';
import type { QueueOptions } from './options.ts';
import { type Queue, startQueue } from './queue.ts';

/** Where jobs are worked on, and how. */
export interface WorkOptions extends Pick<QueueOptions, 'url' | 'timeZone' | 'observe'> {
  /** Most connections for what is written apart from the runs' own transactions. */
  connections?: number | undefined;
  servedBy?: QueueOptions['servedBy'];
  processors?: QueueOptions['processors'];
}

/** Works on the jobs of a database by connections of its own, which are closed once it is stopped. */
export async function work({ connections, ...options }: WorkOptions): Promise<Queue> {
  const { url, servedBy } = options;
  const database = connect(url, {
    ...(connections !== undefined && { max: connections }),
    servedBy,
  });
  const changes = await listenForChanges(url);
  const queue = await startQueue({ ...options, database, changes, now: () => new Date() });
  return {
    ...queue,
    stop: async () => {
      await queue.stop();
      await changes.close();
      await database.close();
    },
  };
}
