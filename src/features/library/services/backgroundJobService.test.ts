import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ApiError, BackgroundJobService } from './backgroundJobService.ts';
import { getSession, sessionOfToken, setSession } from './session.ts';

const jobs = BackgroundJobService.getInstance();
const answer = vi.fn<(path: string, init: RequestInit) => Promise<Response>>();

beforeEach(() => {
  answer.mockReset();
  vi.stubGlobal('fetch', answer);
});
afterEach(() => {
  setSession(null);
  vi.unstubAllGlobals();
});

const [item = '', project = '', estimate = '', element = ''] = Array.from({ length: 4 }, () =>
  crypto.randomUUID(),
);
const answers = (body: unknown, status = 200) =>
  answer.mockResolvedValueOnce(Response.json(body, { status }));
const asked = (call = 0) => {
  const [path = '', init = {}] = answer.mock.calls[call] ?? [];
  return { path, method: init.method, body: init.body && JSON.parse(String(init.body)) };
};

const base64 = (value: object) => btoa(JSON.stringify(value)).replaceAll('=', '');
const tokenOf = (claims: object) => `e30.${base64(claims)}.signature`;
const inAnHour = Math.floor(Date.now() / 1000) + 3600;

test('there is one instance', () => {
  expect(BackgroundJobService.getInstance()).toBe(jobs);
});

describe('what is asked of the server', () => {
  test('a use leaves to the server what is not given', async () => {
    answers(7);
    await expect(jobs.trackLibraryItemUsage(item, project)).resolves.toBe(7);
    expect(asked()).toEqual({
      path: '/rest/v1/rpc/track_library_item_usage',
      method: 'POST',
      body: { p_library_item_id: item, p_project_id: project },
    });
  });

  test('a use names estimate, element and quantity where they are given', async () => {
    answers(7);
    await jobs.trackLibraryItemUsage(item, project, estimate, element, 2.5);
    expect(asked().body).toEqual({
      p_library_item_id: item,
      p_project_id: project,
      p_estimate_id: estimate,
      p_element_id: element,
      p_quantity: 2.5,
    });
  });

  test('the history is that of the job, as long as asked for', async () => {
    answers({ runs: [], next_cursor: null });
    await expect(jobs.getJobHistory('clean-job-logs', 5)).resolves.toEqual([]);
    expect(asked().path).toBe('/api/jobs/runs?job_name=clean-job-logs&limit=5');
  });

  test('the signed-in person goes with it as a bearer token', async () => {
    const token = tokenOf({ sub: 'erin', exp: inAnHour });
    setSession(sessionOfToken(token));
    answers({ total_jobs: 0 });
    await jobs.getJobSummary();
    const headers = new Headers(answer.mock.calls[0]?.[1].headers);
    expect(headers.get('authorization')).toBe(`Bearer ${token}`);
  });
});

describe('initialize', () => {
  const schedules = [
    { id: 'popularity', enabled: true, cron: '0 2 * * *' },
    { id: 'price-snapshots', enabled: true, cron: '0 3 * * 0' },
    { id: 'log-cleanup', enabled: true, cron: '0 4 1 * *' },
  ];

  test('changes nothing that is as wanted', async () => {
    answers({ schedules });
    await jobs.initialize({
      enablePopularityAggregation: true,
      enablePriceSnapshots: true,
      popularityIntervalHours: 24,
      snapshotIntervalHours: 168,
    });
    expect(answer).toHaveBeenCalledTimes(1);
  });

  test('sets what differs, of that schedule alone', async () => {
    answers({ schedules });
    answers({ ...schedules[0], cron: '0 */6 * * *' });
    const now = await jobs.initialize({ popularityIntervalHours: 6 });
    expect(asked(1)).toEqual({
      path: '/api/jobs/schedules/popularity',
      method: 'PATCH',
      body: { cron: '0 */6 * * *' },
    });
    expect(now.map(({ cron }) => cron)).toEqual(['0 */6 * * *', '0 3 * * 0', '0 4 1 * *']);
  });
});

describe('what is refused', () => {
  test('keeps its status, its word and the field at fault', async () => {
    const details = { field: 'cron' };
    answers({ success: false, error: 'cron: no.', code: 'invalid_input', details }, 400);
    await expect(jobs.setJobEnabled('popularity', false)).rejects.toMatchObject({
      status: 400,
      code: 'invalid_input',
      field: 'cron',
      message: 'cron: no.',
    });
  });

  test("is told in PostgREST's words, too", async () => {
    answers({ code: '42501', message: 'Not yours.', details: null, hint: null }, 403);
    await expect(jobs.cleanupOldLogs()).rejects.toMatchObject({
      status: 403,
      code: 'forbidden',
      message: 'Not yours.',
    });
  });

  test('a server that cannot be reached is told from one that says no', async () => {
    answer.mockRejectedValueOnce(new TypeError('fetch failed'));
    const refused = jobs.getJobStatus(item);
    await expect(refused).rejects.toBeInstanceOf(ApiError);
    await expect(refused).rejects.toMatchObject({ status: 0, code: 'unreachable' });
  });

  test('a token no longer taken ends the session', async () => {
    setSession(sessionOfToken(tokenOf({ sub: 'erin', exp: inAnHour })));
    answers({ success: false, error: 'Expired.', code: 'token_expired' }, 401);
    await expect(jobs.getActiveSchedules()).rejects.toMatchObject({ status: 401 });
    expect(getSession()).toBeNull();
  });
});

describe('a token of an issuer elsewhere', () => {
  test('tells who it is for, and whether they administer', () => {
    const claims = { sub: 'ada', exp: inAnHour, email: 'ada@example.com' };
    const admin = sessionOfToken(` ${tokenOf({ ...claims, app_metadata: { role: 'admin' } })}\n`);
    expect(admin.user).toEqual({ id: 'ada', name: 'ada@example.com', admin: true });
    expect(sessionOfToken(tokenOf(claims)).user.admin).toBe(false);
  });

  test('keeps names of any alphabet', () => {
    const payload = { sub: 'zoe', exp: inAnHour, user_metadata: { name: 'Zoë Żak' } };
    const encoded = Buffer.from(JSON.stringify(payload)).toString('base64url');
    expect(sessionOfToken(`e30.${encoded}.signature`).user.name).toBe('Zoë Żak');
  });

  test.each([
    ['what is no JWT', 'nonsense', /no access token/],
    ['one for nobody', tokenOf({ exp: inAnHour }), /no access token/],
    ['one that expired', tokenOf({ sub: 'erin', exp: 1 }), /expired/],
  ])('is refused with the reason: %s', (_, token, reason) =>
    expect(() => sessionOfToken(token)).toThrow(reason),
  );
});
