import { workerData } from 'node:worker_threads';
import {
  type Baskets,
  type Block,
  type InvertedBaskets,
  type Learned,
  learnModel,
  minePairs,
  type Pairs,
} from '../../core/suggestions/index.ts';
import { answer } from './answer.ts';

/** What a thread is given to do. */
export type LearningTask =
  | {
      learn: 'pairs';
      baskets: Baskets;
      inverted: InvertedBaskets;
      blocks: Block[];
      /** The place of the next block nobody has taken yet; all threads count it on. */
      next: Int32Array;
    }
  | { learn: 'model'; baskets: Baskets; ages: ArrayLike<number> };

/** What it answers with. */
export interface TaskAnswers {
  /** The blocks this thread took, by their places. */
  pairs: { at: number; pairs: Pairs }[];
  model: Learned['model'];
}

/* The thread of learn.ts: does one task, and ends. */
const task: LearningTask = workerData;
if (task.learn === 'pairs') await answer(() => mineUntilNoneIsLeft(task), memoryOf);
else await answer(() => learnModel(task.baskets, task.ages));

function memoryOf(mined: TaskAnswers['pairs']): ArrayBuffer[] {
  return mined.flatMap(({ pairs }) =>
    Object.values(pairs).map((column) => column.buffer as ArrayBuffer),
  );
}

/** Takes one block after another, so that threads end together whatever each block turns out to cost. */
function mineUntilNoneIsLeft({
  baskets,
  inverted,
  blocks,
  next,
}: Extract<LearningTask, { learn: 'pairs' }>): TaskAnswers['pairs'] {
  const mined: TaskAnswers['pairs'] = [];
  for (;;) {
    const at = Atomics.add(next, 0, 1);
    const block = blocks[at];
    if (block === undefined) return mined;
    mined.push({ at, pairs: minePairs(baskets, { block, inverted }) });
  }
}
