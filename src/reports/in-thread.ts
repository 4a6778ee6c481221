import { Worker } from 'node:worker_threads';
import type { ReportContent, ReportFormat } from '../contract/price-reports.ts';

/** A report's file. */
export interface ReportFile {
  /** Such as "prices-cast-concrete-03-30-2026-11-25.xlsx". */
  name: string;
  bytes: Uint8Array;
}

/**
 * Writes a report in a thread of its own: a PDF of many pages takes seconds, in which this process answers requests and
 * takes jobs. Where `signal` aborts, the thread is ended.
 */
export function writeReportInThread(
  content: ReportContent,
  format: ReportFormat,
  signal?: AbortSignal,
): Promise<ReportFile> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./write.thread.ts', import.meta.url), {
      workerData: { content, format },
    });
    const abort = () => {
      void thread.terminate();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort, { once: true });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => {
      signal?.removeEventListener('abort', abort);
      reject(new Error(`The thread that writes a report ended with ${code}.`));
    });
  });
}
