import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';

/** How far a thread stands back: half the way to the last place. */
const niceness = 10;

/**
 * Does a thread's task and answers with what it gives. The thread stands back for requests, and for the database, where
 * they want its processor: on Linux a thread has a priority of its own; elsewhere the whole process would stand back.
 */
export async function answer(work: () => unknown): Promise<void> {
  if (process.platform === 'linux') setPriority(niceness);
  parentPort?.postMessage(await work());
}
