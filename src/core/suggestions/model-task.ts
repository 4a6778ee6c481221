import type { Panels } from '../linear-algebra/positive-definite.ts';
import type { Baskets, InvertedBaskets } from './baskets.ts';

/** What those who learn a model share; made once, by `prepareModel`. */
export type ModelTask = {
  /** The baskets that are learned from. */
  baskets: Baskets;
  inverted: InvertedBaskets;
  /** Items that every other is asked about. */
  common: Int32Array;
  /** Square roots of what each counts. */
  roots: Float64Array;
  ridge: number;
  topPerItem: number;
  /** Of baskets × baskets or of items × items, whichever are fewer. */
  matrix: Float64Array;
  panels: Panels;
  /** Where the matrix is that of baskets: 1 − Qⱼⱼ of every item, and what each basket says of each common item, basket by basket. */
  free: Float64Array;
  ofCommon: Float64Array;
};
