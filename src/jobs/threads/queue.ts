import { Worker } from 'node:worker_threads';
import type { JobEvent } from '../options.ts';

/** What the thread is given. */
export interface QueueTask {
  /** Address of the database whose jobs are worked on; a session connection. */
  url: string;
  /** Of the schedules that name none. */
  timeZone: string;
  /** Whether the database is ours and runs on this machine: then its processes stand back for those of requests as well. */
  ownDatabase: boolean;
}

/** What the thread says. */
export type Said = 'working' | { event: JobEvent };

/** Wait before a thread that broke off is followed by another, in milliseconds. */
const againAfter = 1_000;

/**
 * Works on every kind of job in a thread that stands back (stand-back.ts): whatever a job's own code does, this one
 * goes on answering requests. A thread that breaks off, out of memory say, is told of as trouble and followed by
 * another, which takes its runs over as it would those of a worker that was killed.
 *
 * @throws what keeps the first thread from its work
 */
export async function startQueueInThread(
  task: QueueTask,
  observe: (event: JobEvent) => void,
): Promise<{ stop(): Promise<void> }> {
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  let thread = await startThread(task, observe);
  const follow = () =>
    thread.ended.then((error) => {
      if (stopping) return;
      observe({ type: 'queue trouble', error });
      timer = setTimeout(again, againAfter);
    });
  const again = async () => {
    try {
      thread = await startThread(task, observe);
      if (stopping) await thread.stop();
      else void follow();
    } catch (error) {
      observe({ type: 'queue trouble', error });
      if (!stopping) timer = setTimeout(again, againAfter);
    }
  };
  void follow();
  return {
    stop: async () => {
      stopping = true;
      clearTimeout(timer);
      await thread.stop();
    },
  };
}

/** Starts a thread, and resolves once it takes jobs; `ended` tells, once it has, of what. */
async function startThread(task: QueueTask, observe: (event: JobEvent) => void) {
  const worker = new Worker(new URL('./queue.thread.ts', import.meta.url), { workerData: task });
  const working = Promise.withResolvers<void>();
  worker.on('message', (said: Said) => {
    if (said === 'working') working.resolve();
    else observe(said.event);
  });
  const ended = new Promise<unknown>((resolve) => {
    let reason: unknown = null;
    worker.once('error', (error) => {
      reason = error;
    });
    worker.once('exit', (code) =>
      resolve(reason ?? new Error(`The thread that works on jobs ended with ${code}.`)),
    );
  });
  void ended.then(working.reject);
  await working.promise;
  return {
    ended,
    stop: async () => {
      worker.postMessage('stop');
      await ended;
    },
  };
}
