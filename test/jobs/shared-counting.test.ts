import { hostname } from 'node:os';
import { afterEach, expect, test } from 'vitest';
import { seedDemo } from '../../src/demo/seed.ts';
import { workerName } from '../../src/jobs/worker-name.ts';
import { type Program, startProgram } from '../support/program.ts';
import { makeQueueScene } from '../support/queue-scene.ts';

const asOf = '2026-06-15T02:00:00Z';
const scene = makeQueueScene({ fill: (client) => seedDemo(client, { now: new Date(asOf) }) });
const workers: Program[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.end('SIGKILL')));
});

async function startWorker(): Promise<Program> {
  const worker = startProgram('worker', { DATABASE_URL: scene.url(), LOG_LEVEL: 'silent' });
  workers.push(worker);
  await worker.says(/takes jobs/);
  return worker;
}

const aggregate = (shareFrom: number) =>
  scene.enqueue('aggregate-library-popularity', { asOf, shareFrom }, 'schedule');
const pairs = () =>
  scene.query('select library_item_id, paired, together from library_item_companions order by 1');
const blocks = () =>
  scene.query(`select status, output from background_job_logs where job_name = 'count-pair-block'`);

const liveWorkers = async () =>
  (await scene.query('select ratebook.live_workers() as live'))[0].live;

test('one worker counts by itself', async () => {
  await scene.start();
  await scene.becomes(await aggregate(0), 'completed');
  expect(await blocks()).toEqual([]);
  expect((await pairs()).length).toBeGreaterThan(50);
});

test.each(['that counts', 'that shared out'])(
  'two workers share the counting, the one %s is killed, and the pairs are those one finds alone',
  async (which) => {
    await scene.start();
    await scene.becomes(await aggregate(1e9), 'completed');
    const alone = await pairs();
    await scene.stop();
    await scene.query('delete from library_item_companions');
    // Those of the test before have ended, and would be taken for this one's.
    await scene.query(`delete from background_job_logs where job_name = 'count-pair-block'`);

    await Promise.all([startWorker(), startWorker()]);
    await expect.poll(liveWorkers).toBeGreaterThan(1);
    const id = await aggregate(0);
    await expect
      .poll(async () => (await blocks()).some(({ status }) => status !== 'queued'), {
        interval: 5,
      })
      .toBe(true);
    const [{ worker }] = await scene.query('select worker from job_attempts where run_id = $1', [
      id,
    ]);
    const sharing = ({ process }: Program) => worker === workerName(hostname(), process.pid ?? 0);
    await workers.find((one) => sharing(one) === (which === 'that shared out'))?.end('SIGKILL');
    if (which === 'that shared out') await scene.retryNow(id);
    await scene.becomes(id, 'completed');

    expect(await pairs()).toEqual(alone);
    expect(await scene.query('select from ratebook.pair_countings')).toEqual([]);
    // What was not needed any more has ended as well, and failed nowhere.
    await expect
      .poll(async () => (await blocks()).every(({ status }) => status === 'completed'))
      .toBe(true);
  },
  120_000,
);

test('where the queue of blocks is paused the run counts all of them itself', async () => {
  const expected = await pairs();
  await scene.query(
    `insert into job_queues (name, paused) values ('count-pair-block', true)
     on conflict (name) do update set paused = true`,
  );
  await scene.query('delete from library_item_companions');
  await Promise.all([startWorker(), startWorker()]);
  await expect.poll(liveWorkers).toBeGreaterThan(1);
  await scene.becomes(await aggregate(0), 'completed');
  expect(await pairs()).toEqual(expected);
  expect((await blocks()).some(({ status }) => status === 'queued')).toBe(true);
});
