import { workerData } from 'node:worker_threads';
import { writeReport } from '../../reports/index.ts';
import { answer } from './answer.ts';

/* The thread of write-report.ts: answers with the file, and ends. */
await answer(() => writeReport(workerData.content, workerData.format));
