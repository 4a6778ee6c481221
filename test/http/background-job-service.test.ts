import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { z } from 'zod';
import { enqueued } from '../../src/contract/common.ts';
import { calculateCostsAnswer } from '../../src/contract/complex-costs.ts';
import { jobRun, jobSummary } from '../../src/contract/job-manager.ts';
import { aggregatePopularityAnswer, itemStatistics } from '../../src/contract/popularity.ts';
import { captureSnapshotAnswer } from '../../src/contract/price-snapshots.ts';
import { jobSchedule } from '../../src/contract/schedules.ts';
import {
  ApiError,
  BackgroundJobService,
} from '../../src/features/library/services/backgroundJobService.ts';
import { sessionOfToken, setSession } from '../../src/features/library/services/session.ts';
import { rows } from '../support/fixture.ts';
import { type Person, people } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';
import { tokenOf } from '../support/tokens.ts';

const scene = makeScene((databaseUrl) => startNode(databaseUrl, { queue: true }));
const jobs = BackgroundJobService.getInstance();
const nowhere = '00000000-0000-4000-8000-000000000000';

/** A page asks of its own origin; on Node there is none. */
let origin = '';
const realFetch = globalThis.fetch;
beforeAll(() => {
  origin = scene.url();
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => realFetch(origin + path, init));
});
afterAll(() => vi.unstubAllGlobals());
afterEach(() => {
  setSession(null);
  origin = scene.url();
});

async function signIn(person: Person): Promise<void> {
  const token = await tokenOf(people[person]);
  setSession(token === null ? null : sessionOfToken(token));
}

