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

/**
 * Ranks items by their scores: what tells estimates apart first, then what is routine; only what scores above 0, and
 * never one of `present`. Overwrites the scores of those.
 */
export function rankByScores(
  scores: Float64Array,
  {
    present,
    routine,
    limit,
  }: { present: Iterable<number>; routine: Iterable<number>; limit: number },
): Scored[] {
  for (const item of present) scores[item] = 0;
  const common = new Uint8Array(scores.length);
  for (const item of routine) common[item] = 1;
  const [telling, rest] = [new Best(limit), new Best(limit)];
  scores.forEach((score, item) => {
    if (score > 0) (common[item] === 1 ? rest : telling).offer(score, 0, item);
  });
  const ranked: Scored[] = [];
  telling.drain((item, _, score) => ranked.push({ item, score, isRoutine: false }));
  rest.drain((item, _, score) => ranked.push({ item, score, isRoutine: true }));
  return ranked.slice(0, limit);
}
