import { parentPort, workerData } from 'node:worker_threads';
import { learnFrom } from '../core/suggestions/index.ts';

/* The thread of learn-in-thread.ts: answers with what it learned, and ends. */
parentPort?.postMessage(learnFrom(workerData.baskets, workerData.ages));
