/** A number of things in words: `1 line`, `12 lines`; `many` where more than one is not called `one` and an s. */
export const counted = (count: number | bigint, one: string, many = `${one}s`): string =>
  `${count} ${Number(count) === 1 ? one : many}`;
