import { describe, expect, test } from 'vitest';
import { alertsOf, type Observed } from './alerts.ts';

const now = new Date('2026-06-15T12:00:00Z');
const window = { ended: 100, completed: 100, success_rate: 100 };
const queue = {
  name: 'capture-price-snapshot',
  title: 'Capture prices',
  paused: false,
  ready: 0,
  later: 0,
  active: 0,
  oldest_seconds: null,
  wait_p50_ms: null,
  wait_p95_ms: null,
  run_p50_ms: null,
  run_p95_ms: null,
  failed_24h: 0,
  last_success: null,
};
const schedule = { id: 'popularity', title: 'Popularity', enabled: true, due: null };
const well: Observed = {
  health: { windows: { '1h': window, '24h': window, '7d': window }, queues: [queue] },
  lostLastHour: 0,
  schedules: [schedule],
  now,
};
const rules = (observed: Observed) => alertsOf(observed).map(({ rule }) => rule);

describe('an alert', () => {
  test('is not raised while all is well', () => {
    expect(alertsOf(well)).toEqual([]);
  });

  test.each([
    [
      '94.9% of a hundred ended well',
      { ended: 100, completed: 95, success_rate: 94.9 },
      ['success rate'],
    ],
    ['95% did', { ended: 100, completed: 95, success_rate: 95 }, []],
    [
      'of a few most failed: they say nothing yet',
      { ended: 9, completed: 1, success_rate: 11.11 },
      [],
    ],
    ['none ended', { ended: 0, completed: 0, success_rate: null }, []],
  ])('where in a day %s', (_what, day, expected) => {
    const windows = { ...well.health.windows, '24h': day };
    expect(rules({ ...well, health: { ...well.health, windows } })).toEqual(expected);
  });

  test.each([
    ['1,001 jobs wait', { ready: 1_001 }, ['depth']],
    ['1,000 wait', { ready: 1_000 }, []],
    ['one has waited for 16 minutes', { ready: 1, oldest_seconds: 960 }, ['age']],
    ['it has, but the queue is paused', { ready: 1, oldest_seconds: 960, paused: true }, []],
  ])('where in a queue %s', (_what, change, expected) => {
    const queues = [{ ...queue, ...change }];
    expect(rules({ ...well, health: { ...well.health, queues } })).toEqual(expected);
  });

  test.each([
    ['11 minutes late', true, new Date('2026-06-15T11:49:00Z'), ['missed schedule']],
    ['10 minutes late', true, new Date('2026-06-15T11:50:00Z'), []],
    ['to come', true, new Date('2026-06-16T02:00:00Z'), []],
    ['late, but switched off', false, new Date('2026-06-15T02:00:00Z'), []],
  ])('where a schedule is %s', (_what, enabled, due, expected) => {
    expect(rules({ ...well, schedules: [{ ...schedule, enabled, due }] })).toEqual(expected);
  });

  test('where three attempts lost their worker within an hour', () => {
    expect(rules({ ...well, lostLastHour: 3 })).toEqual(['stalls']);
    expect(rules({ ...well, lostLastHour: 2 })).toEqual([]);
  });
});
