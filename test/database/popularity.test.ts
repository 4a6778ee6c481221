import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeFixture, rows } from '../support/fixture.ts';
import { people } from '../support/people.ts';

let testDatabase: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  client = new pg.Client({ connectionString: testDatabase.url });
  await client.connect();
  await makeFixture(client);
});

afterAll(async () => {
  await client.end();
  await testDatabase.drop();
});

async function call<T>(sql: string, ...values: unknown[]): Promise<T> {
  const { rows: found } = await client.query(`select ${sql} as value`, values);
  return found[0].value;
}

const score = async (uses: number) =>
  Number(await call<string>('ratebook.popularity_score($1)', uses));
const trend = (current: number, previous: number) =>
  call<string>('ratebook.usage_trend($1, $2)', current, previous);

describe('the popularity score', () => {
  // log10(1001) = 3.000434; log10(2) = 0.301030, log10(11) = 1.041393, log10(101) = 2.004321
  test.each([
    [0, 0],
    [1, 10.03],
    [10, 34.71],
    [100, 66.8],
    [1000, 100],
    [5_000_000, 100],
  ])('of %i uses in 30 days is %d', async (uses, expected) => {
    expect(await score(uses)).toBe(expected);
  });

  test('never falls with more uses', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000_000), fc.nat(1_000_000), async (a, b) => {
        expect(await score(Math.min(a, b))).toBeLessThanOrEqual(await score(Math.max(a, b)));
      }),
      { numRuns: 50 },
    );
  });
});

describe('the trend', () => {
  test.each([
    [0, 0, 'flat'],
    [2, 1, 'flat'],
    [2, 0, 'flat'],
    [3, 0, 'up'],
    [8, 5, 'flat'],
    [20, 10, 'up'],
    [115, 100, 'flat'],
    [130, 100, 'up'],
    [100, 130, 'down'],
    [0, 3, 'down'],
    [105_000, 100_000, 'flat'],
    [120_000, 100_000, 'up'],
  ])('of %i uses after %i is %s', async (current, previous, expected) => {
    expect(await trend(current, previous)).toBe(expected);
  });

  test('turns around when the counts are swapped', async () => {
    const turned: Record<string, string> = { up: 'down', down: 'up', flat: 'flat' };
    await fc.assert(
      fc.asyncProperty(fc.nat(2000), fc.nat(2000), async (current, previous) => {
        expect(await trend(previous, current)).toBe(turned[await trend(current, previous)]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('counting the uses as of a moment', () => {
  const asOf = '2026-03-31T00:00:00Z';

  beforeEach(async () => {
    await client.query('truncate public.estimate_library_usage, public.library_item_popularity');
  });

  async function use(item: string, project: string, ...moments: string[]): Promise<void> {
    await client.query(
      `insert into public.estimate_library_usage (library_item_id, project_id, used_at)
       select $1, $2, moment::timestamptz from unnest($3::text[]) moment`,
      [item, project, moments],
    );
  }

  const popularity = async () =>
    (
      await client.query(`select library_item_id, usage_count_30d, usage_count_previous_30d, usage_count_total,
        projects_used_in, trending from public.library_item_popularity order by library_item_id`)
    ).rows;

  test('takes the 30 days before it, the 30 before these, and all of them; never what came after', async () => {
    await use(rows.item, rows.project, '2026-03-31', '2026-03-02', '2026-03-01', '2026-01-31');
    await use(rows.item, rows.publicProject, '2026-01-29T12:00:00Z', '2025-01-01', '2026-04-01');
    await client.query('select * from ratebook.refresh_popularity($1)', [asOf]);
    expect(await popularity()).toEqual([
      {
        library_item_id: rows.item,
        // 31 March itself is within; 1 March is 30 days before, and so the last of the earlier ones;
        // 29 January is before these.
        usage_count_30d: 2,
        usage_count_previous_30d: 2,
        usage_count_total: 6,
        projects_used_in: 2,
        trending: 'flat',
      },
    ]);
  });

  test('removes the rows of items that nothing uses any more, and says how many', async () => {
    await use(rows.item, rows.project, '2026-03-30');
    await use(rows.otherItem, rows.project, '2026-05-01');
    await client.query(`select ratebook.refresh_popularity('2026-06-01')`);
    const { rows: told } = await client.query('select * from ratebook.refresh_popularity($1)', [
      asOf,
    ]);
    expect(told).toEqual([{ processed: 1, cleaned: 1 }]);
    expect(await popularity()).toHaveLength(1);
  });

  test('is kept by each use as it is recorded, also by many at once', async () => {
    const clients = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const other = new pg.Client({ connectionString: testDatabase.url });
        await other.connect();
        return other;
      }),
    );
    try {
      await Promise.all(
        clients.map(async (other) => {
          for (let at = 0; at < 10; at += 1) {
            await other.query('begin');
            await other.query(
              `select set_config('role', 'authenticated', true), set_config('request.jwt.claims', $1, true)`,
              [JSON.stringify(people.estimator.claims)],
            );
            await other.query('select public.track_library_item_usage($1, $2)', [
              rows.item,
              rows.project,
            ]);
            await other.query('commit');
          }
        }),
      );
    } finally {
      for (const other of clients) await other.end();
    }
    expect(await popularity()).toMatchObject([
      { usage_count_30d: 50, usage_count_total: 50, projects_used_in: 1, trending: 'up' },
    ]);
  });
});

describe('the log of jobs', () => {
  test('is summed up by job, with the share of those that ended well', async () => {
    await client.query(`truncate public.background_job_logs cascade;
      insert into public.background_job_logs (job_name, status, trigger, queued_at, started_at, finished_at) values
        ('a', 'completed', 'schedule', now(), now() - interval '10 s', now() - interval '6 s'),
        ('a', 'failed', 'schedule', now(), now() - interval '4 s', now() - interval '2 s'),
        ('a', 'running', 'schedule', now(), now(), null),
        ('b', 'completed', 'person', now(), now() - interval '3 s', now()),
        ('b', 'cancelled', 'person', now(), now(), now()),
        ('b', 'completed', 'person', now() - interval '8 days', now() - interval '8 days', now() - interval '8 days')`);
    const summary = await call<Record<string, unknown>>('public.get_job_execution_summary(7)');
    expect(summary).toMatchObject({
      days_back: 7,
      total_jobs: 5,
      successful_jobs: 2,
      failed_jobs: 1,
      running_jobs: 1,
      success_rate: 66.67,
      by_job_name: {
        a: { total_jobs: 3, success_rate: 50, avg_duration_seconds: 3 },
        b: { total_jobs: 2, successful_jobs: 1, failed_jobs: 0, success_rate: 100 },
      },
    });
  });

  test('loses what ended more than 30 days ago, and nothing else', async () => {
    await client.query(`truncate public.background_job_logs cascade;
      insert into public.background_job_logs (job_name, status, trigger, queued_at, finished_at) values
        ('old', 'completed', 'schedule', now() - interval '31 days', now() - interval '31 days'),
        ('long', 'completed', 'schedule', now() - interval '31 days', now() - interval '29 days'),
        ('stuck', 'running', 'schedule', now() - interval '90 days', null)`);
    expect(await call('public.clean_old_job_logs()')).toBe(1);
    const { rows: left } = await client.query(
      'select job_name from public.background_job_logs order by job_name',
    );
    expect(left).toEqual([{ job_name: 'long' }, { job_name: 'stuck' }]);
  });

  test.each([0, -1, 4000])('is not summed up over %i days', async (days) => {
    await expect(call('public.get_job_execution_summary($1)', days)).rejects.toMatchObject({
      code: '22023',
    });
  });
});
