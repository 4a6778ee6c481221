import {
  type Baskets,
  type Block,
  type InvertedBaskets,
  learnRows,
  type ModelRows,
  type ModelTask,
  minePairs,
  type Pairs,
} from '../../core/suggestions/index.ts';
import { answer } from './answer.ts';
import { type CrewCounts, joinCrew } from './crew.ts';

/** What each thread of a crew is given to do; all but the numbers is memory they share. */
export interface LearningTask {
  counts: CrewCounts;
  threads: number;
  baskets: Baskets;
  inverted: InvertedBaskets;
  /** Blocks of items whose pairs are counted. */
  blocks: Block[];
  /** Null where there are too few estimates to learn it from. */
  model: ModelTask | null;
}

/** What one of them answers with: what fell to it. */
export interface LearnedShare {
  pairs: { at: number; pairs: Pairs }[];
  model: ModelRows[];
}

/* A thread of learn.ts: does its share, and ends. */
await answer(learnShare, memoryOf);

function learnShare({
  counts,
  threads,
  baskets,
  inverted,
  blocks,
  model,
}: LearningTask): LearnedShare {
  const crew = joinCrew(counts, threads);
  const pairs: LearnedShare['pairs'] = [];
  crew.share(blocks.length, (at) => {
    pairs.push({ at, pairs: minePairs(baskets, { block: blocks[at] as Block, inverted }) });
  });
  return { pairs, model: model ? learnRows(model, crew) : [] };
}

function memoryOf({ pairs, model }: LearnedShare): ArrayBuffer[] {
  return [...pairs.map((block) => Object.values(block.pairs)), ...model.map(Object.values)]
    .flat()
    .filter((column) => ArrayBuffer.isView(column))
    .map((column) => column.buffer as ArrayBuffer);
}
