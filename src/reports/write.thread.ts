import { parentPort, workerData } from 'node:worker_threads';
import { writeReport } from './index.ts';

/* The thread of in-thread.ts: answers with the file, and ends. */
parentPort?.postMessage(await writeReport(workerData.content, workerData.format));
