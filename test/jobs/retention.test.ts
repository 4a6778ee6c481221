import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { retentionKinds } from '../../src/contract/retention.ts';
import { service } from '../../src/database/identity.ts';
import { listRules } from '../../src/database/queries/retention/rules.ts';
import { previewRemoval, toldRemoved } from '../../src/operations/apply-retention.ts';
import { userIdOf } from '../support/people.ts';
import { makeQueueScene } from '../support/queue-scene.ts';

const scene = makeQueueScene();
const now = () => new Date();

const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const count = async (sql: string, values: unknown[] = []) =>
  (await scene.query(`select count(*)::int as count from public.${sql}`, values))[0].count;
const preview = (kind: keyof typeof retentionKinds, days: number) =>
  scene.database().as(service, (tx) => previewRemoval(tx, kind, days, now()));

/** A run that ended so many days ago; gives its id. */
async function oldRun(days: number, status = 'completed'): Promise<string> {
  const [{ id }] = await scene.query(
    `insert into public.background_job_logs (job_name, trigger, status, queued_at, finished_at)
     values ('capture-price-snapshot', 'schedule', $1, $2, $2) returning id`,
    [status, ago(days)],
  );
  await scene.query(`insert into public.job_attempts (run_id, attempt) values ($1, 1)`, [id]);
  return id;
}

test('every kind has a rule in the table, and every rule a kind', async () => {
  const rules = await scene.query('select kind from public.retention_rules');
  expect(rules.map(({ kind }) => kind).sort()).toEqual(Object.keys(retentionKinds).sort());
  const listed = await scene.database().as(service, listRules);
  expect(listed.map(({ kind }) => kind)).toEqual(Object.keys(retentionKinds));
});

