/** Uses, row by row: a basket has an item. */
export interface Usage {
  baskets: Int32Array;
  items: Int32Array;
}
