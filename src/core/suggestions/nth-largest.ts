/**
 * The `nth` largest of the first `length` values, 1 for the largest, which leaves them in another order: Hoare's quickselect
 * ("Algorithm 65: Find", Communications of the ACM 4 (1961), 321), on average in time that grows with `length` alone.
 */
export function nthLargest(values: Float64Array, length: number, nth: number): number {
  let [from, to] = [0, length - 1];
  const wanted = nth - 1;
  while (from < to) {
    const pivot = values[(from + to) >> 1] as number;
    let [left, right] = [from, to];
    while (left <= right) {
      while ((values[left] as number) > pivot) left++;
      while ((values[right] as number) < pivot) right--;
      if (left > right) break;
      const value = values[left] as number;
      values[left++] = values[right] as number;
      values[right--] = value;
    }
    if (wanted <= right) to = right;
    else if (wanted >= left) from = left;
    else break;
  }
  return values[wanted] as number;
}