describe('what is past its days', () => {
  test('is shown first, then removed by the nightly run, and nothing else is', async () => {
    await scene.query('delete from public.background_job_logs');
    const kept = [await oldRun(29), await oldRun(0)];
    const goes = [await oldRun(31), await oldRun(40, 'failed'), await oldRun(50)];
    await scene.query(
      `insert into public.job_alerts (rule, subject, message, raised_at, resolved_at)
       values ('depth', 'old', 'm', $1, $1), ('depth', 'stands', 'm', $1, null), ('depth', 'new', 'm', $1, now())`,
      [ago(100)],
    );
    await scene.query(
      `insert into public.notices (user_id, outcome, title, body, link, created_at, read_at)
       values ($1, 'completed', 'read', '', '/', $2, $2), ($1, 'completed', 'unread', '', '/', $2, null)`,
      [userIdOf('estimator'), ago(200)],
    );
    await scene.query(
      `insert into public.job_audit (at, action, target) values ($1, 'run', 'long ago'), ($2, 'run', 'this year')`,
      [ago(400), ago(300)],
    );

    const shown = await preview('runs', 30);
    expect(shown).toMatchObject({ rows: 3, examples: expect.any(Array) });
    expect(shown.examples).toEqual([
      'capture-price-snapshot, completed',
      'capture-price-snapshot, failed',
      'capture-price-snapshot, completed',
    ]);
    expect(Date.parse(shown.oldest ?? '')).toBeCloseTo(Date.parse(ago(50)), -4);
    expect((await preview('runs', 30)).rows).toBe(3);

    await scene.start();
    const id = await scene.enqueue('apply-retention', {});
    const run = await scene.becomes(id, 'completed');
    expect(run.output).toMatchObject({ removed: { runs: 3, alerts: 1, notices: 1, audit: 1 } });
    const left = await scene.query('select id from public.background_job_logs');
    const ids = left.map((row) => row.id);
    expect(ids).toEqual(expect.arrayContaining([...kept, id]));
    for (const gone of goes) expect(ids).not.toContain(gone);
    expect(await count('job_attempts where run_id = any ($1)', [goes])).toBe(0);
    expect(
      await scene.query(`select subject from public.job_alerts where rule = 'depth' order by 1`),
    ).toEqual([{ subject: 'new' }, { subject: 'stands' }]);
    expect(await count(`notices where title = 'unread'`)).toBe(1);
    expect(await count(`job_audit where target = 'this year'`)).toBe(1);
    expect((await preview('runs', 30)).rows).toBe(0);
  });

  test('stays where other data refers to it, or somebody has yet to read of it', async () => {
    const [referred, unread, free] = [await oldRun(60), await oldRun(60), await oldRun(60)];
    await scene.query(`
      create table public.made_later (id int primary key, run uuid references public.background_job_logs on delete cascade);
      grant select on public.made_later to service_role`);
    await scene.query('insert into public.made_later values (1, $1)', [referred]);
    await scene.query(
      `insert into public.notices (user_id, run_id, outcome, title, body, link) values ($1, $2, 'failed', '', '', '/')`,
      [userIdOf('estimator'), unread],
    );
    expect((await preview('runs', 30)).rows).toBe(1);
    await scene.start();
    await scene.becomes(await scene.enqueue('clean-job-logs', {}), 'completed');
    expect(await count('background_job_logs where id = any ($1)', [[referred, unread]])).toBe(2);
    expect(await count('background_job_logs where id = $1', [free])).toBe(0);
    await scene.query('drop table public.made_later');
  });

  test('are suggestions nobody decided on since, but not those dismissed where they would be made again', async () => {
    const [{ open, closed, project }] = await scene.query(
      `with own as (
         insert into public.projects (code, name) values ('FEEDBACK', 'Feedback') returning id),
       made as (
         insert into public.estimates (project_id, name, status) select id, status, status from own, unnest('{open,frozen}'::text[]) status
         returning id, status, project_id)
       select (select id from made where status = 'open') as open, (select id from made where status = 'frozen') as closed,
         (select id from own) as project`,
    );
    const items = (
      await scene.query(
        `insert into public.library_items (section_id, code, name, unit)
         select (select id from public.sections limit 1), code, code, 'm'
         from unnest('{neglected,recent,taken,taken-lately,dismissed}'::text[]) code returning id`,
      )
    ).map((row) => row.id);
    const [neglected, recent, taken, takenLately, dismissed] = items;
    const add = (estimate: string, item: string, shown: string, decided: object = {}) => {
      const { accepted = null, dismissed: no = null } = decided as Record<string, string>;
      return scene.query(
        `insert into public.suggestion_feedback
           (estimate_id, project_id, library_item_id, rank, shown_at, accepted_at, dismissed_at)
         values ($1, $2, $3, 1, $4, $5, $6)`,
        [estimate, project, item, shown, accepted, no],
      );
    };
    await add(open, neglected, ago(800));
    await add(open, recent, ago(700));
    await add(open, taken, ago(800), { accepted: ago(790) });
    await add(open, takenLately, ago(800), { accepted: ago(10) });
    await add(open, dismissed, ago(800), { dismissed: ago(800) });
    await add(closed, dismissed, ago(801), { dismissed: ago(801) });

    const shown = await preview('suggestion-feedback', 731);
    expect(shown).toMatchObject({
      rows: 3,
      examples: ['dismissed, dismissed', 'neglected, shown', 'taken, taken in'],
    });
    await scene.start();
    await scene.becomes(await scene.enqueue('apply-retention', {}), 'completed');
    const left = await scene.query(
      `select i.code, e.status from public.suggestion_feedback f join public.library_items i on i.id = f.library_item_id
       join public.estimates e on e.id = f.estimate_id where f.project_id = $1 order by 1`,
      [project],
    );
    expect(left).toEqual(
      ['dismissed', 'recent', 'taken-lately'].map((code) => ({ code, status: 'open' })),
    );
  });

  test('goes in batches, each for good, with its progress', async () => {
    await scene.query(
      `insert into public.job_queue_samples (at, name, ready, active)
       select now() - interval '60 days' - n * interval '1 minute', 'clean-job-logs', 0, 0 from generate_series(1, 2500) n`,
    );
    // The third batch finds its way barred: the first two stay done.
    await scene.query(`
      create function public.bar() returns trigger language plpgsql as $$ begin
        if (select count(*) from public.job_queue_samples where at < now() - interval '60 days') <= 500
        then raise exception 'barred'; end if; return old; end $$;
      create trigger bar before delete on public.job_queue_samples for each row execute function public.bar()`);
    await scene.start();
    const id = await scene.enqueue('apply-retention', {});
    await expect.poll(async () => (await scene.run(id)).error_message).toBe('barred');
    expect(await count(`job_queue_samples where at < now() - interval '60 days'`)).toBe(500);
    expect(await scene.run(id)).toMatchObject({ done: 2000, total: 2500 });
    await scene.query('drop function public.bar cascade');
    await scene.retryNow(id);
    const run = await scene.becomes(id, 'completed');
    expect(run.output).toMatchObject({ removed: { 'queue-samples': 2500 } });
  });
});

