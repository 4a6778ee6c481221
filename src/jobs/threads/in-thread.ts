import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/**
 * Where Node keeps what it compiled of a thread's files, so that a thread begins in half the time. Nobody else's folder:
 * whoever writes there says what runs here. Without the right to write there every thread compiles anew.
 */
const compiled = fileURLToPath(new URL('../../../node_modules/.cache/compiled', import.meta.url));

/** A thread that waits for what it is to do. */
export interface Thread {
  /** Has it do its task, or a copy, and ends it. */
  give<Answer>(task: unknown): Promise<Answer>;
}

/**
 * Starts a thread for one task: this process answers requests and takes jobs meanwhile.
 * @param file does its work in `answer` (answer.ts)
 * @param signal ends the thread where it aborts
 */
export function startThread(file: URL, signal?: AbortSignal): Thread {
  signal?.throwIfAborted();
  const worker = new Worker(file, {
    env: { NODE_COMPILE_CACHE: compiled, ...process.env },
  });
  const answered = Promise.withResolvers<unknown>();
  // Whoever gives the task hears of it.
  answered.promise.catch(() => {});
  const abort = () => {
    void worker.terminate();
    answered.reject(signal?.reason);
  };
  signal?.addEventListener('abort', abort, { once: true });
  worker.once('message', answered.resolve);
  worker.once('error', answered.reject);
  worker.once('exit', (code) => {
    signal?.removeEventListener('abort', abort);
    answered.reject(
      new Error(`The thread of ${file.pathname} ended with ${code}, without an answer.`),
    );
  });
  return {
    give: <Answer>(task: unknown) => {
      worker.postMessage(task);
      return answered.promise as Promise<Answer>;
    },
  };
}
