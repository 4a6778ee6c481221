import type { PriceFamily, Resource } from './catalogue/read-catalogue.ts';
import { seededRandom } from './random.ts';

/** Snapshots are taken at these moments, oldest first; the last is the day of `now`, at midnight UTC. */
export function snapshotMoments(now: Date, months = 12): Date[] {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  // The same day of every month, and February has no 29th.
  const day = Math.min(now.getUTCDate(), 28);
  return Array.from(
    { length: months },
    (_, at) => new Date(Date.UTC(year, month - months + 1 + at, day)),
  );
}

/**
 * What each family's prices were at a moment, relative to now. Steel has risen by 9% between nine and two
 * months ago and timber has come down; copper has jumped by 18% three months ago; fuel follows the season; wages step up
 * every April.
 */
const relativeToNow: Record<PriceFamily, (at: Date, monthsAgo: number, now: Date) => number> = {
  steel: (_, ago) => 1 / (1 + 0.09 * shareOf(ago, 2, 9)),
  timber: (_, ago) => 1 + 0.11 * shareOf(ago, 0, 11),
  copper: (_, ago) => (ago > 3 ? 1 / 1.18 : 1),
  cement: (_, ago) => 1 / (1 + 0.035 * shareOf(ago, 0, 11)),
  general: (_, ago) => 1 / (1 + 0.018 * shareOf(ago, 0, 11)),
  fuel: (at, _, now) => season(at) / season(now),
  wages: (at, _, now) => 1.032 ** (wageYear(at) - wageYear(now)),
};

/** 0 at `from` and below, 1 at `to` and above, even between. */
function shareOf(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

/** Dearest in July, by a twentieth above the yearly mean. */
function season(at: Date): number {
  return 1 + 0.05 * Math.cos(((at.getUTCMonth() - 6) / 6) * Math.PI);
}

function wageYear(at: Date): number {
  return at.getUTCMonth() >= 3 ? at.getUTCFullYear() : at.getUTCFullYear() - 1;
}

/**
 * The catalogue's rates at each moment, in the order of `resources`; at the last moment they are the rates
 * of today, before it they wobble a little about their family's course.
 */
export function rateHistory(
  resources: readonly Resource[],
  moments: readonly Date[],
  now: Date,
): number[][] {
  const random = seededRandom(9_001);
  return moments.map((at, index) => {
    const monthsAgo = moments.length - 1 - index;
    return resources.map(({ rate, family }) => {
      const wobble = random.about(family === 'wages' ? 0 : 0.006);
      if (monthsAgo === 0) return rate;
      const then = rate * relativeToNow[family](at, monthsAgo, now) * wobble;
      return Number(then.toPrecision(4));
    });
  });
}
