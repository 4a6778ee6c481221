/** Times of one thing, in milliseconds. */
export interface Times {
  median: number;
  p95: number;
}

/** Does `work` over and over, after a few times that don't count. */
export async function time(rounds: number, work: (round: number) => unknown): Promise<Times> {
  for (let round = 0; round < 3; round += 1) await work(round);
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    await work(round);
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return { median: rounded(at(0.5)), p95: rounded(at(0.95)) };
}

function rounded(milliseconds = Number.NaN): number {
  return Number(milliseconds.toPrecision(3));
}

/** How long `work` takes, in milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return Math.round((performance.now() - started) * 10) / 10;
}

/** What many times come to. */
export function percentiles(times: readonly number[]) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { requests: times.length, p50: at(0.5), p99: at(0.99), longest: sorted.at(-1) };
}

/** The middle one of some times, in whole milliseconds. */
export const median = (times: readonly number[]) =>
  Math.round(times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN);
