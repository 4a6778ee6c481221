import { withFreshDatabase } from './support/fresh-database.ts';
import { type Contender, startBare, startOurs, type Work } from './support/job-contenders.ts';

/** Rounds in which all take turns, and what each does in one. */
const rounds = 15;
const jobsAtOnce = 60;
const jobsOneByOne = 15;
const works: readonly Work[] = ['nothing', 'a price snapshot'];

/** What one did in a round: jobs a second, and how soon each began after it was asked for. */
interface Round {
  jobsPerSecond: number;
  startMs: number[];
}

/**
 * Our jobs beside bare pg-boss on the same database, one worker each, with notifications: how many get done in a
 * second, and how soon one starts after it was enqueued. Twice: with a job that does nothing, which leaves what
 * ours adds to each (a log row, an attempt, fences and announcements); and with the same price snapshot on both
 * sides, each in a transaction that commits with the job's completion. All of them are there all the time and take
 * turns in short rounds, so that what else the machine does falls on all alike; medians are told.
 */
export async function run({ databaseUrl }: { databaseUrl: string }): Promise<object> {
  const told: Record<string, ReturnType<typeof summary>> = {};
  const shares: Record<string, number> = {};
  for (const work of works) {
    const [bare, ours] = await withFreshDatabase(databaseUrl, async (client, url) => {
      const contenders = [await startBare(client, url, work), await startOurs(client, url, work)];
      try {
        return await takeTurns(contenders);
      } finally {
        for (const contender of contenders) await contender.stop();
      }
    });
    told[`bare pg-boss, ${work}`] = summary(bare ?? []);
    told[`ours, ${work}`] = summary(ours ?? []);
    shares[work] = share(ours ?? [], bare ?? []);
  }
  console.table(told);
  for (const [work, of] of Object.entries(shares)) {
    console.log(`Doing ${work}, ours get ${of} of bare pg-boss's jobs per second done.`);
  }
  return { rounds, jobsAtOnce, jobsOneByOne, told, shares };
}

async function takeTurns(contenders: readonly Contender[]): Promise<Round[][]> {
  for (const contender of contenders) await measure(contender);
  const measured: Round[][] = contenders.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, contender] of contenders.entries())
      measured[at]?.push(await measure(contender));
  }
  return measured;
}

/** Ours by bare pg-boss's, in the median of the rounds. */
function share(ours: readonly Round[], bare: readonly Round[]): number {
  const shares = ours.map((round, at) => round.jobsPerSecond / (bare[at]?.jobsPerSecond ?? 1));
  return Number(quantile(shares, 0.5).toFixed(2));
}

function summary(all: readonly Round[]) {
  const starts = all.flatMap(({ startMs }) => startMs);
  return {
    jobsPerSecond: Math.round(
      quantile(
        all.map((round) => round.jobsPerSecond),
        0.5,
      ),
    ),
    medianStartMs: Number(quantile(starts, 0.5).toFixed(1)),
    p99StartMs: Number(quantile(starts, 0.99).toFixed(1)),
  };
}

function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? Number.NaN;
}

/** Enqueues many and waits until all are done, then some one after another. */
async function measure({ enqueue, watch }: Contender): Promise<Round> {
  const begun = performance.now();
  const ids: string[] = [];
  for (let job = 0; job < jobsAtOnce; job += 1) ids.push(await enqueue());
  while (!ids.every((id) => watch.finished.has(id))) await watch.moved();
  const seconds = (performance.now() - begun) / 1000;

  const startMs: number[] = [];
  for (let job = 0; job < jobsOneByOne; job += 1) {
    const asked = performance.now();
    const id = await enqueue();
    while (!watch.finished.has(id)) await watch.moved();
    startMs.push((watch.started.get(id) ?? asked) - asked);
  }
  return { jobsPerSecond: jobsAtOnce / seconds, startMs };
}
