import { Worker } from 'node:worker_threads';

/**
 * Has a thread of its own do a task, and ends it: this process answers requests and takes jobs meanwhile.
 * @param thread a file that does its work in `answer` (answer.ts); it finds `task`, or a copy, in `workerData`.
 * @param signal ends the thread where it aborts.
 */
export function inThread<Answer>(
  thread: URL,
  task: unknown,
  signal?: AbortSignal,
): Promise<Answer> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const worker = new Worker(thread, { workerData: task });
    const abort = () => {
      void worker.terminate();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort, { once: true });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      signal?.removeEventListener('abort', abort);
      reject(new Error(`The thread of ${thread.pathname} ended with ${code}, without an answer.`));
    });
  });
}
