import { describe, expect, test } from 'vitest';
import { cronEvery, cronInWords, scheduleInWords } from './cron.ts';

describe('a cron expression in words', () => {
  test.each([
    ['0 2 * * *', 'Daily at 02:00'],
    ['30 5 * * 1', 'Mondays at 05:30'],
    ['0 3 * * 0', 'Sundays at 03:00'],
    ['0 3 * * 7', 'Sundays at 03:00'],
    ['0 4 1 * *', 'On day 1 of each month at 04:00'],
    ['0 */1 * * *', 'Every hour'],
    ['0 */6 * * *', 'Every 6 hours'],
  ])('%s is "%s"', (cron, words) => expect(cronInWords(cron)).toBe(words));

  test.each(['*/5 * * * *', '0 2 * 1 *', '0 2 1 * 1', '0 2 * * 1-5', '1 2 3', '0 0 2 * * *'])(
    '%s is shown as it is, rather than told wrongly',
    (cron) => expect(cronInWords(cron)).toBe(cron),
  );
});

describe('an interval as a cron expression', () => {
  test.each([
    [1, '0 */1 * * *'],
    [6, '0 */6 * * *'],
    [24, '0 2 * * *'],
    [168, '0 3 * * 0'],
  ])('%i hours is %s', (hours, cron) => expect(cronEvery(hours)).toBe(cron));

  test.each([0, -1, 1.5, 5, 36, Number.NaN])(
    'of %d hours there is none: no clock comes out even',
    (hours) => expect(cronEvery(hours)).toBeNull(),
  );
});

test.each([
  [{ cron: '0 2 * * *', every_minutes: null }, 'Daily at 02:00'],
  [{ cron: null, every_minutes: 36 * 60 }, 'Every 36 hours'],
  [{ cron: null, every_minutes: 1440 }, 'Every day'],
  [{ cron: null, every_minutes: 45 }, 'Every 45 minutes'],
])('a schedule of %j is told as "%s"', (schedule, words) => {
  expect(scheduleInWords(schedule)).toBe(words);
});
