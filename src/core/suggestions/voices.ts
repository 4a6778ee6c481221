import { Best } from './best.ts';

/**
 * What items say of others, the n-th in the rows from `offsets[n]` up to, not including, `offsets[n + 1]`: a whole model, or
 * what was read of it for an estimate.
 */
export type Voices = {
  offsets: Int32Array;
  paired: Int32Array;
  /** Added to the paired item's score where an estimate has the item; below 0 it speaks against. */
  weight: Float32Array;
};

/**
 * How likely an estimate lacks each of `itemCount` items, higher is likelier; of use to rank only, and 0 where nothing is
 * said. `speakers` are those of the voices that the estimate has, each once.
 */
export function scoreByVoices(
  { offsets, paired, weight }: Voices,
  speakers: ArrayLike<number>,
  itemCount: number,
): Float64Array {
  const scores = new Float64Array(itemCount);
  for (let at = 0; at < speakers.length; at++) {
    const speaker = speakers[at] as number;
    const end = offsets[speaker + 1] as number;
    for (let row = offsets[speaker] as number; row < end; row++) {
      const other = paired[row] as number;
      scores[other] = (scores[other] as number) + (weight[row] as number);
    }
  }
  return scores;
}

/** An item by its number, and what the voices add up to. */
export type Scored = { item: number; score: number; isRoutine: boolean };

/** What `rankByVoices` needs of each item, all 0 between two rankings: to make it anew takes longer than to rank. */
let sums = new Float64Array();
let marks = new Uint8Array();

const common = 1;
const there = 2;

/** How voices are ranked. */
export type RankOptions = {
  /** Items that are not asked for, and those that are named last. */
  present: readonly number[];
  routine: readonly number[];
  limit: number;
};

/**
 * Ranks items by what all of these voices add up to, as `scoreByVoices` does: what tells estimates apart first, then what is
 * routine; only what scores above 0, and never one of `present`.
 */
export function rankByVoices(
  { offsets, paired, weight }: Voices,
  { present, routine, limit }: RankOptions,
): Scored[] {
  const [telling, rest] = [new Best(limit), new Best(limit)];
  const rows = offsets.at(-1) ?? 0;
  let most = Math.max(-1, ...present, ...routine);
  for (let row = 0; row < rows; row++) most = Math.max(most, paired[row] as number);
  if (sums.length <= most) {
    sums = new Float64Array(most + 1);
    marks = new Uint8Array(most + 1);
  }
  for (const item of routine) marks[item] = common;
  for (const item of present) marks[item] = there;
  for (let row = 0; row < rows; row++) {
    const other = paired[row] as number;
    sums[other] = (sums[other] as number) + (weight[row] as number);
  }
  for (let row = 0; row < rows; row++) {
    const other = paired[row] as number;
    const score = sums[other] as number;
    // Once: whoever is spoken of again has nothing left.
    sums[other] = 0;
    if (score <= 0 || marks[other] === there) continue;
    const best = marks[other] === common ? rest : telling;
    if (score >= best.threshold) best.offer(score, 0, other);
  }
  for (const item of routine) marks[item] = 0;
  for (const item of present) marks[item] = 0;
  const ranked: Scored[] = [];
  telling.drain((item, _, score) => ranked.push({ item, score, isRoutine: false }));
  rest.drain((item, _, score) => ranked.push({ item, score, isRoutine: true }));
  return ranked.slice(0, limit);
}
