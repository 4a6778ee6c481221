/** Months since the year 0 of a month's first day, an ISO date: what a series of months is counted by. */
export function monthNumber(firstDay: string): number {
  const [year = 0, of = 1] = firstDay.split('-').map(Number);
  return year * 12 + of - 1;
}

/** The first day, an ISO date, of the month so many months after the year 0. */
export function firstDayOf(month: number): string {
  return new Date(Date.UTC(Math.floor(month / 12), month % 12, 1)).toISOString().slice(0, 10);
}
