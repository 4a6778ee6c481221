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
