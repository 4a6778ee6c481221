import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import { standBack } from './stand-back.ts';

/**
 * Does the task that a thread is given, standing back for requests, and answers with what comes of it.
 * @param handsOver the memory of the answer that is given away rather than copied.
 */
export async function answer<Task, Answer>(
  work: (task: Task) => Answer | Promise<Answer>,
  handsOver: (given: Answer) => ArrayBuffer[] = () => [],
): Promise<void> {
  if (!parentPort) throw new Error('This file is a thread: another starts it.');
  standBack();
  const [task] = await once(parentPort, 'message');
  const given = await work(task);
  parentPort.postMessage(given, handsOver(given));
}
