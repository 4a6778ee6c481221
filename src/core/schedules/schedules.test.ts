import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CronRuns, clockChanges, clockEffects, type Recurrence, upcoming } from './index.ts';

const noCron: CronRuns = () => [];
const startsAt = new Date('2026-01-01T00:00:00Z');
const every = (everyMinutes: number): Recurrence => ({
  cron: null,
  everyMinutes,
  startsAt,
  timeZone: 'Europe/Berlin',
});

test('an interval comes at whole multiples of it after its start, strictly after the moment asked from', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 527_040 }),
      fc.date({ min: new Date('2025-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
      (minutes, from) => {
        const runs = upcoming(every(minutes), from, 3, noCron).map((run) => run.getTime());
        const [first = Number.NaN, second = Number.NaN, third] = runs;
        expect(first).toBeGreaterThan(from.getTime());
        expect(first).toBeGreaterThanOrEqual(startsAt.getTime());
        expect((first - startsAt.getTime()) % (minutes * 60_000)).toBe(0);
        expect([second - first, (third ?? 0) - second]).toEqual([
          minutes * 60_000,
          minutes * 60_000,
        ]);
        if (from >= startsAt) expect(first - from.getTime()).toBeLessThanOrEqual(minutes * 60_000);
      },
    ),
  );
});

test('the clock changes of a zone are found to the minute; one without has none', () => {
  const [from, until] = [new Date('2027-01-01T00:00:00Z'), new Date('2028-01-01T00:00:00Z')];
  expect(clockChanges('Europe/Berlin', from, until)).toEqual([
    { at: new Date('2027-03-28T01:00:00Z'), before: 60, after: 120 },
    { at: new Date('2027-10-31T01:00:00Z'), before: 120, after: 60 },
  ]);
  expect(clockChanges('Australia/Lord_Howe', from, until)).toMatchObject([
    { before: 660, after: 630 },
    { before: 630, after: 660 },
  ]);
  expect(clockChanges('Asia/Tokyo', from, until)).toEqual([]);
});

describe('a clock change', () => {
  const from = new Date('2027-01-01T00:00:00Z');
  /** A cron reader for a time of day, which does with an hour left out or shown twice what `odd` says. */
  const daily =
    (hour: number, odd: 'move' | 'skip' | 'twice'): CronRuns =>
    (_cron, zone, start, count) => {
      const runs: Date[] = [];
      const first = Math.floor(start.getTime() / 86_400_000) * 86_400_000 - 86_400_000;
      for (let day = first; runs.length < Math.min(count, 10); day += 86_400_000) {
        const wall = day + hour * 3_600_000 + 1_800_000;
        const offsets = zone === 'UTC' ? [0] : [120, 60];
        const shown = offsets
          .map((offset) => new Date(wall - offset * 60_000))
          .filter((at) => zone === 'UTC' || hourIn(at) === hour);
        if (shown.length === 0 && odd === 'move') shown.push(new Date(wall - 3_600_000));
        runs.push(...(odd === 'twice' ? shown : shown.slice(0, 1)).filter((at) => at > start));
      }
      return runs.slice(0, count);
    };
  const hourIn = (at: Date) =>
    Number(
      new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: 'numeric' }).format(at),
    );
  const cron: Recurrence = { ...every(1), everyMinutes: null, cron: '30 2 * * *' };
  const told = (recurrence: Recurrence, runs: CronRuns) =>
    clockEffects(recurrence, from, runs).map(({ effect, message }) => [effect, message]);

  test('that leaves the time of a run out moves or skips it', () => {
    expect(told(cron, daily(2, 'move'))).toEqual([
      [
        'moved',
        'On 28 March 2027 the clocks of Europe/Berlin go forward: the run of 02:30 comes at 03:30.',
      ],
    ]);
    expect(told(cron, daily(2, 'skip'))).toMatchObject([['skipped', expect.any(String)]]);
  });

  test('that shows the time of a run twice is told where it comes twice', () => {
    expect(told(cron, daily(2, 'twice')).at(-1)).toEqual([
      'doubled',
      'On 31 October 2027 the clocks of Europe/Berlin go back: the run of 02:30 comes twice.',
    ]);
  });

  test('does nothing to a run at another time of day, nor to a shorter interval', () => {
    expect(told(cron, daily(5, 'move'))).toEqual([]);
    expect(told(every(36 * 60), noCron)).toEqual([]);
  });

  test('moves an interval of whole days by the clock', () => {
    expect(told(every(24 * 60), noCron)).toMatchObject([
      ['moved', expect.stringMatching(/60 minutes later by the clock\.$/)],
      ['moved', expect.stringMatching(/60 minutes earlier by the clock\.$/)],
    ]);
  });
});
