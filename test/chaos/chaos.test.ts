import { expect, test } from 'vitest';
import { jobNames } from '../../src/contract/jobs.ts';
import { runChaos } from './chaos.ts';

// `npm run chaos` does it with thousands of jobs.
test('workers are killed and the database restarted, and every job of every kind ends exactly once in its effects', async () => {
  const report = await runChaos({ jobs: 80, workers: 2, kills: 4, restarts: 1, calm: 800 });
  expect(report.wrong).toEqual([]);
  expect(report).toMatchObject({ kills: 4, restarts: 1 });
  expect(Object.keys(report.byJob).toSorted()).toEqual(jobNames.toSorted());
}, 400_000);
