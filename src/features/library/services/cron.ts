/** When a schedule comes, in words. */
export function scheduleInWords(schedule: {
  cron: string | null;
  every_minutes: number | null;
}): string {
  if (schedule.cron !== null) return cronInWords(schedule.cron);
  const minutes = schedule.every_minutes ?? 0;
  const [every, unit] =
    minutes % 1440 === 0
      ? [minutes / 1440, 'day']
      : minutes % 60 === 0
        ? [minutes / 60, 'hour']
        : [minutes, 'minute'];
  return every === 1 ? `Every ${unit}` : `Every ${every} ${unit}s`;
}

/** What a cron expression says, in words, for those our schedules use; others are shown as they are. */
export function cronInWords(cron: string): string {
  const [minute = '', hour = '', day = '', month = '', weekday = '', ...more] = cron
    .trim()
    .split(/\s+/);
  if (more.length > 0 || month !== '*') return cron;
  const every = /^\*\/(\d+)$/.exec(hour);
  if (every && minute === '0' && day === '*' && weekday === '*') {
    return every[1] === '1' ? 'Every hour' : `Every ${every[1]} hours`;
  }
  if (!/^\d+$/.test(minute) || !/^\d+$/.test(hour)) return cron;
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (day === '*' && weekday === '*') return `Daily at ${time}`;
  if (day === '*' && weekdays[weekday]) return `${weekdays[weekday]} at ${time}`;
  if (/^\d+$/.test(day) && weekday === '*') return `On day ${day} of each month at ${time}`;
  return cron;
}

const weekdays: Readonly<Record<string, string>> = {
  0: 'Sundays',
  1: 'Mondays',
  2: 'Tuesdays',
  3: 'Wednesdays',
  4: 'Thursdays',
  5: 'Fridays',
  6: 'Saturdays',
  7: 'Sundays',
};

/** The cron expression that comes every so many hours, at 02:00 daily, Sundays at 03:00 weekly; null where none does. */
export function cronEvery(hours: number): string | null {
  if (hours === 168) return '0 3 * * 0';
  if (hours === 24) return '0 2 * * *';
  return Number.isInteger(hours) && hours >= 1 && 24 % hours === 0 ? `0 */${hours} * * *` : null;
}
