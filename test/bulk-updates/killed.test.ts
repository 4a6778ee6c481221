import { randomInt } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { people } from '../support/people.ts';
import { type Program, startProgram } from '../support/program.ts';
import { makeBulkScene } from './scene.ts';

const scene = makeBulkScene();
const kills = 10;
const workers = new Set<Program>();

async function startWorker(): Promise<Program> {
  const worker = startProgram('worker', { DATABASE_URL: scene.url(), LOG_LEVEL: 'silent' });
  workers.add(worker);
  await worker.says(/takes jobs/);
  return worker;
}

afterEach(async () => {
  for (const worker of workers) await worker.end('SIGKILL');
  workers.clear();
});

/** The worker process that a run's attempt is on. */
async function workerOf(runId: string): Promise<Program | undefined> {
  const [found] = await scene.query(
    `select worker from public.job_attempts where run_id = $1 and outcome = 'running'`,
    [runId],
  );
  return [...workers].find(({ process }) => found?.worker.endsWith(`:${process.pid}`));
}

/** What the supervisor finds out once a heartbeat has lapsed, ten seconds later: the worker is lost. */
const giveUp = (runId: string) =>
  scene.query(
    `with lost as (
       update pgboss.job set state = 'retry', retry_count = retry_count + 1, start_after = now()
       where id = $1 and state = 'active' returning name)
     select pg_notify('pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24), name) from lost`,
    [runId],
  );

const changed = async (id: string) => (await scene.update(id)).changed;

/** Prices of one half of the items, by the place they have in it. */
const halves = (half: 'Killed' | 'Through') =>
  scene.query(
    `select row_number() over (order by code) as at, unit_price::text as price
     from public.library_items where name like $1 order by code`,
    [`${half} %`],
  );

test('killed at ten random moments and gone on with, it is as if it had run through; and so is its undo', async () => {
  await scene.query(
    `insert into public.library_items (section_id, code, name, unit, unit_price)
     select s.id, half || n, half || ' ' || n, 'm', case when n % 40 <> 0 then n * 0.37 end
     from public.sections s, unnest(array['Killed', 'Through']) half, generate_series(10001, 14000) n
     where s.code = 'priced'`,
  );
  await startWorker();
  await startWorker();
  const draft = (half: string) =>
    scene.draft({
      selection: { filter: { search: half } },
      change: { method: 'percent', value: '7.35', round_to: '0.05' },
    });
  const through = await draft('Through');
  const started = await scene.start(through.update.id);
  await scene.becomes(started.job_id, 'completed');

  const before = await halves('Killed');
  const { update, rows } = await draft('Killed');
  const { id, job_id } = await scene.start(update.id, people.admin, 8);
  const killed = await killAgainAndAgain(job_id, id, rows);
  expect(killed).toBe(kills);
  await scene.becomes(job_id, 'completed');
  expect(await halves('Killed')).toEqual(await halves('Through'));
  const audit = (of: string) =>
    scene.query(
      `select position, old_value, new_value from public.bulk_changes where bulk_update_id = $1 order by position`,
      [of],
    );
  expect(await audit(id)).toEqual(await audit(started.id));
  const { changed: all, left_alone } = await scene.update(id);
  expect(await scene.update(started.id)).toMatchObject({ changed: all, left_alone });
  const attempts = await scene.query(
    `select count(*)::int as lost from public.job_attempts where run_id = $1 and outcome = 'lost'`,
    [job_id],
  );
  expect(attempts).toEqual([{ lost: kills }]);

  const undo = await scene.undo(id);
  await scene.becomes(undo.job_id, 'completed');
  expect(await halves('Killed')).toEqual(before);
  // Ten processes are started one after the other.
});

/** Kills the worker of a run each time it has got to a random place farther on. */
async function killAgainAndAgain(runId: string, id: string, rows: number): Promise<number> {
  let done = 0;
  for (let kill = 1; kill <= kills; kill += 1) {
    const share = (rows * 0.9) / kills;
    const at = Math.floor(share * (kill - 1)) + randomInt(1, Math.floor(share));
    let victim: Program | undefined;
    await expect
      .poll(
        async () => {
          victim = await workerOf(runId);
          return victim === undefined ? 0 : await changed(id);
        },
        { interval: 2 },
      )
      .toBeGreaterThanOrEqual(at);
    if (!victim) throw new Error('The run has no worker.');
    workers.delete(victim);
    await victim.end('SIGKILL');
    await startWorker();
    await giveUp(runId);
    done += 1;
  }
  return done;
}
