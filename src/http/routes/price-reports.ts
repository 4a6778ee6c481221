import { createRoute, z } from '@hono/zod-openapi';
import { id } from '../../contract/common.ts';
import { PublicError } from '../../contract/errors.ts';
import {
  priceReport,
  reportFormats,
  reportRequest,
  reportSchedule,
  reportSchedulesAnswer,
  reportsPage,
  reportsQuery,
  scheduleReportInput,
  switchReportScheduleInput,
} from '../../contract/price-reports.ts';
import type { Tx } from '../../database/database.ts';
import type { ScheduleRow } from '../../database/queries/jobs/schedules.ts';
import {
  getReport,
  listReports,
  readReportFile,
} from '../../database/queries/price-reports/list-reports.ts';
import { removeReport } from '../../database/queries/price-reports/write-report.ts';
import { titleReport } from '../../operations/make-report.ts';
import {
  askForReport,
  listReportSchedules,
  removeReportSchedule,
  reportScheduleOf,
  scheduleReport,
  switchReportSchedule,
} from '../../operations/price-reports.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';
import { comingRuns, refuseUnreadable, type Schedules } from '../schedules.ts';

/** Reports of prices: asked for, looked for, downloaded, and made by themselves at set times. */
export function priceReportRoutes({
  database,
  now,
  schedules,
}: Dependencies & { schedules: Schedules }) {
  const app = openApiApp();
  const readOnly = { readOnly: true };

  const toSchedule = async (tx: Tx, row: ScheduleRow, userId: string | null) => {
    const told = reportScheduleOf(row, userId);
    return {
      ...told,
      title: await titleOf(tx, told.request),
      time_zone: row.time_zone ?? schedules.timeZone,
      next_runs: row.enabled ? comingRuns(row, schedules, now()).next_runs : [],
    };
  };

  app.openapi(ask, async (c) => {
    const identity = c.get('identity');
    const request = c.req.valid('json');
    const report = await database.as(identity, async (tx) =>
      getReport(tx, await askForReport(tx, identity, request)),
    );
    return c.json(report, 202);
  });

  app.openapi(list, async (c) => {
    const query = c.req.valid('query');
    const page = await database.as(c.get('identity'), (tx) => listReports(tx, query), readOnly);
    return c.json(page, 200);
  });

  app.openapi(listTimes, async (c) => {
    const identity = c.get('identity');
    const found = await database.as(
      identity,
      async (tx) => {
        const told = [];
        for (const row of await listReportSchedules(tx)) {
          told.push(await toSchedule(tx, row, identity.userId));
        }
        return told;
      },
      readOnly,
    );
    return c.json({ schedules: found }, 200);
  });

  app.openapi(addTimes, async (c) => {
    const identity = c.get('identity');
    const { request, ...times } = c.req.valid('json');
    refuseUnreadable(times, schedules, now());
    refuseTooOften(comingRuns(times, schedules, now()).next_runs);
    const added = await database.as(identity, async (tx) =>
      toSchedule(tx, await scheduleReport(tx, identity, request, times), identity.userId),
    );
    return c.json(added, 201);
  });

  app.openapi(switchTimes, async (c) => {
    const identity = c.get('identity');
    const { id: scheduleId } = c.req.valid('param');
    const { enabled } = c.req.valid('json');
    const switched = await database.as(identity, async (tx) =>
      toSchedule(
        tx,
        await switchReportSchedule(tx, identity, scheduleId, enabled),
        identity.userId,
      ),
    );
    return c.json(switched, 200);
  });

  app.openapi(removeTimes, async (c) => {
    const identity = c.get('identity');
    const { id: scheduleId } = c.req.valid('param');
    await database.as(identity, (tx) => removeReportSchedule(tx, identity, scheduleId));
    return c.body(null, 204);
  });

  app.openapi(one, async (c) => {
    const { id: reportId } = c.req.valid('param');
    const report = await database.as(c.get('identity'), (tx) => getReport(tx, reportId), readOnly);
    return c.json(report, 200);
  });

  app.openapi(file, async (c) => {
    const { id: reportId } = c.req.valid('param');
    const { name, format, bytes } = await database.as(
      c.get('identity'),
      (tx) => readReportFile(tx, reportId),
      readOnly,
    );
    return c.body(bytes, 200, {
      'content-type': reportFormats[format],
      // The name is of ASCII letters, digits and hyphens.
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    });
  });

  app.openapi(remove, async (c) => {
    const { id: reportId } = c.req.valid('param');
    await database.as(c.get('identity'), (tx) => removeReport(tx, reportId));
    return c.body(null, 204);
  });

  return app;
}

