import { Worker } from 'node:worker_threads';

/** A request, as `fetch` takes it. */
export interface Sent {
  /** What is asked for. */
  name: string;
  url: string;
  init: RequestInit;
}

/** Requests, sent in turn at an even pace. */
export interface Load {
  requests: readonly Sent[];
  /** Between the starts of two, in milliseconds. */
  everyMs: number;
}

/** A request that was answered, and how long it took in milliseconds. */
export interface Answered {
  name: string;
  time: number;
}

/**
 * Sends requests in turn until something is done, and tells how long each took. They start at an even
 * pace whether or not the ones before are answered, so that one that hangs is not waited for in silence, and in a thread
 * of their own, so that what this one does meanwhile is not taken for the server's.
 *
 * @throws the first that failed, once all are answered
 */
export async function load(given: Load, until: Promise<unknown>): Promise<Answered[]> {
  const thread = new Worker(new URL('./requests.thread.ts', import.meta.url), {
    workerData: given,
  });
  const times = Promise.withResolvers<Answered[]>();
  thread.once('message', times.resolve);
  thread.once('error', times.reject);
  await Promise.race([until, times.promise]);
  thread.postMessage('enough');
  return times.promise;
}
