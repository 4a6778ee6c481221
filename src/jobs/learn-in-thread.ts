import { Worker } from 'node:worker_threads';
import type { Learn } from '../operations/aggregate-popularity.ts';

/** Learns in a thread of its own: it takes seconds, in which this process answers requests and takes jobs. */
export const learnInThread: Learn = (baskets, ages) =>
  new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./learn.thread.ts', import.meta.url), {
      workerData: { baskets, ages },
    });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`The thread that learns ended with ${code}.`)));
  });
