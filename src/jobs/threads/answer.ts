import { parentPort } from 'node:worker_threads';
import { standBack } from './stand-back.ts';

/** Does a thread's task, standing back for requests, and answers with what it gives. */
export async function answer(work: () => unknown): Promise<void> {
  standBack();
  parentPort?.postMessage(await work());
}