/** What a method refuses with, which must be an `ApiError`. */
async function refusalOf(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.then(
    (answer) => new Error(`It was not refused: ${JSON.stringify(answer)}`),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

describe('each method gives what the contract says', () => {
  const track = () =>
    jobs.trackLibraryItemUsage(rows.item, rows.project, rows.estimate, rows.element, 2.5);
  const answers: [string, Person, () => Promise<unknown>, z.ZodType][] = [
    [
      'runPopularityAggregation',
      'admin',
      () => jobs.runPopularityAggregation(),
      aggregatePopularityAnswer,
    ],
    ['runPriceSnapshots', 'admin', () => jobs.runPriceSnapshots(), enqueued],
    [
      'capturePriceSnapshot',
      'estimator',
      () => jobs.capturePriceSnapshot(rows.project, true),
      captureSnapshotAnswer,
    ],
    [
      'calculateComplexFactors',
      'estimator',
      () => jobs.calculateComplexFactors([rows.item], rows.project, { overheadPercentage: 12 }),
      calculateCostsAnswer,
    ],
    [
      'getLibraryItemStatistics',
      'estimator',
      () => jobs.getLibraryItemStatistics(rows.item),
      itemStatistics,
    ],
    [
      'getJobHistory',
      'admin',
      () => jobs.getJobHistory('capture-price-snapshot', 5),
      jobRun.array().max(5),
    ],
    ['getJobSummary', 'estimator', () => jobs.getJobSummary(30), jobSummary],
    [
      'getActiveSchedules',
      'estimator',
      () => jobs.getActiveSchedules(),
      jobSchedule.array().min(5),
    ],
    ['setJobEnabled', 'admin', () => jobs.setJobEnabled('popularity', false), jobSchedule],
    [
      'initialize',
      'admin',
      () => jobs.initialize({ enablePopularityAggregation: true }),
      jobSchedule.array().min(5),
    ],
  ];
  test.each(answers)('%s', async (_name, person, call, form) => {
    await signIn(person);
    const answer = await call();
    expect(form.safeParse(answer).error?.issues ?? []).toEqual([]);
  });

  test('a use counts, and gives its id', async () => {
    await signIn('estimator');
    const before = await jobs.getLibraryItemStatistics(rows.item);
    expect(await track()).toBeGreaterThan(0);
    const after = await jobs.getLibraryItemStatistics(rows.item);
    expect(after.total_usage_all_time).toBe(before.total_usage_all_time + 1);
  });

  test('a snapshot of all is followed until it is over, and stands in the history', async () => {
    await signIn('admin');
    const over = async (id: string) => (await jobs.getJobStatus(id)).status;
    const [last] = await jobs.getJobHistory('capture-price-snapshots', 1);
    if (last) await expect.poll(() => over(last.id)).toBe('completed');
    const { job_id } = await jobs.runPriceSnapshots();
    await expect.poll(() => over(job_id)).toBe('completed');
    const [run] = await jobs.getJobHistory('capture-price-snapshots', 1);
    expect(run).toMatchObject({ id: job_id, trigger: 'person' });
  });

  test('schedules are set where they differ, and stay set', async () => {
    await signIn('admin');
    await jobs.initialize({ popularityIntervalHours: 6, enablePriceSnapshots: false });
    const stand = new Map((await jobs.getActiveSchedules()).map((one) => [one.id, one]));
    expect(stand.get('popularity')).toMatchObject({ cron: '0 */6 * * *', enabled: true });
    expect(stand.get('price-snapshots')).toMatchObject({ cron: '0 3 * * 0', enabled: false });
    await jobs.initialize({ popularityIntervalHours: 24, enablePriceSnapshots: true });
  });

  test('logs older than 30 days are removed, and counted', async () => {
    await scene.query(`insert into public.background_job_logs (id, job_name, status, trigger, queued_at, started_at, finished_at)
      select gen_random_uuid(), 'clean-job-logs', 'completed', 'service', at, at, at
      from (values (now() - interval '31 days'), (now() - interval '32 days')) old (at)`);
    await signIn('admin');
    expect(await jobs.cleanupOldLogs()).toBe(2);
    expect(await jobs.cleanupOldLogs()).toBe(0);
  });
});

describe('what is refused is an ApiError with the word of the contract', () => {
  const everything: [string, () => Promise<unknown>][] = [
    ['initialize', () => jobs.initialize()],
    ['trackLibraryItemUsage', () => jobs.trackLibraryItemUsage(rows.item, rows.project)],
    ['runPopularityAggregation', () => jobs.runPopularityAggregation()],
    ['runPriceSnapshots', () => jobs.runPriceSnapshots()],
    ['capturePriceSnapshot', () => jobs.capturePriceSnapshot(rows.project)],
    ['calculateComplexFactors', () => jobs.calculateComplexFactors([rows.item], rows.project)],
    ['getLibraryItemStatistics', () => jobs.getLibraryItemStatistics(rows.item)],
    ['getJobHistory', () => jobs.getJobHistory()],
    ['getJobSummary', () => jobs.getJobSummary()],
    ['getActiveSchedules', () => jobs.getActiveSchedules()],
    ['setJobEnabled', () => jobs.setJobEnabled('popularity', true)],
    ['getJobStatus', () => jobs.getJobStatus(nowhere)],
    ['cleanupOldLogs', () => jobs.cleanupOldLogs()],
  ];
  test.each(everything)('%s: nobody is signed in', async (_name, call) => {
    expect(await refusalOf(call())).toMatchObject({ status: 401, code: 'unauthorized' });
  });

  test.each(everything)('%s: there is no server', async (_name, call) => {
    origin = 'http://127.0.0.1:1';
    expect(await refusalOf(call())).toMatchObject({ status: 0, code: 'unreachable' });
  });

  test.each([
    [
      'trackLibraryItemUsage',
      'stranger',
      () => jobs.trackLibraryItemUsage(rows.item, rows.project),
    ],
    ['calculateComplexFactors', 'admin', () => jobs.calculateComplexFactors([rows.item], nowhere)],
    ['runPopularityAggregation', 'estimator', () => jobs.runPopularityAggregation()],
    ['runPriceSnapshots', 'estimator', () => jobs.runPriceSnapshots()],
    ['setJobEnabled', 'estimator', () => jobs.setJobEnabled('popularity', false)],
    ['initialize', 'estimator', () => jobs.initialize({ enablePriceSnapshots: false })],
    ['cleanupOldLogs', 'estimator', () => jobs.cleanupOldLogs()],
  ] as const)('%s: not for them', async (_name, person, call) => {
    await signIn(person);
    expect(await refusalOf(call())).toMatchObject({ status: 403, code: 'forbidden' });
  });

  test.each([
    ['capturePriceSnapshot', () => jobs.capturePriceSnapshot(nowhere)],
    ['getLibraryItemStatistics', () => jobs.getLibraryItemStatistics(nowhere)],
    ['setJobEnabled', () => jobs.setJobEnabled('none/../such', true)],
    ['getJobStatus', () => jobs.getJobStatus(nowhere)],
  ])('%s: it is not there', async (_name, call) => {
    await signIn('admin');
    expect(await refusalOf(call())).toMatchObject({ status: 404, code: 'not_found' });
  });

  const item = rows.item;
  test.each<[string, string, () => Promise<unknown>]>([
    ['trackLibraryItemUsage', 'projectId', () => jobs.trackLibraryItemUsage(item, 'x')],
    [
      'trackLibraryItemUsage',
      'quantity',
      () => jobs.trackLibraryItemUsage(item, rows.project, undefined, undefined, Number.NaN),
    ],
    ['capturePriceSnapshot', 'projectId', () => jobs.capturePriceSnapshot('x')],
    [
      'calculateComplexFactors',
      'libraryItemIds[1]',
      () => jobs.calculateComplexFactors([item, 'x'], rows.project),
    ],
    [
      'calculateComplexFactors',
      'options.overheadPercentage',
      () => jobs.calculateComplexFactors([item], rows.project, { overheadPercentage: -1 }),
    ],
    ['getLibraryItemStatistics', 'itemId', () => jobs.getLibraryItemStatistics('x')],
    ['getJobHistory', 'limit', () => jobs.getJobHistory(undefined, 0)],
    ['getJobSummary', 'daysBack', () => jobs.getJobSummary(1.5)],
    ['getJobStatus', 'jobId', () => jobs.getJobStatus('../schedules')],
    ['initialize', 'snapshotIntervalHours', () => jobs.initialize({ snapshotIntervalHours: 5 })],
  ])('%s: %s is not of its form, and named', async (_name, field, call) => {
    await signIn('admin');
    const refusal = await refusalOf(call());
    expect(refusal).toMatchObject({ status: 400, code: 'invalid_input', field });
    expect(refusal.message).toContain(field);
  });

  test('a second popularity run beside the first is a conflict', async () => {
    await signIn('admin');
    // Neither can end before the lock is given up: the one that does was refused.
    await scene.query('begin');
    await scene.query('lock table public.library_item_popularity in exclusive mode');
    const both = [jobs.runPopularityAggregation(), jobs.runPopularityAggregation()];
    const refused = await refusalOf(Promise.race(both));
    expect(refused).toMatchObject({ status: 409, code: 'conflict' });
    await scene.query('rollback');
    const ends = (await Promise.allSettled(both)).map(({ status }) => status);
    expect(ends.sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('what is given up, or takes too long, is told from what is refused', async () => {
    await signIn('estimator');
    const stop = new AbortController();
    stop.abort();
    const given = await refusalOf(jobs.within(stop.signal).getJobHistory());
    expect(given).toMatchObject({ status: 0, code: 'aborted' });
    await scene.query('begin');
    await scene.query('lock table public.background_job_logs in access exclusive mode');
    const late = await refusalOf(jobs.within(AbortSignal.timeout(200)).getJobHistory());
    expect(late).toMatchObject({ status: 0, code: 'timed_out' });
    await scene.query('rollback');
  });
});

describe('what stands before the server is understood as well', () => {
  /** Asks for the history of something on loopback that answers so. */
  async function askOf(answer: RequestListener): Promise<ApiError> {
    const proxy = createServer(answer);
    await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
    origin = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    try {
      return await refusalOf(jobs.getJobHistory());
    } finally {
      proxy.closeAllConnections();
      await new Promise((closed) => proxy.close(closed));
    }
  }

  test('one that is asked too often, and says when to ask again', async () => {
    const refusal = await askOf((_, answer) =>
      answer.writeHead(429, { 'retry-after': '7' }).end('slow down'),
    );
    expect(refusal).toMatchObject({ status: 429, code: 'too_many_requests', retryAfter: 7 });
  });

  test.each([502, 503, 504])('one behind which nobody answers: %i', async (status) => {
    const refusal = await askOf((_, answer) => answer.writeHead(status).end('<html>'));
    expect(refusal).toMatchObject({ status, code: 'unavailable', retryAfter: null });
  });

  test('one that answers with a page of its own', async () => {
    const refusal = await askOf((_, answer) => answer.writeHead(200).end('<html>'));
    expect(refusal).toMatchObject({ status: 200, code: 'internal' });
  });

  test('one that breaks off in the middle of an answer', async () => {
    const refusal = await askOf((_, answer) => {
      answer.writeHead(200, { 'content-length': '1000' });
      answer.write('{"runs":', () => answer.destroy());
    });
    expect(refusal).toMatchObject({ status: 0, code: 'unreachable' });
  });
});
