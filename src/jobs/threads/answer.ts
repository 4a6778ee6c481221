import { parentPort } from 'node:worker_threads';
import { standBack } from './stand-back.ts';

/**
 * Does a thread's task, standing back for requests, and answers with what it gives.
 * @param handsOver the memory of the answer that is given away rather than copied.
 */
export async function answer<Answer>(
  work: () => Answer | Promise<Answer>,
  handsOver: (given: Answer) => ArrayBuffer[] = () => [],
): Promise<void> {
  standBack();
  const given = await work();
  parentPort?.postMessage(given, handsOver(given));
}
