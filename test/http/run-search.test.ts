import { describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { type Person, people } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';

const scene = makeScene((databaseUrl) => startNode(databaseUrl, { queue: true }));
const { ask } = scene;

/** Puts ended runs into the log, newest last; gives their ids. */
async function addRuns(
  runs: { input?: object; error?: string; status?: string; by?: 'estimator' }[],
) {
  const ids: string[] = [];
  for (const { input = {}, error = null, status = 'failed', by } of runs) {
    const [row] = await scene.query(
      `insert into public.background_job_logs (job_name, trigger, requested_by, input, error_message, status, queued_at, finished_at)
       values ('capture-price-snapshot', 'person', $1, $2, $3, $4, clock_timestamp(),
         case when $4 in ('queued', 'running') then null else clock_timestamp() end) returning id`,
      [by ? people[by].userId : null, input, error, status],
    );
    ids.push(row.id);
  }
  return ids;
}

const search = async (person: Person, query: Record<string, string>) => {
  const { status, body } = await ask(person, 'GET', `/api/jobs/runs?${new URLSearchParams(query)}`);
  expect(status).toBe(200);
  return body as { runs: { id: string }[]; next_cursor: string | null };
};
const found = async (person: Person, q: string, more: Record<string, string> = {}) =>
  (await search(person, { q, ...more })).runs.map(({ id }) => id);

describe('runs are found', () => {
  test('by words of their input and their error, all of which must fit, in any case', async () => {
    const [steel, brick, both] = await addRuns([
      { input: { note: 'Steel beams' }, error: 'The quarry is closed' },
      { input: { note: 'Clay bricks' }, error: 'The quarry is closed' },
      { input: { note: 'steel and bricks' }, error: 'Out of patience', status: 'cancelled' },
    ]);
    expect(await found('admin', 'STEEL')).toEqual([both, steel]);
    expect(await found('admin', 'quarry  brick')).toEqual([brick]);
    expect(await found('admin', 'steel', { status: 'cancelled' })).toEqual([both]);
    expect(await found('admin', 'steel', { job_name: 'clean-job-logs' })).toEqual([]);
    expect(await found('admin', 'granite')).toEqual([]);
  });

  test('far behind the newest, page by page, where these hold few of the words or none', async () => {
    const marbles = await addRuns(Array.from({ length: 3 }, () => ({ error: 'marble' })));
    await addRuns(Array.from({ length: 100 }, () => ({ error: 'chalk' })));
    const [newest] = await addRuns([{ error: 'marble' }]);
    const pages: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await search('admin', { q: 'marble', limit: '1', ...(cursor && { cursor }) });
      pages.push(page.runs.map(({ id }) => id).join());
      cursor = page.next_cursor;
    }
    expect(pages).toEqual([newest, ...marbles.toReversed()]);
  });

  test('while they wait or run, too', async () => {
    const [waiting] = await addRuns([{ input: { note: 'waiting gravel' }, status: 'queued' }]);
    expect(await found('admin', 'gravel')).toEqual([waiting]);
    await scene.query('delete from public.background_job_logs where id = $1', [waiting]);
  });

  test('as they are written, whatever signs the words hold', async () => {
    const [percent, quote] = await addRuns([
      { error: "100% of it's \\ gone" },
      { input: { note: 'snake_case' } },
    ]);
    expect(await found('admin', "100% it's \\")).toEqual([percent]);
    expect(await found('admin', '0%of')).toEqual([]);
    expect(await found('admin', 'snake_case')).toEqual([quote]);
    expect(await found('admin', 'snakeXcase')).toEqual([]);
    expect(await found('admin', "'; drop table public.notices; --")).toEqual([]);
  });

  test('by those alone who may see them', async () => {
    const [mine] = await addRuns([
      { input: { note: 'granite slab' }, by: 'estimator' },
      { input: { note: 'granite slab' } },
    ]);
    expect(await found('estimator', 'granite')).toEqual([mine]);
    expect(await found('stranger', 'granite')).toEqual([]);
    expect((await found('service', 'granite')).length).toBe(2);
  });

  test('page by page, each once', async () => {
    const ids = await addRuns(Array.from({ length: 7 }, () => ({ error: 'a limestone of many' })));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof search>> = await search('admin', {
        q: 'limestone',
        limit: '3',
        ...(cursor && { cursor }),
      });
      seen.push(...page.runs.map(({ id }) => id));
      cursor = page.next_cursor;
    } while (cursor);
    expect(seen).toEqual(ids.toReversed());
  });

  test('but not by their secrets', async () => {
    await addRuns([{ input: { hook: { apiKey: 'k-7f3a9c' } } }]);
    expect(await found('admin', 'k-7f3a9c')).toEqual([]);
    expect(await found('admin', 'apiKey [redacted]')).toHaveLength(1);
  });
});

test('what a dead letter was given is edited without its secrets being seen or lost', async () => {
  const sheet = { sheet: 'S', table: null, header_line: 1, columns: { code: 0, password: 14_711 } };
  const mapping = { sheets: [sheet], decimal_mark: '.', currency: 'USD' };
  const input = { importId: rows.item, dryRun: true, mapping };
  const [{ id }] = await scene.query(`select ratebook.enqueue_job('import-library', $1) as id`, [
    input,
  ]);
  const run = async () => (await ask('admin', 'GET', `/api/jobs/runs/${id}`)).body;
  await expect.poll(async () => (await run()).status).toBe('failed');
  const shown = (await run()).input;
  expect(shown.mapping.sheets[0].columns).toEqual({ code: 0, password: '[redacted]' });

  const retry = (edited: unknown) =>
    ask('admin', 'POST', '/api/jobs/runs/retry', { ids: [id], input: edited });
  const elsewhere = structuredClone(shown);
  elsewhere.mapping.sheets[0].columns = { secret: '[redacted]' };
  expect(await retry(elsewhere)).toMatchObject({
    status: 400,
    body: { details: { field: 'mapping.sheets[0].columns.secret' } },
  });
  expect((await retry({ ...shown, dryRun: false })).body).toMatchObject({ changed: 1 });
  const [job] = await scene.query('select data from pgboss.job where id = $1', [id]);
  expect(job.data).toEqual({ ...input, dryRun: false });
  const [act] = await scene.query('select details from public.job_audit where target = $1', [id]);
  expect(JSON.stringify(act.details)).not.toContain('14711');
  expect(act.details.input.dryRun).toBe(false);
});

test('none of all this was a mistake of ours', () => {
  expect(scene.failures()).toEqual([]);
});
