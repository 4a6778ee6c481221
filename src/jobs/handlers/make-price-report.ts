import { asPerson } from '../../database/database.ts';
import {
  keepFile,
  noteReport,
  privateSources,
} from '../../database/queries/price-reports/write-report.ts';
import { makeReport as contentOf, titleOf } from '../../operations/make-report.ts';
import type { Handler } from '../run.ts';
import { writeReportInThread } from '../threads/write-report.ts';

/**
 * Makes a report as the person it is for, and keeps it. All of it commits with the run: a run that is killed leaves
 * nothing, and the next attempt makes the one report, whose id is the run's.
 */
export const makeReport: Handler<'make-price-report'> = async (
  { request, ownerId, administrator, scheduled },
  { tx, runId, now, progress, signal },
) => {
  await progress({ phase: 'Reading prices', done: 0, total: 3 });
  const person = { userId: ownerId, administrator };
  const { content, sources } = await asPerson(tx, person, async () => ({
    content: await contentOf(tx, request, now),
    sources: await privateSources(tx, request.project),
  }));
  const title = titleOf(content.scope);
  if (scheduled) {
    await noteReport(tx, { id: runId, ownerId, request, title, scheduled, administrator });
  }
  signal.throwIfAborted();
  await progress({ phase: 'Writing the file', done: 1, total: 3 });
  const file = await writeReportInThread(content, request.format, signal);
  await progress({ phase: 'Keeping it', done: 2, total: 3 });
  if (!(await keepFile(tx, runId, { ...file, sources }))) {
    return { message: `${title}: the report was removed before it was made.` };
  }
  return {
    report_id: runId,
    size: file.bytes.byteLength,
    items: content.lines.length,
    message: `${title}, ${file.name.split('.').at(-1)?.toUpperCase()}, ${content.lines.length} items.`,
    link: `/reports/${runId}`,
  };
};
