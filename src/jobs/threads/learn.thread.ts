import { workerData } from 'node:worker_threads';
import {
  type Baskets,
  type Block,
  type Learned,
  learnModel,
  minePairs,
  type Pairs,
} from '../../core/suggestions/index.ts';
import { answer } from './answer.ts';

/** What a thread is given to do. */
export type LearningTask =
  | { learn: 'pairs'; baskets: Baskets; block: Block }
  | { learn: 'model'; baskets: Baskets; ages: ArrayLike<number> };

/** What it answers with. */
export interface TaskAnswers {
  pairs: Pairs;
  model: Learned['model'];
}

/* The thread of learn.ts: does one task, and ends. */
const task: LearningTask = workerData;
await answer(() =>
  task.learn === 'pairs'
    ? minePairs(task.baskets, { block: task.block })
    : learnModel(task.baskets, task.ages),
);
