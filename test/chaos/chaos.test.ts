import { expect, test } from 'vitest';
import { runChaos } from './chaos.ts';

// `npm run chaos` does it with thousands of jobs.
test('workers are killed and the database restarted, and every job ends exactly once in its effects', async () => {
  const report = await runChaos({ jobs: 120, workers: 2, kills: 4, restarts: 1, calm: 800 });
  expect(report.wrong).toEqual([]);
  expect(report).toMatchObject({ jobs: 120, kills: 4, restarts: 1 });
}, 240_000);
