import { expect, test } from 'vitest';
import { timeLeft } from './time-left.ts';

const started_at = '2026-06-01T10:00:00Z';
const now = Date.parse('2026-06-01T10:00:30Z');

test('a run that did a third in thirty seconds takes another sixty', () => {
  expect(timeLeft({ status: 'running', started_at, done: 200, total: 600 }, now)).toBe(60_000);
});

test.each([
  { status: 'running', started_at, done: 1, total: 600 },
  { status: 'running', started_at, done: null, total: null },
  { status: 'running', started_at, done: 0, total: 600 },
  { status: 'queued', started_at: null, done: null, total: null },
  { status: 'completed', started_at, done: 600, total: 600 },
] as const)('nothing is said of %j', (run) => {
  expect(timeLeft(run, now)).toBeNull();
});