/** Of a schedule whose project or item is gone, a word for that: its owner may still remove it. */
async function titleOf(tx: Tx, request: z.infer<typeof reportRequest>): Promise<string> {
  try {
    return await titleReport(tx, request);
  } catch (error) {
    if (error instanceof PublicError) return 'Prices of something that is gone or not yours to see';
    throw error;
  }
}

/** @throws {PublicError} `invalid_input` for times less than an hour apart. */
function refuseTooOften(runs: readonly string[]): void {
  const moments = runs.map((run) => Date.parse(run));
  const often = moments.some((moment, at) => at > 0 && moment - (moments[at - 1] ?? 0) < 3_600_000);
  if (!often) return;
  throw new PublicError('invalid_input', 'cron: a report is made once an hour at most.', {
    field: 'cron',
  });
}

const params = z.object({ id });
const named = z.object({ id: z.string().max(200) });
const nothing = { description: 'It is gone.' };

const ask = createRoute({
  method: 'post',
  path: '/',
  summary: 'Ask for a report of prices',
  description:
    'It is made in the background, with what you may see and nothing else; a notice tells when it is there.',
  security: bearer,
  request: { body: jsonBody(reportRequest) },
  responses: { 202: jsonAnswer('It is enqueued.', priceReport), ...failures },
});

const list = createRoute({
  method: 'get',
  path: '/',
  summary: 'Reports: one’s own, and those of one’s projects',
  security: bearer,
  request: { query: reportsQuery },
  responses: { 200: jsonAnswer('A page of them, newest first.', reportsPage), ...failures },
});

const listTimes = createRoute({
  method: 'get',
  path: '/schedules',
  summary: 'Reports that are made by themselves',
  security: bearer,
  responses: { 200: jsonAnswer('Their schedules.', reportSchedulesAnswer), ...failures },
});

const addTimes = createRoute({
  method: 'post',
  path: '/schedules',
  summary: 'Have a report made again and again',
  description: 'Each is made with what you may see at that time.',
  security: bearer,
  request: { body: jsonBody(scheduleReportInput) },
  responses: { 201: jsonAnswer('The schedule.', reportSchedule), ...failures },
});

const switchTimes = createRoute({
  method: 'patch',
  path: '/schedules/{id}',
  summary: 'Switch a report’s schedule on or off',
  security: bearer,
  request: { params: named, body: jsonBody(switchReportScheduleInput) },
  responses: { 200: jsonAnswer('The schedule as it is now.', reportSchedule), ...failures },
});

const removeTimes = createRoute({
  method: 'delete',
  path: '/schedules/{id}',
  summary: 'Remove a report’s schedule',
  description: 'The reports it made stay.',
  security: bearer,
  request: { params: named },
  responses: { 204: nothing, ...failures },
});

const one = createRoute({
  method: 'get',
  path: '/{id}',
  summary: 'A report, as far as it is',
  security: bearer,
  request: { params },
  responses: { 200: jsonAnswer('The report.', priceReport), ...failures },
});

const file = createRoute({
  method: 'get',
  path: '/{id}/file',
  summary: 'Download a report',
  description: 'For those who may see all that is in it, at the time they ask.',
  security: bearer,
  request: { params },
  responses: {
    200: {
      description: 'The file.',
      content: Object.fromEntries(
        Object.values(reportFormats).map((type) => [
          type,
          { schema: z.string().meta({ format: 'binary' }) },
        ]),
      ),
    },
    ...failures,
  },
});

const remove = createRoute({
  method: 'delete',
  path: '/{id}',
  summary: 'Remove a report',
  description: 'For its owner and administrators.',
  security: bearer,
  request: { params },
  responses: { 204: nothing, ...failures },
});
