import {
  type Baskets,
  type Block,
  type InvertedBaskets,
  learnRows,
  type ModelRows,
  type ModelTask,
  type Pairs,
  pairMiner,
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
  const mine = pairMiner(baskets, { inverted });
  // The last first: items that few have make the most candidates, and what is done last should take the others a moment only.
  crew.share(blocks.length, (part) => {
    const at = blocks.length - 1 - part;
    pairs.push({ at, pairs: mine(blocks[at] as Block) });
  });
  return { pairs, model: model ? learnRows(model, crew) : [] };
}

function memoryOf({ pairs, model }: LearnedShare): ArrayBuffer[] {
  return [...pairs.map((block) => Object.values(block.pairs)), ...model.map(Object.values)]
    .flat()
    .filter((column) => ArrayBuffer.isView(column))
    .map((column) => column.buffer as ArrayBuffer);
}