describe('what a run still waits for', () => {
  test('stays, as a file to import', async () => {
    const given = async (name: string, status: string) =>
      scene.query(
        `with run as (
           insert into public.background_job_logs (job_name, trigger, status, queued_at, finished_at)
           values ('import-library', 'person', $2, $3, case when $2 = 'completed' then $3::timestamptz end) returning id)
         insert into public.library_imports (file_name, format, content, look, mapping, created_at, run_id)
         select $1, 'csv', '', '{}', '{}', $3, id from run`,
        [name, status, ago(40)],
      );
    await given('waits.csv', 'queued');
    await given('runs.csv', 'running');
    await given('done.csv', 'completed');
    expect(await preview('library-imports', 30)).toMatchObject({ rows: 1, examples: ['done.csv'] });
    await scene.query(`delete from public.background_job_logs where job_name = 'import-library'`);
  });

  test('stays, as a report that is to be made', async () => {
    const asked = async (title: string, status: string) =>
      scene.query(
        `with run as (
           insert into public.background_job_logs (job_name, trigger, status, queued_at, finished_at)
           values ('make-price-report', 'person', $2, $3, case when $2 = 'completed' then $3::timestamptz end) returning id)
         insert into public.price_reports (id, owner_id, request, title, created_at) select id, $4, '{}', $1, $3 from run`,
        [title, status, ago(100), userIdOf('estimator')],
      );
    await asked('waits', 'queued');
    await asked('runs', 'running');
    await asked('done', 'completed');
    expect(await preview('reports', 90)).toMatchObject({ rows: 1, examples: ['done'] });
    await scene.query(`delete from public.price_reports where title = any ('{waits,runs,done}')`);
    await scene.query(
      `delete from public.background_job_logs where job_name = 'make-price-report'`,
    );
  });
});

test('days out of bounds are refused by the table itself', async () => {
  for (const days of [6, 3651]) {
    await expect(
      scene.query(`update public.retention_rules set keep_days = $1 where kind = 'runs'`, [days]),
    ).rejects.toThrow(/check/);
  }
});

test('a preview of more days never shows more than one of fewer', async () => {
  for (const days of [5, 20, 20, 35, 80]) await oldRun(days);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 100 }), fc.nat(50), async (days, more) => {
      const few = await preview('runs', days);
      const many = await preview('runs', days + more);
      expect(many.rows).toBeLessThanOrEqual(few.rows);
    }),
    { numRuns: 30 },
  );
});

test('what was removed is told in words', () => {
  expect(toldRemoved({})).toBe('Nothing was past its retention.');
  expect(toldRemoved({ alerts: 2, runs: 0 })).toBe('Removed 2 of "Alerts".');
});

test('the depth of each queue is counted once a minute', async () => {
  await scene.start();
  const sample = () =>
    scene.database().as(service, (tx) => sql`select ratebook.sample_queues()`.execute(tx));
  await scene.query(`delete from public.job_queue_samples`);
  await sample();
  await sample();
  const [{ minutes, queues }] = await scene.query(
    `select count(distinct at)::int as minutes, count(distinct name)::int as queues from public.job_queue_samples`,
  );
  expect(minutes).toBeLessThanOrEqual(2);
  expect(queues).toBeGreaterThan(4);
});
